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
        foreach (var line in LeftOut(RowsRead.Of(outcome.Results))) to.WriteLine(Wrapped(line, host.Width));
        to.WriteLine(outcome.Folder is { } folder ? $"Results: {Shown(folder, host)}" : "Results: not written (--dry-run)");
        if (outcome.ExitCode == ExitCode.Refused) host.Error.WriteLine(run.Error);
        else to.WriteLine(outcome.Publishing.Because);
    }

    /// <summary>One line a dataset and outcome that is not <c>used</c>: rows that were rejected, repeated, or not counted.</summary>
    internal static IEnumerable<string> LeftOut(IReadOnlyList<CountedRows> counts)
    {
        foreach (var group in counts.Where(count => count.Outcome != "used" && count.Rows > 0).GroupBy(count => (count.Dataset, count.Outcome)))
        {
            var reasons = group.Where(count => count.Reason.Length > 0).Select(count => $"{count.Reason} {Number(count.Rows)}").ToArray();
            yield return $"{group.Key.Dataset}: {Number(group.Sum(count => count.Rows))} {Words(group.Key.Outcome)}{(reasons.Length == 0 ? "" : $": {string.Join(", ", reasons)}")}";
        }
    }

    /// <summary>Breaks a line between words where it is too long, and sets what follows in.</summary>
    internal static string Wrapped(string line, int width)
    {
        var text = new System.Text.StringBuilder();
        var column = 0;
        foreach (var word in line.Split(' '))
        {
            if (column > 0 && column + 1 + word.Length > width)
            {
                text.Append("\n    ");
                column = 4;
            }
            else if (text.Length > 0)
            {
                text.Append(' ');
                column++;
            }

            text.Append(word);
            column += word.Length;
        }

        return text.ToString();
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
        "rejected" => "rows rejected",
        "repeated" => "repeated rows counted once",
        "not_visible" => "rows later than the as-of date",
        "no_consent" => "rows without consent",
        _ => outcome,
    };
}
