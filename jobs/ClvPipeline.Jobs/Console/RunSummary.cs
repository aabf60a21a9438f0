using System.Globalization;
using ClvPipeline.Jobs.Report;

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
            new SpendTable(outcome.Results.Table("channel_summary"), outcome.Settings.Run, host.Width).Write(to);
            new SegmentTableText(outcome.Results.Table("segment_value"), outcome.Settings.Run, host.Width).Write(to);
            to.WriteLine();
        }

        to.WriteLine($"Run {run.RunId}, as of {Publishing.Date(run.AsOf)}, in {Rate.Seconds(outcome.Duration)}");
        to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{run.Totals.Customers:N0} customers, {run.Totals.Orders:N0} orders, {run.Totals.Touchpoints:N0} touchpoints"));
        if (outcome.ExitCode == ExitCode.Ok && Expected(outcome) is { } expected) to.WriteLine(Wrapped(expected, host.Width));
        foreach (var line in LeftOut(RowsRead.Of(outcome.Results))) to.WriteLine(Wrapped(line, host.Width));
        foreach (var remark in outcome.Results.Remarks) to.WriteLine(Wrapped(remark, host.Width));
        var places = new[] { outcome.Folder is { } folder ? Shown(folder, host) : null, outcome.Warehouse is { } warehouse ? $"schema clv of {warehouse}" : null }.OfType<string>().ToList();
        to.WriteLine($"Results: {(places.Count > 0 ? string.Join(" and ", places) : "not written (--dry-run)")}");
        if (Report(outcome) is { } report) to.WriteLine($"Report: {Shown(report, host)}");
        if (outcome.ExitCode == ExitCode.Refused) host.Error.WriteLine(run.Error);
        else to.WriteLine(outcome.Publishing.Because);
    }

    /// <summary>Where the report is; null where none was written.</summary>
    internal static string? Report(RunOutcome outcome) => outcome.Folder is { } folder && outcome.Settings.Report.Written ? Path.Combine(folder, ReportPage.FileName) : null;

    // What the expected part rests on; nothing where there is none.
    private static string? Expected(RunOutcome outcome)
    {
        var (fit, clv) = (new TableView(outcome.Results.Table("model_fit")), outcome.Settings.Run.Clv);
        if (fit.Rows == 0) return null;
        var (segments, models, roles, statuses) = (fit.Texts("segment"), fit.Texts("model"), fit.Texts("role"), fit.Texts("status"));
        var own = Enumerable.Range(0, fit.Rows).Select(row => segments(row)).Distinct().Count() - 1;
        var fits = Enumerable.Range(0, fit.Rows).Where(row => roles(row) != "alive" && segments(row) == "(all)").Select(row => $"{models(row)} ({statuses(row)!.Replace('_', ' ')})").Distinct();
        return string.Create(CultureInfo.InvariantCulture, $"Expected profit over {clv.HorizonMonths} months, discounted at {clv.DiscountRate * 100:0.###} % a year: {Money.Rounded(outcome.Record.Totals.ExpectedProfit)} of {Money.Rounded(outcome.Record.Totals.Clv)}, by {string.Join(" and ", fits)}{(clv.Model == "auto" ? ", chosen by auto" : "")}{(own == 0 ? "" : own == 1 ? "; 1 segment by fits of its own" : $"; {own} segments by fits of their own")}");
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
