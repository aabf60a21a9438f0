using ClvPipeline.Jobs;
using Xunit;

namespace ClvPipeline.Tests.Jobs;

public sealed class KeptParametersTests : IDisposable
{
    private const string Everything = """
        "timeZone": "Europe/Amsterdam", "currency": "USD", "asOf": "2026-06-30", "memoryLimit": "1GB",
        "clv": { "model": "none", "horizonMonths": 24, "grossMargin": 0.1000000010, "status": { "newDays": 30 } },
        "attribution": { "modes": { "order": { "path": "overlap" }, "lifetime": { "windowDays": null } },
          "models": [ { "type": "time_decay", "name": "slow", "halfLifeDays": 14 }, { "type": "linear" } ], "directChannels": ["direct", "(none)"] },
        "quality": { "maxAmount": 1e6 }, "output": { "folder": "results", "customerValue": "top:10", "orderValue": true }, "language": "nl",
        """;

    private readonly TestShell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Theory, InlineData(""), InlineData(Everything)]
    public void Parameters_of_a_run_read_back_as_the_same_settings(string text)
    {
        var settings = Load(text);
        var again = Load("").With(settings.ParametersJson, []);
        Assert.Equal((settings.ParametersJson, settings.ParametersHash), (again.ParametersJson, again.ParametersHash));
        Assert.Equal(text.Length > 0, again.ChangedBySet);
    }

    [Fact]
    public void The_place_stays_that_of_the_settings()
    {
        var place = Load(Everything);
        var rerun = place.With(Load("").ParametersJson, []);
        Assert.Equal((place.OutFolder, place.MemoryLimit, place.Report, place.BaseFolder, place.AsOf, place.File), (rerun.OutFolder, rerun.MemoryLimit, rerun.Report, rerun.BaseFolder, rerun.AsOf, rerun.File));
        Assert.Equal(("UTC", "auto", "all"), (rerun.Run.TimeZone, rerun.Run.Clv.Model, rerun.Run.CustomerValue.ToString()));
    }

    [Fact]
    public void Changes_are_laid_over_the_parameters()
    {
        var settings = Load(Everything);
        var changed = settings.With(settings.ParametersJson, ["attribution.models.slow.halfLifeDays=21", "clv.horizonMonths=12", "attribution.modes.acquisition.windowDays=60"]);
        Assert.Equal(21, changed.Run.Attribution.Models[0].AllParameters()["halfLifeDays"]);
        Assert.Equal((12, 60d, OrderPath.Overlap), (changed.Run.Clv.HorizonMonths, changed.Run.Attribution.Acquisition!.WindowDays, changed.Run.Attribution.Order!.Path));
        Assert.True(changed.ChangedBySet);
        Assert.NotEqual(settings.ParametersHash, changed.ParametersHash);
        Assert.Equal(changed.ParametersHash, Load(Everything, "attribution.models.slow.halfLifeDays=21", "clv.horizonMonths=12", "attribution.modes.acquisition.windowDays=60").ParametersHash);
    }

    [Fact]
    public void Whatever_is_wrong_is_told_in_one_go()
    {
        var settings = Load("");
        var problems = Assert.Throws<UsageException>(() => settings.With(settings.ParametersJson, ["clv.horizonMonths=601", "clv.grosMargin=0.3", "memoryLimit=2GB", "output.folder=x", "asOf=2026-01-01", "timeZone=Mars/Olympus", "clv"])).Problems;
        Assert.Equal(
        [
            "--set clv: expected key=value, such as clv.grossMargin=0.4",
            "memoryLimit (from --set): is no parameter of a run, so a kept run cannot be changed in it; it comes from the settings",
            "asOf (from --set): is no parameter of a run; give the as-of date with --as-of",
            "output.folder (from --set): is no parameter of a run, so a kept run cannot be changed in it; it comes from the settings",
            "clv.grosMargin (from --set): unknown setting; did you mean 'clv.grossMargin'?",
        ], problems.Take(5));
        Assert.Contains(problems, problem => problem.StartsWith("clv.horizonMonths (from --set): ", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.StartsWith("timeZone (from --set): ", StringComparison.Ordinal));
        Assert.Equal(7, problems.Count);
    }

    [Fact]
    public void What_is_no_parameters_at_all_is_refused()
    {
        Assert.StartsWith("the parameters of the run", Assert.Single(Assert.Throws<UsageException>(() => Load("").With("[]", [])).Problems), StringComparison.Ordinal);
        Assert.Contains("clv.colour: unknown setting; clv has", Assert.Single(Assert.Throws<UsageException>(() => Load("").With("""{ "clv": { "colour": 1 }, "sources": { "touchpoints": { "parquet": "t" }, "orders": { "parquet": "o" } } }""", [])).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void A_query_keeps_the_time_that_it_may_take_and_needs_its_connection()
    {
        const string sources = """ "sources": { "touchpoints": { "parquet": "t" }, "orders": { "postgres": "shop.orders", "connection": "Shop", "timeoutSeconds": 9 } } """;
        _shell.Write("clv.json", $"{{ {sources} }}");
        _shell.Variables["CLV__CONNECTIONS__SHOP"] = "Host=localhost";
        var settings = ClvSettingsFile.Load(null, _shell.Variables, [], _shell.Folder);
        var rerun = settings.With(settings.ParametersJson, []);
        Assert.Equal((9, settings.ParametersHash), (rerun.Sources["orders"].Postgres!.TimeoutSeconds, rerun.ParametersHash));
        Assert.StartsWith("sources.orders.connection: there is no connection 'Shop'", Assert.Single(Assert.Throws<UsageException>(() => Load("").With(settings.ParametersJson, [])).Problems), StringComparison.Ordinal);
    }

    private LoadedSettings Load(string settings, params string[] sets)
    {
        _shell.Write("clv.json", $$"""{ {{settings}} "sources": { "touchpoints": { "parquet": "t.parquet" }, "orders": { "parquet": "o.parquet" } } }""");
        return ClvSettingsFile.Load(null, new Dictionary<string, string>(), sets, _shell.Folder);
    }
}
