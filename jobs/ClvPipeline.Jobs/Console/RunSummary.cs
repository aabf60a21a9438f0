using System.Globalization;

namespace ClvPipeline.Jobs;

/// <summary>What a run has to say to people when it ends.</summary>
internal static class RunSummary
{
    /// <summary>Prints the channel table, the counts, what was left out, and where the results are.</summary>
    public static void Write(RunOutcome outcome, CliHost host)
    {
        var (to, run) = (host.Out, outcome.Record);
        if (outcome.ExitCode == ExitCode.Nothing)
        {
            host.Error.WriteLine(outcome.Publishing.Because);
            return;
        }

        if (outcome.ExitCode == ExitCode.Ok)
        {
            new ChannelTable(ChannelTotals.Of(outcome.Results), outcome.Settings.Run, host.Width).Write(to);
            to.WriteLine();
        }

        to.WriteLine($"Run {run.RunId}, as of {Publishing.Date(run.AsOf)}, in {Rate.Seconds(outcome.Duration)}");
        to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{run.Totals.Customers:N0} customers, {run.Totals.Orders:N0} orders, {run.Totals.Touchpoints:N0} touchpoints"));
        foreach (var line in LeftOut(RowsRead.Of(outcome.Results))) to.WriteLine(line);
        to.WriteLine(outcome.Folder is { } folder ? $"Results: {Shown(folder, host)}" : "Results: not written (--dry-run)");
        if (outcome.ExitCode == ExitCode.Refused) host.Error.WriteLine(run.Error);
        else to.WriteLine(outcome.Publishing.Because);
    }

    /// <summary>One line an outcome that is not <c>used</c>: rows that were rejected, repeated, or not counted.</summary>
    internal static IEnumerable<string> LeftOut(IReadOnlyList<CountedRows> counts)
    {
        foreach (var outcome in counts.Where(count => count.Outcome != "used" && count.Rows > 0).GroupBy(count => count.Outcome))
        {
            var datasets = outcome.GroupBy(count => count.Dataset).Select(dataset =>
            {
                var reasons = dataset.Where(count => count.Reason.Length > 0).Select(count => $"{count.Reason} {Number(count.Rows)}").ToArray();
                return $"{dataset.Key} {Number(dataset.Sum(count => count.Rows))}{(reasons.Length == 0 ? "" : $" ({string.Join(", ", reasons)})")}";
            });
            yield return $"{Words(outcome.Key)}: {string.Join("; ", datasets)}";
        }
    }

    /// <summary>A path as the reader would type it: relative where it is below the working directory.</summary>
    internal static string Shown(string path, CliHost host)
    {
        var relative = Path.GetRelativePath(host.WorkingDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }

    private static string Number(long rows) => rows.ToString("N0", CultureInfo.InvariantCulture);

    private static string Words(string outcome) => outcome switch
    {
        "rejected" => "Rejected rows",
        "repeated" => "Repeated rows, counted once",
        "not_visible" => "Rows later than the as-of date",
        "no_consent" => "Rows without consent",
        _ => outcome,
    };
}
