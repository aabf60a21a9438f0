using ClvPipeline.Storage;

namespace ClvPipeline.Jobs;

/// <summary>The checks that need more than the run itself: its files, and the run before it.</summary>
internal static class HostChecks
{
    private const string LastRun = "orders_of_last_run", Refused = "Refused by check ";

    /// <summary>A run whose files changed while it read them has read a mixture.</summary>
    public static RunCheck InputsUnchanged(IReadOnlyList<string> changed) => RunCheck.AtMost("inputs_unchanged", changed.Count, 0);

    /// <summary>Half a feed looks like a fine night otherwise. Only a run that is shown and not of a later day is something to compare with.</summary>
    public static RunCheck OrdersOfLastRun(long orders, DateOnly asOf, Publication? shown, double least) =>
        RunCheck.AtLeast(LastRun, shown is { Orders: > 0 } && shown.AsOf <= asOf ? (double)orders / shown.Orders : 1, least);

    /// <summary>Whether an error of a run is that a check refused it.</summary>
    public static bool IsRefusal(string error) => error.StartsWith(Refused, StringComparison.Ordinal);

    /// <summary>Which checks refused a run, in a sentence; null if none did.</summary>
    public static string? Refusal(IReadOnlyList<RunCheck> checks, IReadOnlyList<string> changed)
    {
        var refused = checks.Where(check => !check.Passed).Select(check => FormattableString.Invariant($"{check.Name} (measured {check.Measured}, threshold {check.Threshold})")).ToArray();
        if (refused.Length == 0) return null;
        var files = changed.Count == 0 ? "" : $" {string.Join("; ", changed.Take(5))}.";
        // Half a feed, or a second shop run into the first one's results.
        var other = checks.Any(check => check.Name == LastRun && !check.Passed) ? " If the run that is shown there is of another shop, give this one an output.folder of its own." : "";
        return $"{Refused}{string.Join(", ", refused)}.{files}{other}";
    }
}
