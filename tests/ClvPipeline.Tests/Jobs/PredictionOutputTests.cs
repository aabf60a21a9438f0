using System.Globalization;
using System.Text.Json.Nodes;
using ClvPipeline.Jobs;
using ClvPipeline.Storage;
using ClvPipeline.Tests.Laws;
using Xunit;

namespace ClvPipeline.Tests.Jobs;

/// <summary>What programs and people are told of spend, of a customer's status, and of a shop that was run into another one's results.</summary>
public sealed class PredictionOutputTests : IDisposable
{
    private readonly TestShell _shell = new();

    public PredictionOutputTests() => Assert.Equal(ExitCode.Ok, _shell.Clv("generate", "--customers", "600", "--out", "shop"));

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void A_run_s_object_holds_what_channels_cost_and_bring_back()
    {
        Assert.Equal(ExitCode.Ok, _shell.Clv("run", "--config", "shop/clv.json", "--run-id", "a", "--json"));
        var spend = JsonNode.Parse(_shell.Out)!["spend_by_channel"]!;
        var rows = Rows.Of(ResultReader.Read(Path.Combine(_shell.Folder, "out", "runs", "a"), Tables.ChannelSummary)).ToList();
        foreach (var row in rows)
        {
            var found = spend[row["mode"]!]![row["model"]!]![row["channel"]!]!;
            Assert.Equal(Money(row["spend"]), (string?)found["spend"]);
            Assert.Equal(Money(row["new_customers"]), (string?)found["new_customers"]);
            Assert.Equal(Money(row["cac"]), (string?)found["cac"]);
            Assert.Equal(Real(row["clv_to_cac"]), (double?)found["clv_to_cac"]);
            Assert.Equal(Real(row["roas"]), (double?)found["roas"]);
            Assert.Equal(Real(row["roas_first_order"]), (double?)found["roas_first_order"]);
            Assert.Equal(row["payback_months"], found["payback_months"]?.ToJsonString());
            Assert.Equal(Real(row["clv_to_cac"]) switch { null => null, < 1 => "loss", < 3 => "optimise", <= 5 => "healthy", _ => "under-invested" }, (string?)found["band"]);
        }

        Assert.Contains(rows, row => row["cac"] is not null && row["payback_months"] is not null);
        var settings = JsonNode.Parse(File.ReadAllText(Path.Combine(_shell.Folder, "shop", "clv.json")))!;
        settings["sources"]!.AsObject().Remove("spend");
        _shell.Write("shop/clv.json", settings.ToJsonString());
        Assert.Equal(ExitCode.Ok, _shell.Clv("run", "--config", "shop/clv.json", "--run-id", "b", "--json"));
        Assert.Null(JsonNode.Parse(_shell.Out)!["spend_by_channel"]);

        static string? Money(string? micros) => micros is null ? null : ClvPipeline.Jobs.Money.Exact(long.Parse(micros, CultureInfo.InvariantCulture));
        static double? Real(string? text) => text is null ? null : double.Parse(text, CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Explain_says_what_a_status_goes_by_and_other_limits_change_it()
    {
        Assert.Equal(ExitCode.Ok, _shell.Clv("run", "--config", "shop/clv.json", "--run-id", "a"));
        var worst = Rows.Of(ResultReader.Read(Path.Combine(_shell.Folder, "out", "runs", "a"), Tables.CustomersAtRisk)).First();
        string[] explain = ["explain", "--config", "shop/clv.json", "--customer", worst["customer_id"]!];
        Assert.Equal(ExitCode.Ok, _shell.Clv([.. explain, "--json"]));
        var forecast = JsonNode.Parse(_shell.Out)!["forecast"]!;
        Assert.Equal((worst["status"], worst["reason"]), ((string?)forecast["status"], (string?)forecast["status_reason"]));
        Assert.Equal(ExitCode.Ok, _shell.Clv(explain));
        Assert.Contains(worst["reason"]!, _shell.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, _shell.Clv([.. explain, "--json", "--set", "clv.status.lost=1", "--set", "clv.status.atRisk=1", "--set", "clv.status.slipping=1"]));
        Assert.Equal("lost", (string?)JsonNode.Parse(_shell.Out)!["forecast"]!["status"]);
        Assert.Equal(ExitCode.Ok, _shell.Clv([.. explain, "--json", "--set", "clv.status.lost=0", "--set", "clv.status.atRisk=0", "--set", "clv.status.slipping=0", "--set", "clv.status.atRiskGap=1", "--set", "clv.status.slippingGap=1"]));
        Assert.Equal("active", (string?)JsonNode.Parse(_shell.Out)!["forecast"]!["status"]);
    }

    [Fact]
    public void A_smaller_shop_in_the_same_results_is_told_to_take_a_folder_of_its_own()
    {
        Assert.Equal(ExitCode.Ok, _shell.Clv("run", "--config", "shop/clv.json", "--run-id", "a"));
        Assert.Equal(ExitCode.Ok, _shell.Clv("generate", "--customers", "50", "--out", "other"));
        Assert.Equal(ExitCode.Refused, _shell.Clv("run", "--config", "other/clv.json", "--run-id", "b"));
        Assert.Contains("If the run that is shown there is of another shop, give this one an output.folder of its own.", _shell.Error, StringComparison.Ordinal);
    }
}
