using ClvPipeline.Storage;

namespace ClvPipeline.Jobs;

/// <summary>What moved between two kept runs by mode, model and channel, and why, where the runs between them wrote that down. Money in micro-units.</summary>
internal sealed class RunDifference
{
    private RunDifference(RunEntry before, RunEntry after, IReadOnlyList<string> causes, IReadOnlyList<MovedChannel> channels, string? reason) =>
        (Before, After, Causes, Channels, Reason) = (before, after, causes, channels, reason);

    /// <summary>The run that is held against.</summary>
    public RunEntry Before { get; }

    /// <summary>The run that is looked at.</summary>
    public RunEntry After { get; }

    /// <summary>The causes that are told apart, in the order in which they were changed.</summary>
    public IReadOnlyList<string> Causes { get; }

    /// <summary>Every channel of both runs: by mode and model in their order, what moved most first.</summary>
    public IReadOnlyList<MovedChannel> Channels { get; }

    /// <summary>Why causes cannot be told apart, all or in part; null where they can.</summary>
    public string? Reason { get; }

    /// <summary>Holds a run against another.</summary>
    /// <exception cref="BadInputException">One of them has no results that are kept.</exception>
    public static RunDifference Of(RunOutputs outputs, RunEntry before, RunEntry after)
    {
        var (was, now) = (Summary(outputs, before), Summary(outputs, after));
        var (moves, reason) = (new RunMoves(), (string?)null);
        if (before.RunId != after.RunId && !moves.Follow(outputs, after, before.RunId, 1) && !(moves = new RunMoves()).Follow(outputs, before, after.RunId, -1))
            reason = $"no run that is kept says what moved between {before.RunId} and {after.RunId}";
        return new RunDifference(before, after, reason is null ? moves.Causes : [ClvPipeline.Causes.NotSeparable], Ranked(was, now, reason is null ? moves : null), reason ?? moves.Reason);
    }

    private static List<MovedChannel> Ranked(ResultTable was, ResultTable now, RunMoves? moves)
    {
        var (then, today) = (Values(was), Values(now));
        List<string> modes = [.. today.Keys.Concat(then.Keys).Select(key => key.Mode).Distinct()], models = [.. today.Keys.Concat(then.Keys).Select(key => key.Model).Distinct()];
        return [.. today.Keys.Union(then.Keys)
            .Select(key => new MovedChannel(key, then.GetValueOrDefault(key), today.GetValueOrDefault(key), cause => moves is null ? today.GetValueOrDefault(key) - then.GetValueOrDefault(key) : moves[key, cause]))
            .OrderBy(row => modes.IndexOf(row.Mode)).ThenBy(row => models.IndexOf(row.Model)).ThenByDescending(row => Int128.Abs(row.Difference)).ThenBy(row => row.Channel, StringComparer.Ordinal)];
    }

    private static Dictionary<(string Mode, string Model, string Channel), Int128> Values(ResultTable summary)
    {
        var view = new TableView(summary);
        var (modes, models, channels, clv) = (view.Texts("mode"), view.Texts("model"), view.Texts("channel"), view.Longs("clv"));
        return Enumerable.Range(0, view.Rows).ToDictionary(row => (modes(row)!, models(row)!, channels(row)!), row => (Int128)clv[row]);
    }

    private static ResultTable Summary(RunOutputs outputs, RunEntry run) => RunBefore.Read(outputs, run, Tables.ChannelSummary) is { Rows: > 0 } summary
        ? summary
        : throw new BadInputException($"run {run.RunId}: {(run.Problem ?? (run.Status == RunRecord.Succeeded ? "its results are not kept" : $"{run.Status}; it has no results"))}");
}

/// <summary>A channel in two runs, by one mode and model.</summary>
/// <param name="Key">Mode, model and channel.</param>
/// <param name="Before">Its value in the first run.</param>
/// <param name="After">Its value in the second.</param>
/// <param name="By">How much of the difference each cause makes.</param>
internal sealed record MovedChannel((string Mode, string Model, string Channel) Key, Int128 Before, Int128 After, Func<string, Int128> By)
{
    public string Mode => Key.Mode;

    public string Model => Key.Model;

    public string Channel => Key.Channel;

    public Int128 Difference => After - Before;
}
