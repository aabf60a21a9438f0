using System.Text.Json;
using ClvPipeline.Tests.Architecture;
using ClvPipeline.Tests.Report;
using Xunit;

namespace ClvPipeline.Tests.Serve;

/// <summary>The page as people use it, in headless Chromium.</summary>
public class ServeBrowserTests
{
    [BrowserFact]
    public void An_analyst_reruns_last_night_with_a_half_life_of_14_days_and_sees_the_new_numbers_beside_the_old()
    {
        using var serve = new ServeShell(template: Path.Combine(Repository.Root, "sample-data"), change: settings =>
            settings["schedule"] = System.Text.Json.Nodes.JsonNode.Parse("""[ { "name": "nightly", "cron": "30 2 * * *" } ]""")).Start();
        Assert.Equal("succeeded", (string)serve.Ended("""{ "as_of": "2026-06-30" }""")["status"]!);
        var found = Browser.Serve(serve.Url);
        Assert.Empty(Items(found, "axe"));
        Assert.Empty(Items(found, "foreign"));
        // Two requests that the page was made to refuse; nothing else complains.
        Assert.Equal(2, found.GetProperty("console").GetArrayLength());
        Assert.All(found.GetProperty("widths").EnumerateArray(), view => Assert.Equal(view.GetProperty("width").GetInt32(), view.GetProperty("pageWidth").GetInt32()));

        Assert.Equal("30 June 2026", found.GetProperty("heading").GetString());
        Assert.Equal(["attribution.models.time_decay.halfLifeDays 14, there 7"], Items(found, "changes"));
        Assert.Equal("time_decay", found.GetProperty("model").GetString());
        Assert.Equal(["Channel", "this run", "what readers see", "Change"], Items(found, "heads"));
        Assert.Equal(1, found.GetProperty("offersToShow").GetInt32());
        Assert.Equal(403, found.GetProperty("otherSite").GetInt32());
        Assert.Contains("clv.horizonMonths: expected a whole number, found the text 'soon'", found.GetProperty("problem").GetString(), StringComparison.Ordinal);
        Assert.Equal("soon", found.GetProperty("kept").GetString());

        // What the page shows is what the register holds.
        var run = serve.Get($"/api/runs/{found.GetProperty("run").GetString()}").Body;
        Assert.Equal(("Ann", false), ((string)run["requested_by"]!, (bool)run["is_current"]!));
        var channels = serve.Get($"/api/runs/{run["run_id"]}/channels").Body["channels"]!.AsArray();
        foreach (var row in channels.Where(row => (string)row!["mode"]! == "acquisition" && (string)row["model"]! == "time_decay"))
        {
            var clv = decimal.Parse((string)row!["clv"]!, System.Globalization.CultureInfo.InvariantCulture);
            var shown = found.GetProperty("beside").GetProperty((string)row["channel"]!)[0].GetString();
            Assert.Equal(Math.Round(clv, Math.Abs(clv) < 1000 ? 2 : 0, MidpointRounding.ToEven).ToString(Math.Abs(clv) < 1000 ? "N2" : "N0", System.Globalization.CultureInfo.InvariantCulture), shown);
        }
    }

    private static List<string> Items(JsonElement found, string name) => [.. found.GetProperty(name).EnumerateArray().Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()! : item.GetRawText())];
}
