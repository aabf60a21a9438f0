using System.Globalization;
using System.Text.Json;
using ClvPipeline.Jobs;
using ClvPipeline.Storage;
using ClvPipeline.Tests.Architecture;
using ClvPipeline.Tests.Jobs;
using Xunit;

namespace ClvPipeline.Tests.Report;

/// <summary>The report as a reader sees it, in headless Chromium.</summary>
public sealed class BrowserTests : IDisposable
{
    /// <summary>The height that a page of A4 has between its margins, in CSS pixels.</summary>
    private const double PageHeight = 1016, PageWidth = 696;

    private readonly TestShell _shell = new();

    public void Dispose() => _shell.Dispose();

    [BrowserFact]
    public void The_report_of_the_sample_is_fit_to_be_shown_to_anybody()
    {
        var settings = Path.Combine(Repository.Root, "sample-data", "clv.json");
        Assert.Equal(ExitCode.Ok, _shell.Clv("run", "--config", settings, "--run-id", "before", "--as-of", "2026-06-15")); // so that something has moved
        Assert.Equal(ExitCode.Ok, _shell.Clv("run", "--config", settings, "--run-id", "r", "--set", "report.customers=top:10"));
        var folder = Path.Combine(_shell.Folder, "out", "runs", "r");
        var found = Browser.Look(Path.Combine(folder, "report.html"));
        IsWellBehaved(found);
        PrintsWell(found);
        SaysWhatTheTablesSay(found, folder);
    }

    [BrowserFact]
    public void Hostile_names_execute_nothing_and_break_nothing()
    {
        using var shop = new ReportShop();
        HostileNameTests.Shop(shop).Page();
        var found = Browser.Look(Path.Combine(shop.Shell.Folder, "out", "runs", "r", "report.html"));
        IsWellBehaved(found);
        Assert.Contains("<script>alert(1)</script>", found.GetProperty("text").GetString());
        Assert.Contains("emoji 👩‍👩‍👧 🇳🇱", found.GetProperty("text").GetString());
    }

    [BrowserFact]
    public void What_is_not_well_is_found()
    {
        // Were the browser's eyes shut, the tests above would pass on anything.
        var file = _shell.Write("bad.html", """
            <!doctype html><html><head><title>x</title></head><body><p style="color:#bbb;background:#fff">pale</p><img src="missing.png"><figure><svg class="chart" width="100" height="9"><text x="3000" y="5">away</text></svg></figure><table><tr><td>1</td></tr></table>
            <script>console.error("bad")</script></body></html>
            """);
        var found = Browser.Look(file);
        Assert.NotEmpty(found.GetProperty("console").EnumerateArray());
        Assert.Contains(found.GetProperty("requests").EnumerateArray(), request => request.GetString()!.EndsWith("missing.png", StringComparison.Ordinal));
        Assert.Contains(found.GetProperty("axe").EnumerateArray(), violation => violation.GetProperty("id").GetString() == "color-contrast");
        Assert.All(found.GetProperty("views").EnumerateArray(), view => Assert.NotEmpty(view.GetProperty("outside").EnumerateArray()));
    }

    private static void IsWellBehaved(JsonElement found)
    {
        Assert.Empty(found.GetProperty("console").EnumerateArray());
        Assert.Empty(found.GetProperty("requests").EnumerateArray());
        Assert.Equal(0, found.GetProperty("dialogs").GetInt32());
        Assert.DoesNotContain(found.GetProperty("axe").EnumerateArray().Select(violation => violation.ToString()), violation => violation.Contains("\"serious\"", StringComparison.Ordinal) || violation.Contains("\"critical\"", StringComparison.Ordinal));
        var views = found.GetProperty("views").EnumerateArray().ToList();
        Assert.Equal(4, views.Count);
        Assert.All(views, view =>
        {
            // Nothing has to be scrolled sideways but wide tables, and no chart draws beyond its card.
            Assert.Equal(view.GetProperty("width").GetInt32(), view.GetProperty("pageWidth").GetInt32());
            Assert.Empty(view.GetProperty("outside").EnumerateArray().Select(mark => mark.GetString()));
            Assert.Equal(0, view.GetProperty("scripts").GetInt32());
            Assert.True(view.GetProperty("charts").GetInt32() > 10);
        });
        Assert.Equal(2, views.Select(view => view.GetProperty("background").GetString()).Distinct().Count());
    }

