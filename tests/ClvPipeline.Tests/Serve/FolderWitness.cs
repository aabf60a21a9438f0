using ClvPipeline.Storage;

namespace ClvPipeline.Tests.Serve;

/// <summary>
/// Somebody who looks at an output folder all the while, at its files alone: what readers are shown must be one complete run, what has ended must stay as it ended, and no listing may fail.
/// </summary>
internal sealed class FolderWitness : IDisposable
{
    private readonly CancellationTokenSource _over = new();
    private readonly Dictionary<string, string> _ended = [], _records = [];
    private readonly string _folder;
    private readonly Thread _thread;
    private DateOnly _shown;

    public FolderWitness(string folder)
    {
        _folder = folder;
        _thread = new Thread(Watch) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>How often it read what is published.</summary>
    public int Readings { get; private set; }

    /// <summary>What it saw that must not be.</summary>
    public List<string> Wrong { get; } = [];

    public void Dispose()
    {
        _over.Cancel();
        _thread.Join();
        _over.Dispose();
    }

    private void Watch()
    {
        var queue = new FolderQueue(_folder, TimeProvider.System);
        while (!_over.Token.WaitHandle.WaitOne(15))
        {
            try
            {
                Read();
                foreach (var run in queue.List(new RunQuery { Most = 1000 }).Where(run => _ended.ContainsKey(run.RunId) && run.Status is "queued" or "running" or null)) Wrong.Add($"{run.RunId} had ended and is {run.Status}");
                Same(_ended, Path.Combine(_folder, "requests", "done"), file => file.EndsWith(".json", StringComparison.Ordinal) ? file : null);
                Same(_records, Path.Combine(_folder, "runs"), run => RunIds.IsValid(Path.GetFileName(run)) ? Path.Combine(run, "run.json") : null);
            }
            catch (Exception e)
            {
                Wrong.Add(e.ToString());
            }
        }
    }

    private void Read()
    {
        if (Publication.Current(_folder) is not { } shown) return;
        if (shown.AsOf < _shown) Wrong.Add($"the pointer went back from {_shown} to {shown.AsOf}");
        _shown = shown.AsOf;
        var folder = Path.Combine(_folder, "runs", shown.RunId);
        var (record, customers, checks) = (RunEntry.Read(folder), ResultReader.Read(folder, "customer_value"), ResultReader.Read(folder, "run_check"));
        var clv = ((ResultColumn.Longs)customers.Columns[customers.Spec.Columns.ToList().FindIndex(column => column.Name == "clv")]).Values.Aggregate(Int128.Zero, (sum, value) => sum + value);
        if (record.Status != "succeeded" || customers.Rows != (int)record.Run["customers"]! || clv != (Int128)(decimal.Parse(record.Text("total_clv")!, System.Globalization.CultureInfo.InvariantCulture) * 1_000_000) || checks.Rows == 0)
            Wrong.Add($"{shown.RunId} is torn");
        Readings++;
    }

    // Whatever was seen once is there for good, byte by byte.
    private void Same(Dictionary<string, string> before, string folder, Func<string, string?> file)
    {
        if (!Directory.Exists(folder)) return;
        foreach (var entry in Directory.EnumerateFileSystemEntries(folder))
        {
            if (file(entry) is not { } path) continue;
            var (name, text) = (Path.GetFileNameWithoutExtension(entry), File.ReadAllText(path));
            if (before.TryAdd(name, text) || before[name] == text) continue;
            Wrong.Add($"{path} was\n{before[name]}\nand is\n{text}");
            before[name] = text;
        }

        foreach (var gone in before.Keys.Where(name => file(Path.Combine(folder, folder.EndsWith("done", StringComparison.Ordinal) ? $"{name}.json" : name)) is { } path && !File.Exists(path)).ToList())
        {
            Wrong.Add($"{gone} is gone from {folder}");
            before.Remove(gone);
        }
    }
}
