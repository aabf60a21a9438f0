using ClvPipeline.Jobs;
using ClvPipeline.Storage;
using ClvPipeline.Tests.Jobs;
using ClvPipeline.Tests.Storage;
using Xunit;

namespace ClvPipeline.Tests.Faults;

/// <summary>Names that mean something to SQL, spreadsheets, browsers, terminals and paths mean nothing to us: they come back as they went in.</summary>
public sealed class StrangeNameTests : IDisposable
{
    internal static readonly string[] Names =
    [
        "O'Brien \"quoted\" `x`", "'; drop table clv.run; --", "=HYPERLINK(\"https://example.org\",\"click\")", "+1+1", "@SUM(A1)", "<script>alert(1)</script>", "&lt;b&gt;", "[red]markup[/]", "[", "{{x}}", "%s%n",
        "\u202Eright to left\u202C", "عربي و עברית", "\u200Fmark", "emoji 👩‍👩‍👧 🇳🇱", "e\u0301 and é", "İstanbul ıI", "\u001b[31mred\u001b[0m", "two\nlines", "tab\there", "../../etc/passwd", "C:\\nul", "NULL", "nan", "🧾" + new string('x', 996),
    ];

    private readonly TestShell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void Every_name_comes_back_as_it_went_in()
    {
        var n = Names.Length;
        object[] each = [.. Names];
        object[] noon = [.. Names.Select(_ => (object)SmallFile.Noon)];
        SmallFile.Write(Path.Combine(_shell.Folder, "touchpoints.parquet"), 1000, ("customer_id", each), ("occurred_at", noon), ("channel", each), ("campaign", [.. Names.Reverse()]));
        SmallFile.Write(Path.Combine(_shell.Folder, "orders.parquet"), 1000, ("order_id", each), ("customer_id", each), ("ordered_at", noon), ("revenue", [.. Names.Select((_, i) => (object)(10m + i))]));
        SmallFile.Write(Path.Combine(_shell.Folder, "customers.parquet"), 1000, ("customer_id", each), ("segment", each));
        _shell.Write("clv.json", """
            { "asOf": "2026-11-02", "clv": { "grossMargin": 0.4 },
              "sources": { "touchpoints": { "parquet": "touchpoints.parquet" }, "orders": { "parquet": "orders.parquet" }, "customers": { "parquet": "customers.parquet" } } }
            """);

        Assert.Equal(ExitCode.Ok, _shell.Clv("run", "--run-id", "r1"));
        Assert.DoesNotContain('\u001b', _shell.Out);
        Assert.Equal(ExitCode.Ok, _shell.Clv("run", "--run-id", "r2", "--json"));
        Assert.DoesNotContain('\u001b', _shell.Out);

        AssertNames("customer_value", "customer_id", n);
        AssertNames("customer_value", "segment", n);
        AssertNames("customer_value", "first_channel", n);
        AssertNames("channel_summary", "channel", n, "(unattributed)");
        AssertNames("campaign_summary", "campaign", n, "(unattributed)", "(none)");
        AssertNames("channel_path", "path", n, "(unattributed)");
        AssertNames("channel_value", "segment", n);
    }

    [Fact]
    public void A_name_of_more_than_a_thousand_bytes_is_a_bad_row()
    {
        object[] names = ["store", new string('x', 998) + "é", new string('x', 999) + "é"];
        object[] noon = [.. names.Select(_ => (object)SmallFile.Noon)];
        SmallFile.Write(Path.Combine(_shell.Folder, "touchpoints.parquet"), 1000, ("customer_id", ["a", "a", "a"]), ("occurred_at", noon), ("channel", names));
        SmallFile.Write(Path.Combine(_shell.Folder, "orders.parquet"), 1000, ("order_id", ["o1"]), ("customer_id", ["a"]), ("ordered_at", [SmallFile.Noon]), ("revenue", [10m]));
        _shell.Write("clv.json", """
            { "asOf": "2026-11-02", "clv": { "grossMargin": 0.4 }, "quality": { "maxRejectedShare": 0.5 },
              "sources": { "touchpoints": { "parquet": "touchpoints.parquet" }, "orders": { "parquet": "orders.parquet" } } }
            """);
        Assert.Equal(ExitCode.Ok, _shell.Clv("run", "--run-id", "r1"));
        Assert.Equal([(string)names[1], "store"], Distinct("channel_summary", "channel").Except(["(unattributed)"]).OrderDescending(StringComparer.Ordinal));
        var rejected = new TableView(ResultReader.Read(Path.Combine(_shell.Folder, "out", "runs", "r1"), ClvPipeline.Tables.RejectedRowTable));
        Assert.Equal((1, "channel", 3L), (rejected.Rows, rejected.Texts("column_name")(0), rejected.Longs("row_number")[0]));
    }

    private void AssertNames(string table, string column, int count, params string[] ours)
    {
        var found = Distinct(table, column).Except(ours).ToList();
        Assert.Equal(Names.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
        Assert.Equal(count, found.Count);
    }

    private IEnumerable<string> Distinct(string table, string column)
    {
        var view = new TableView(ResultReader.Read(Path.Combine(_shell.Folder, "out", "runs", "r1"), ClvPipeline.Tables.All.Single(spec => spec.Name == table)));
        var texts = view.Texts(column);
        return Enumerable.Range(0, view.Rows).Select(row => texts(row)!).Distinct();
    }
}