    private static void PrintsWell(JsonElement found)
    {
        var figures = found.GetProperty("print").EnumerateArray().ToList();
        Assert.True(figures.Count > 10);
        // What is no higher than a page and may not be broken is never cut.
        Assert.All(figures, figure =>
        {
            Assert.Equal("avoid", figure.GetProperty("breaks").GetString());
            Assert.True(figure.GetProperty("shown").GetBoolean());
            Assert.InRange(figure.GetProperty("height").GetDouble(), 50, PageHeight);
            Assert.InRange(figure.GetProperty("right").GetDouble(), 50, PageWidth);
        });
        Assert.InRange(found.GetProperty("pdf").GetProperty("pages").GetInt32(), 3, 30);
    }

    private static void SaysWhatTheTablesSay(JsonElement found, string folder)
    {
        var compared = 0;
        var summary = Laws.Rows.Of(ResultReader.Read(folder, Tables.ChannelSummary)).Where(row => row["mode"] == "acquisition").ToList();
        var channels = Cells(found, "channels-acquisition");
        foreach (var row in summary)
        {
            var line = channels.Single(cells => cells[0] == row["channel"]);
            Same(Amount(row["clv"]!), line[Array.IndexOf(channels[0], row["model"])]);
        }

        var spend = Cells(found, "spend-channels");
        foreach (var row in summary.Where(row => row["model"] == "linear" && row["spend"] is not null))
        {
            var line = spend.Single(cells => cells[0] == row["channel"]);
            Same(Amount(row["spend"]!), line[Array.IndexOf(spend[0], "spend")]);
            Same(row["cac"] is { } cac ? Amount(cac) : "–", line[Array.IndexOf(spend[0], "CAC")]);
        }

        var statuses = Cells(found, "statuses");
        foreach (var status in Laws.Rows.Of(ResultReader.Read(folder, Tables.CustomerValue)).GroupBy(row => row["status"]!))
            Same(Whole(status.Count()), statuses.Single(cells => cells[0] == status.Key.Replace('_', ' '))[1]);
        var first = Laws.Rows.Of(ResultReader.Read(folder, Tables.CustomersAtRisk)).Take(10).ToList();
        Assert.Equal(first.Select(row => row["customer_id"]), Cells(found, "todo").Skip(1).Select(cells => cells[0]));
        var run = Laws.Rows.Of(ResultReader.Read(folder, RunTable.Spec)).Single();
        var tiles = found.GetProperty("tiles");
        Same("€" + Amount(run["total_clv"]!), tiles.GetProperty("Customer lifetime value").GetString()!);
        Same("€" + Amount(run["total_expected_profit"]!), tiles.GetProperty("Expected profit").GetString()!);
        Same(Whole(long.Parse(run["customers"]!, CultureInfo.InvariantCulture)), tiles.GetProperty("Customers").GetString()!);
        var (moved, causes) = (Laws.Rows.Of(ResultReader.Read(folder, Tables.RunChange)).Where(row => row["mode"] == "acquisition" && row["model"] == "linear").ToList(), Cells(found, "change-causes"));
        Assert.Equal(["channel", "new events", "fit", "change"], causes[0]);
        foreach (var row in moved.Where(row => row["clv"] != "0" && causes.Any(cells => cells[0] == row["channel"])))
            Same(Signed(row["clv"]!), causes.Single(cells => cells[0] == row["channel"])[Array.IndexOf(causes[0], row["cause"])]);
        foreach (var line in moved.GroupBy(row => row["channel"]))
            Same(Signed(line.Sum(row => long.Parse(row["clv"]!, CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture)), Cells(found, "change").Single(cells => cells[0] == line.Key)[^1]);
        Assert.True(compared >= 80, $"{compared} numbers");

        void Same(string table, string page)
        {
            Assert.Equal(table, page);
            compared++;
        }
    }

    private static List<string[]> Cells(JsonElement found, string table) => [.. found.GetProperty("tables").GetProperty(table).EnumerateArray().Select(row => row.EnumerateArray().Select(cell => cell.GetString()!).ToArray())];

    private static string Amount(string micros)
    {
        var amount = decimal.Parse(micros, CultureInfo.InvariantCulture) / 1_000_000m;
        return Math.Round(amount, Math.Abs(amount) < 1000 ? 2 : 0, MidpointRounding.ToEven).ToString(Math.Abs(amount) < 1000 ? "N2" : "N0", CultureInfo.InvariantCulture);
    }

    private static string Signed(string micros)
    {
        var amount = decimal.Parse(micros, CultureInfo.InvariantCulture) / 1_000_000m;
        return (amount < 0 ? "−€" : "+€") + Math.Abs(amount).ToString(Math.Abs(amount) < 100 ? "N2" : "N0", CultureInfo.InvariantCulture);
    }

    private static string Whole(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
