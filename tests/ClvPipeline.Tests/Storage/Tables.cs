using System.Text;

namespace ClvPipeline.Tests.Storage;

/// <summary>Small result tables.</summary>
internal static class Tables
{
    /// <summary>A table with a column of every kind, nulls where they are allowed.</summary>
    public static readonly TableSpec EveryKind = new("every_kind", "One column of each kind.",
    [
        new("run_id", ResultKind.Text, "The run."),
        new("channel", ResultKind.Text, "Text.", Nullable: true),
        new("orders", ResultKind.Integer, "A count.", Nullable: true),
        new("clv", ResultKind.Money, "Money.", Nullable: true),
        new("total", ResultKind.WideMoney, "Wide money.", Nullable: true),
        new("share", ResultKind.Real, "A share.", Nullable: true),
        new("cohort_month", ResultKind.Date, "A day.", Nullable: true),
        new("first_order_at", ResultKind.Instant, "An instant.", Nullable: true),
        new("passed", ResultKind.Boolean, "Yes or no.", Nullable: true),
    ]);

    /// <summary>That many rows of it; every seventh row is null from the third column on, every fifth has no channel.</summary>
    public static ResultTable Fill(int rows, string runId = "r1")
    {
        var valid = Enumerable.Range(0, rows).Select(i => (byte)(i % 7 == 3 ? 0 : 1)).ToArray();
        long[] Longs(Func<int, long> value) => [.. Enumerable.Range(0, rows).Select(i => valid[i] == 0 ? 0 : value(i))];
        return new ResultTable(EveryKind, rows,
        [
            Text([.. Enumerable.Repeat(runId, rows)]),
            Text([.. Enumerable.Range(0, rows).Select(i => i % 5 == 0 ? null : $"kanaal-{i % 11} é")]),
            new ResultColumn.Longs(Longs(i => i * 3L - 5), valid),
            new ResultColumn.Longs(Longs(i => (i % 2 == 0 ? 1 : -1) * (999_999_999_999_999_999 - i)), valid),
            new ResultColumn.Wide([.. Enumerable.Range(0, rows).Select(i => valid[i] == 0 ? (Int128)0 : Int128.MaxValue / 2 * (i % 2 == 0 ? 1 : -1) + i)], valid),
            new ResultColumn.Reals([.. Enumerable.Range(0, rows).Select(i => valid[i] == 0 ? 0 : 1.0 / (i + 1))], valid),
            new ResultColumn.Longs(Longs(i => 20_000 + i % 400), valid),
            new ResultColumn.Longs(Longs(i => 1_700_000_000_000_000 + i), valid),
            new ResultColumn.Longs(Longs(i => i % 2), valid),
        ]);
    }

    /// <summary>A table of one text column beside <c>run_id</c>.</summary>
    public static ResultTable OneColumn(ResultColumn.Text text, string name = "t", string runId = "r1") => new(
        new TableSpec(name, "One column.", [new("run_id", ResultKind.Text, "The run."), new("channel", ResultKind.Text, "Text.", Nullable: true)]),
        text.Codes.Length, [Text([.. Enumerable.Repeat(runId, text.Codes.Length)]), text]);

    /// <summary>A table of one amount beside <c>run_id</c>.</summary>
    public static ResultTable OneAmount(long micros) => new(
        new TableSpec("channel_value", "One amount.", [new("run_id", ResultKind.Text, "The run."), new("clv", ResultKind.Money, "Money.")]),
        1, [Text("r1"), new ResultColumn.Longs([micros])]);

    /// <summary>A text column with a dictionary in order of appearance.</summary>
    public static ResultColumn.Text Text(params string?[] values)
    {
        var distinct = values.OfType<string>().Distinct().ToList();
        int[] offsets = [0, .. distinct.Select((_, i) => distinct.Take(i + 1).Sum(Encoding.UTF8.GetByteCount))];
        return new([.. values.Select(value => value is null ? -1 : distinct.IndexOf(value))], Encoding.UTF8.GetBytes(string.Concat(distinct)), offsets);
    }

    /// <summary>The values of a column as text, for comparison; ∅ is null.</summary>
    public static string[] Show(ResultColumn column) => column switch
    {
        ResultColumn.Longs c => [.. c.Values.Select((value, i) => c.Valid?[i] == 0 ? "∅" : $"{value}")],
        ResultColumn.Wide c => [.. c.Values.Select((value, i) => c.Valid?[i] == 0 ? "∅" : $"{value}")],
        ResultColumn.Reals c => [.. c.Values.Select((value, i) => c.Valid?[i] == 0 ? "∅" : $"{value:R}")],
        ResultColumn.Text c => [.. c.Codes.Select(code => code < 0 ? "∅" : Encoding.UTF8.GetString(c.Data.AsSpan(c.Offsets[code]..c.Offsets[code + 1])))],
        _ => throw new ArgumentException("unknown", nameof(column)),
    };
}
