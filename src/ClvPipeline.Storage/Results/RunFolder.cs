using System.Text.Json;

namespace ClvPipeline.Storage;

/// <summary>
/// The results of one run under way: written to <c>&lt;out&gt;/runs/.&lt;run_id&gt;.partial/</c> and renamed to <c>&lt;out&gt;/runs/&lt;run_id&gt;/</c> when complete,
/// so that a reader sees all of it or nothing. Disposed of before that, it is deleted; what a killed run leaves is swept up by the next.
/// </summary>
public sealed class RunFolder : IDisposable
{
    private const string Partial = ".partial", Replaced = ".replaced", Lock = ".lock";
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(30);

    private readonly string _runs, _partial;
    private FileLock? _lock;
    private bool _complete, _disposed;

    private RunFolder(string runs, string runId, string partial, FileLock mine)
    {
        (_runs, RunId, _partial, _lock) = (runs, runId, partial, mine);
        FinalPath = Path.Combine(runs, runId);
    }

    /// <summary>The run.</summary>
    public string RunId { get; }

    /// <summary>Where the results are when complete.</summary>
    public string FinalPath { get; }

    /// <summary>Where the results are now.</summary>
    public string CurrentPath => _complete ? FinalPath : _partial;

    /// <summary>Begins to write the results of a run.</summary>
    /// <param name="outFolder">The output folder.</param>
    /// <param name="runId">The run.</param>
    /// <param name="attempt">Which attempt, where a database says whose counts: one that hangs is then not in the way of the next. Null where this folder decides.</param>
    /// <exception cref="RunTakenException">The run is under way, or has succeeded before.</exception>
    /// <exception cref="BadInputException">The id is none, or the folder cannot be written to.</exception>
    /// <exception cref="IOException">The disk is full or away.</exception>
    public static RunFolder Begin(string outFolder, string runId, long? attempt = null)
    {
        RunIds.Check(runId);
        var runs = OutputFile.Folder(Path.Combine(outFolder, "runs"));
        RunFolder? begun = null;
        OutputFile.Guard(runs, () =>
        {
            // One at a time: between a folder's creation and its lock, a sweep would take it for a dead run's.
            using var turn = FileLock.Take(Path.Combine(runs, Lock), Turn);
            Sweep(runs);
            var partial = Path.Combine(runs, $".{runId}{(attempt is { } number ? FormattableString.Invariant($".{number}") : "")}{Partial}");
            if (Directory.Exists(partial)) throw new RunTakenException(runId, RunState.Active);
            RefuseFinished(Path.Combine(runs, runId), runId);
            Directory.CreateDirectory(partial);
            var mine = FileLock.TryTake(Path.Combine(partial, Lock)) ?? throw new RunTakenException(runId, RunState.Active);
            begun = new RunFolder(runs, runId, partial, mine);
        });
        return begun!;
    }

    /// <summary>Writes <c>&lt;table&gt;.parquet</c>.</summary>
    /// <exception cref="BadInputException">An amount does not fit its column.</exception>
    /// <exception cref="IOException">The disk is full or away.</exception>
    public void Write(ResultTable table) => OutputFile.Write(Target($"{table.Spec.Name}.parquet"), file => TableWriter.Write(file, table, RunId));

    /// <summary>Writes <paramref name="value"/> as indented JSON, its properties in snake_case.</summary>
    /// <exception cref="IOException">The disk is full or away.</exception>
    public void WriteJson<T>(string fileName, T value) => OutputFile.Write(Target(fileName), file => JsonSerializer.Serialize(file, value, ResultJson.Options));

    /// <summary>Writes any other file, such as a report.</summary>
    /// <exception cref="IOException">The disk is full or away.</exception>
    public void WriteFile(string fileName, Action<Stream> write) => OutputFile.Write(Target(fileName), write);

    /// <summary>Shows the results: everything is on the disk, then the folder gets its name. An earlier attempt whose <c>run.json</c> says failed, refused or cancelled is replaced.</summary>
    /// <exception cref="RunTakenException">The run has succeeded meanwhile.</exception>
    public void Complete()
    {
        ObjectDisposedException.ThrowIf(_lock is null || _disposed, this);
        OutputFile.Guard(FinalPath, () =>
        {
            DurableFolder.Flush(_partial);
            using var turn = FileLock.Take(Path.Combine(_runs, Lock), Turn);
            RefuseFinished(FinalPath, RunId);
            var replaced = Path.Combine(_runs, $".{RunId}{Replaced}");
            if (Directory.Exists(replaced)) Directory.Delete(replaced, recursive: true);
            if (Directory.Exists(FinalPath)) Directory.Move(FinalPath, replaced);
            Release();
            Directory.Move(_partial, FinalPath);
            _complete = true;
            DurableFolder.Flush(_runs);
            if (Directory.Exists(replaced)) Directory.Delete(replaced, recursive: true);
        });
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_complete || _disposed) return;
        _disposed = true;
        try
        {
            using var turn = FileLock.Take(Path.Combine(_runs, Lock), Turn);
            Release();
            Directory.Delete(_partial, recursive: true);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            // What made the run fail must not be hidden by this; what is left is swept up by the next run.
            _lock?.Dispose();
        }
    }

    private void Release()
    {
        _lock?.Dispose();
        _lock = null;
        File.Delete(Path.Combine(_partial, Lock));
    }

    private string Target(string fileName)
    {
        ObjectDisposedException.ThrowIf(_lock is null || _disposed, this);
        if (!RunIds.IsValid(fileName)) throw new ArgumentException($"'{fileName}' is not a plain file name", nameof(fileName));
        return Path.Combine(_partial, fileName);
    }

    private static void RefuseFinished(string folder, string runId)
    {
        if (!Directory.Exists(folder)) return;
        var entry = RunEntry.Read(folder);
        if (entry.Problem is not null) throw new BadInputException($"run {runId}: there is a folder {folder} already, and not of a run: {entry.Problem}");
        // A status that this version does not know may be worth keeping.
        if (entry.Status is not ("failed" or "refused" or "cancelled")) throw new RunTakenException(runId, RunState.Finished);
    }

    /// <summary>Deletes what killed runs have left: partial folders that nobody holds, and failed attempts that were about to be deleted.</summary>
    private static void Sweep(string runs)
    {
        foreach (var folder in Directory.EnumerateDirectories(runs, ".*"))
        {
            try
            {
                if (folder.EndsWith(Replaced, StringComparison.Ordinal)) Directory.Delete(folder, recursive: true);
                if (!folder.EndsWith(Partial, StringComparison.Ordinal) || FileLock.TryTake(Path.Combine(folder, Lock)) is not { } free) continue;
                free.Dispose();
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception e) when (e is UnauthorizedAccessException or IOException)
            {
                // Somebody else's leftovers are no reason not to run.
            }
        }
    }
}
