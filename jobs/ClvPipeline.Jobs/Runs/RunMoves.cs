using ClvPipeline.Storage;

namespace ClvPipeline.Jobs;

/// <summary>The tables <c>run_change</c> from one run back to another, added up: each tells what moved since the run before it.</summary>
internal sealed class RunMoves
{
    private const int MostRuns = 10_000;

    private readonly Dictionary<((string, string, string) Key, string Cause), Int128> _moved = [];
    private readonly HashSet<string> _causes = [];

    /// <summary>The causes that occur, in the order in which they are changed.</summary>
    public IReadOnlyList<string> Causes => [.. ClvPipeline.Causes.All.Where(_causes.Contains)];

    /// <summary>Why some of it cannot be told apart; null where it can.</summary>
    public string? Reason { get; private set; }

    /// <summary>By how much a cause moved a channel.</summary>
    public Int128 this[(string Mode, string Model, string Channel) key, string cause] => _moved.GetValueOrDefault((key, cause));

    /// <summary>Goes back from one run to another.</summary>
    /// <param name="outputs">Where they are kept.</param>
    /// <param name="from">The later one.</param>
    /// <param name="to">The earlier one.</param>
    /// <param name="sign">-1 to take off rather than to add.</param>
    /// <returns>Whether it was reached.</returns>
    public bool Follow(RunOutputs outputs, RunEntry from, string to, int sign)
    {
        var at = from;
        for (var i = 0; i < MostRuns && at is not null; i++)
        {
            if (RunBefore.Read(outputs, at, Tables.RunChange) is not { Rows: > 0 } table) return false;
            var previous = Add(table, sign);
            if (previous == to) return true;
            at = Entry(outputs, previous);
        }

        return false;
    }

    private string Add(ResultTable table, int sign)
    {
        var view = new TableView(table);
        var (modes, models, channels, causes, reasons, clv) = (view.Texts("mode"), view.Texts("model"), view.Texts("channel"), view.Texts("cause"), view.Texts("reason"), view.Longs("clv"));
        for (var row = 0; row < view.Rows; row++)
        {
            var key = ((modes(row)!, models(row)!, channels(row)!), causes(row)!);
            _moved[key] = _moved.GetValueOrDefault(key) + sign * clv[row];
            _causes.Add(causes(row)!);
            Reason ??= reasons(row);
        }

        return view.Texts("previous_run_id")(0)!;
    }

    private static RunEntry? Entry(RunOutputs outputs, string runId)
    {
        try
        {
            return OutputOptions.Find(outputs, runId);
        }
        catch (BadInputException)
        {
            return null; // no longer kept
        }
    }
}
