using System.Globalization;

namespace ClvPipeline.Jobs;

/// <summary>Prints what moved between two runs: a table a mode and model, the channel that moved most first, and a last line that adds up to the digit.</summary>
internal sealed class DifferenceText(RunDifference difference, int width)
{
    /// <summary>Prints it.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="mode">The mode to show; null for all.</param>
    /// <param name="model">The model to show; null for one.</param>
    public void Write(TextWriter to, string? mode, string? model)
    {
        to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"From run {difference.Before.RunId} (as of {difference.Before.Text("as_of")}) to {difference.After.RunId} (as of {difference.After.Text("as_of")}): CLV by channel, {(string?)difference.After.Run["parameters"]?["currency"]}"));
        var models = difference.Channels.Select(row => row.Model).Distinct().ToList();
        var shown = model ?? (models.Contains("linear") ? "linear" : models[0]);
        foreach (var table in difference.Channels.Where(row => row.Model == shown && (mode is null || row.Mode == mode)).GroupBy(row => row.Mode))
        {
            to.WriteLine();
            to.WriteLine($"{table.Key}, {PrintedColumn.Legible(shown)}");
            Write(to, [.. table]);
        }

        if (difference.Reason is { } reason) to.WriteLine($"\n(not separable): {PrintedColumn.Plain(reason)}");
        if (model is null && models.Count > 1) to.WriteLine($"\nBy other models: --model {string.Join(", ", models.Where(other => other != shown).Select(PrintedColumn.Legible))}");
    }

    private void Write(TextWriter to, List<MovedChannel> rows)
    {
        rows = [.. rows.Where(row => row.Before != 0 || row.After != 0)];
        var moved = rows.Where(row => row.Difference != 0 || difference.Causes.Any(cause => row.By(cause) != 0)).ToList();
        if (moved.Count == 0)
        {
            to.WriteLine("Nothing has moved.");
            return;
        }

        PrintedTable.Write(to, width, [PrintedColumn.Names("channel", moved.Select(row => PrintedColumn.Legible(row.Channel)).Append(moved.Count < rows.Count ? $"({rows.Count - moved.Count} more)" : null).OfType<string>().Append("total"))],
        [
            Column("before", row => row.Before), Column("after", row => row.After), Column("difference", row => row.Difference),
            .. difference.Causes.Select(cause => Column(cause, row => row.By(cause))),
        ]);

        PrintedColumn Column(string head, Func<MovedChannel, Int128> value)
        {
            Int128 all = rows.Aggregate(Int128.Zero, (sum, row) => sum + value(row)), some = moved.Aggregate(Int128.Zero, (sum, row) => sum + value(row));
            var cells = moved.Select(value).Concat(moved.Count < rows.Count ? [all - some] : Array.Empty<Int128>()).Append(all);
            return new PrintedColumn(head, Money.Column([.. cells.Select(amount => checked((long)amount))]));
        }
    }
}
