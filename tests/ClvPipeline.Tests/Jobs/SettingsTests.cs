using ClvPipeline.Jobs;
using Xunit;

namespace ClvPipeline.Tests.Jobs;

public sealed class SettingsTests : IDisposable
{
    private const string Sources = """ "sources": { "touchpoints": { "parquet": "t.parquet" }, "orders": { "parquet": "o/*.parquet" } } """;
    private readonly TestShell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void Defaults_are_those_of_the_contract()
    {
        var settings = Load("");
        Assert.Equal(("UTC", "EUR", "auto", "out", "default"), (settings.Run.TimeZone, settings.Run.Currency, settings.Run.Clv.Model, settings.OutFolder, settings.Pipeline));
        Assert.Equal((90d, 30d, null), (settings.Run.Attribution.Acquisition!.WindowDays, settings.Run.Attribution.Order!.WindowDays, settings.Run.Attribution.Lifetime!.WindowDays));
        Assert.Equal(["first_touch", "last_touch", "last_non_direct", "linear", "time_decay", "position_based"], settings.Run.Attribution.Models.Select(model => model.Name));
        Assert.Equal(["direct"], settings.Run.Attribution.DirectChannels);
        Assert.Equal(_shell.Folder, settings.BaseFolder);
        Assert.Equal("o/*.parquet", settings.Sources["orders"].Parquet);
        Assert.Null(settings.AsOf);
        Assert.False(settings.ChangedBySet);
    }

    [Fact]
    public void Everything_that_is_built_can_be_set()
    {
        var settings = Load("""
            "timeZone": "Europe/Amsterdam", "currency": "USD", "asOf": "2026-06-30",
            // comments and trailing commas are welcome
            "clv": { "model": "none", "horizonMonths": 24, "discountRate": 0.12, "grossMargin": 0.1000000010 },
            "attribution": {
              "modes": { "order": {}, "lifetime": { "windowDays": null }, },
              "models": [ { "type": "time_decay", "name": "td14", "halfLifeDays": 14 }, { "type": "position_based", "first": 0.2, "last": 0.6 } ],
              "directChannels": ["direct", "(none)"],
            },
            "quality": { "maxRejectedShare": 0.02, "maxAmount": 1e6, "minShareOfLastRun": 0 },
            "output": { "folder": "results", "customerValue": "top:10", "report": false },
            "language": "nl", "report": { "customers": "top:20" },
            """);
        Assert.Equal(0.100000001m, settings.Run.Clv.GrossMargin);
        Assert.Equal(new DateOnly(2026, 6, 30), settings.AsOf);
        Assert.Null(settings.Run.Attribution.Acquisition);
        Assert.Equal(new ModeSettings(30), settings.Run.Attribution.Order);
        Assert.Equal(new ModeSettings((double?)null), settings.Run.Attribution.Lifetime);
        Assert.Equal(["td14", "position_based"], settings.Run.Attribution.Models.Select(model => model.Name));
        Assert.Equal(14, settings.Run.Attribution.Models[0].AllParameters()["halfLifeDays"]);
        Assert.Equal((0.02, 1_000_000m, 0d), (settings.Run.Quality.MaxRejectedShare, settings.Run.Quality.MaxAmount, settings.Run.Quality.MinShareOfLastRun));
        Assert.Equal((new CustomerRows(10), "results"), (settings.Run.CustomerValue, settings.OutFolder));
        Assert.Equal(new ReportSettings { Written = false, Language = "nl", Customers = new CustomerRows(20) }, settings.Report);
    }

    [Fact]
    public void A_source_has_columns_and_a_zone()
    {
        _shell.Write("clv.json", """{ "sources": { "touchpoints": { "parquet": "t", "timeZone": "Asia/Tokyo" }, "orders": { "parquet": "o", "columns": { "revenue": "net_amount" } } } }""");
        var settings = ClvSettingsFile.Load(null, _shell.Variables, [], _shell.Folder);
        Assert.Equal("Asia/Tokyo", settings.Sources["touchpoints"].TimeZone);
        Assert.Equal("net_amount", settings.Sources["orders"].Columns["revenue"]);
    }

    [Fact]
    public void The_contracts_example_is_right_in_every_setting()
    {
        _shell.Write("clv.json", """
            {
              "timeZone": "Europe/Amsterdam",
              "currency": "EUR",
              "sources": {
                "touchpoints": { "parquet": "touchpoints.parquet" },
                "orders":      { "parquet": "orders/*.parquet", "columns": { "revenue": "net_amount" } },
                "customers":   { "postgres": "select customer_id, segment from crm.customer", "connection": "Warehouse" }
              },
              "clv": { "model": "auto", "horizonMonths": 36, "discountRate": 0.10, "grossMargin": 0.40 },
              "attribution": {
                "modes": { "acquisition": { "windowDays": 90 }, "order": { "windowDays": 30, "path": "restart" }, "lifetime": { "windowDays": null } },
                "models": [ { "type": "linear" }, { "type": "time_decay", "halfLifeDays": 7 }, { "type": "position_based", "first": 0.4, "last": 0.4 } ]
              },
              "quality": { "maxRejectedShare": 0.01 },
              "output": { "folder": "out", "postgres": "Warehouse", "customerValue": "all" },
              "memoryLimit": "8GB",
              "schedule": [ { "name": "nightly", "cron": "30 2 * * *" } ],
              "scheduler": "hangfire"
            }
            """);
        _shell.Variables["CLV__CONNECTIONS__WAREHOUSE"] = "Host=db.example.com";
        var settings = ClvSettingsFile.Load(null, _shell.Variables, [], _shell.Folder);
        Assert.Equal(["nightly"], settings.Serve.Schedules.Select(schedule => schedule.Name));
        Assert.Equal("hangfire", settings.Serve.Scheduler);
    }

    [Theory]
    [InlineData("\"sources\": { \"identities\": {} }", "sources.identities: not built yet")]
    [InlineData("\"sources\": { \"erasures\": { \"parquet\": \"e\" } }", "sources.erasures: not built yet")]
    [InlineData("\"attribution\": { \"models\": [ { \"type\": \"markov\" } ] }", "attribution.models[0].type: 'markov' is not built yet")]
    [InlineData("\"attribution\": { \"models\": [ { \"type\": \"shapley_lift\" } ] }", "attribution.models[0].type: 'shapley_lift' is not built yet")]
    [InlineData("\"connections\": { \"Warehouse\": \"Password=hunter2\" }", "connections: connection strings do not belong in settings")]
    public void What_is_not_built_is_refused_by_name(string setting, string expected)
    {
        _shell.Write("clv.json", $"{{ {setting} }}");
        Assert.Contains(Problems(), problem => problem.StartsWith(expected, StringComparison.Ordinal));
        Assert.DoesNotContain(Problems(), problem => problem.Contains("hunter2", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\"timezone\": \"UTC\"", "timezone: unknown setting; did you mean 'timeZone'?")]
    [InlineData("\"directChannels\": []", "directChannels: unknown setting; did you mean 'attribution.directChannels'?")]
    [InlineData("\"grossMargin\": 0.4", "grossMargin: unknown setting; did you mean 'clv.grossMargin'?")]
    [InlineData("\"attribution\": { \"modles\": [] }", "attribution.modles: unknown setting; did you mean 'attribution.models'?")]
    [InlineData("\"attribution\": { \"modes\": { \"orders\": {} } }", "attribution.modes.orders: unknown setting; did you mean 'attribution.modes.order'?")]
    [InlineData("\"attribution\": { \"models\": [ { \"typ\": \"linear\" } ] }", "attribution.models[0].typ: unknown setting; did you mean 'type'?")]
    [InlineData("\"xyzzy\": 1", "xyzzy: unknown setting; there are timeZone, currency, asOf, sources, clv, attribution, quality, output")]
    [InlineData("\"sources\": { \"orders\": { \"parquet\": \"o\", \"columns\": { \"revenu\": \"x\" } } }", "sources.orders.columns.revenu: unknown setting; did you mean 'sources.orders.columns.revenue'?")]
    [InlineData("\"timeZone\": 1", "timeZone: expected text, found the number 1")]
    [InlineData("\"timeZone\": \"Europe/Amsterdan\"", "timeZone: 'Europe/Amsterdan' is not a time zone")]
    [InlineData("\"asOf\": \"30-06-2026\"", "asOf: expected a date such as 2026-01-31, found the text '30-06-2026'")]
    [InlineData("\"clv\": { \"grossMargin\": \"0.4\" }", "clv.grossMargin: expected a number of at most 28 digits, found the text '0.4'")]
    [InlineData("\"clv\": { \"grossMargin\": 1e99 }", "clv.grossMargin: expected a number of at most 28 digits, found the number 1e99")]
    [InlineData("\"clv\": { \"horizonMonths\": 12.5 }", "clv.horizonMonths: expected a whole number, found the number 12.5")]
    [InlineData("\"clv\": { \"fits\": \"each\" }", "clv.fits: 'each' is not a choice of fits; expected one of segments, pooled")]
    [InlineData("\"clv\": { \"status\": { \"newDay\": 5 } }", "clv.status.newDay: unknown setting; did you mean 'clv.status.newDays'?")]
    [InlineData("\"clv\": []", "clv: expected a group of settings in braces, { … }, found a list")]
    [InlineData("\"clv\": { \"discountRate\": 99 }", "clv.discountRate: 99 is out of range")]
    [InlineData("\"attribution\": { \"modes\": {} }", "attribution.modes: no mode is listed")]
    [InlineData("\"attribution\": { \"modes\": { \"order\": { \"windowDays\": 0 } } }", "attribution.modes.order.windowDays: 0 is out of range")]
    [InlineData("\"attribution\": { \"modes\": { \"order\": { \"path\": \"straight\" } } }", "attribution.modes.order.path: 'straight' is not a path; expected restart or overlap")]
    [InlineData("\"attribution\": { \"models\": [ \"linear\" ] }", "attribution.models[0]: expected a model in braces")]
    [InlineData("\"attribution\": { \"models\": [ { \"type\": \"linear\", \"halfLifeDays\": 7 } ] }", "attribution.models[0].halfLifeDays: linear has no such parameter")]
    [InlineData("\"attribution\": { \"models\": [ { \"type\": \"linear\" }, { \"type\": \"linear\" } ] }", "attribution.models: 2 models are called 'linear'")]
    [InlineData("\"attribution\": { \"directChannels\": [ 1 ] }", "attribution.directChannels[0]: expected text, found the number 1")]
    [InlineData("\"output\": { \"customerValue\": \"some\" }", "output.customerValue: 'some' is not a choice of customers; expected all, none or top:N")]
    [InlineData("\"output\": { \"report\": \"no\" }", "output.report: expected true or false, found the text 'no'")]
    [InlineData("\"currency\": \"EUR\", \"currency\": \"USD\"", "currency: given twice; keep one")]
    public void What_is_wrong_is_told_with_its_path(string setting, string expected)
    {
        _shell.Write("clv.json", $"{{ {setting} }}");
        Assert.Contains(Problems(), problem => problem.StartsWith(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void All_problems_are_told_in_one_go()
    {
        _shell.Write("clv.json", """{ "timezone": "x", "clv": { "discountRate": 99, "grossMargin": "a" }, "memoryLimit": "8 apples" }""");
        Assert.Equal(
            ["timezone", "clv.grossMargin", "sources.touchpoints", "sources.orders", "memoryLimit", "clv.discountRate"],
            Problems().Select(problem => problem[..problem.IndexOf(':', StringComparison.Ordinal)]));
    }

    [Theory]
    [InlineData("{\n  \"currency\": \"EUR\"\n  \"timeZone\": \"UTC\"\n}", "clv.json, line 3, column 3: ")]
    [InlineData("{\n  \"é\": ?\n}", "clv.json, line 2, column 8: ")]
    [InlineData("", "clv.json, line 1, column 1: ")]
    [InlineData("[]", "clv.json: expected settings in braces, { … }; found a list")]
    public void Broken_JSON_is_told_with_line_and_column(string text, string expected)
    {
        _shell.Write("clv.json", text);
        Assert.StartsWith(expected, Assert.Single(Problems()));
        Assert.DoesNotContain("LineNumber", Problems()[0]);
    }

    [Fact]
    public void The_environment_lies_over_the_file_and_set_over_the_environment()
    {
        _shell.Variables["CLV__CURRENCY"] = "USD";
        _shell.Variables["clv__Clv__grossmargin"] = "0.25";
        _shell.Variables["CLV__ATTRIBUTION__MODELS__0__TYPE"] = "linear";
        _shell.Variables["CLV__ATTRIBUTION__MODELS__1__TYPE"] = "time_decay";
        _shell.Variables["CLV__ATTRIBUTION__MODELS__1__HALFLIFEDAYS"] = "3";
        _shell.Variables["CLV__CONNECTIONS__WAREHOUSE"] = "Host=db;Password=hunter2";
        _shell.Variables["CLV_DEBUG"] = "1";
        var settings = Load("\"currency\": \"EUR\", \"clv\": { \"grossMargin\": 0.5 },", "currency=CHF");
        Assert.Equal(("CHF", 0.25m), (settings.Run.Currency, settings.Run.Clv.GrossMargin));
        Assert.Equal(["linear", "time_decay"], settings.Run.Attribution.Models.Select(model => model.Name));
        Assert.Equal(3, settings.Run.Attribution.Models[1].Parameters["halfLifeDays"]);
        Assert.True(settings.ChangedBySet);
        Assert.DoesNotContain("secret", settings.ParametersJson);
    }

    [Fact]
    public void The_environment_alone_can_hold_all_settings()
    {
        _shell.Variables["CLV__SOURCES__TOUCHPOINTS__PARQUET"] = "t";
        _shell.Variables["CLV__SOURCES__ORDERS__PARQUET"] = "o";
        _shell.Variables["CLV__SOURCES__ORDERS__COLUMNS__SALES_CHANNEL"] = "shop";
        var settings = ClvSettingsFile.Load(null, _shell.Variables, [], _shell.Folder);
        Assert.Equal("shop", settings.Sources["orders"].Columns["sales_channel"]);
        Assert.Equal((_shell.Folder, null), (settings.BaseFolder, settings.File));
    }

    [Theory]
    [InlineData("attribution.models[0].halfLifeDays=14", "td", 14)]
    [InlineData("attribution.models.0.halfLifeDays=14", "td", 14)]
    [InlineData("attribution.models.td.halfLifeDays=14", "td", 14)]
    public void Set_finds_a_model_by_place_and_by_name(string set, string name, double halfLife)
    {
        var settings = Load("\"attribution\": { \"models\": [ { \"type\": \"time_decay\", \"name\": \"td\" } ] },", set);
        Assert.Equal(halfLife, Assert.Single(settings.Run.Attribution.Models, model => model.Name == name).Parameters["halfLifeDays"]);
    }

    [Fact]
    public void Set_of_one_thing_of_a_default_set_leaves_the_rest_of_it()
    {
        var settings = Load("", "attribution.models.time_decay.halfLifeDays=14", "attribution.modes.order.windowDays=60", "asOf=2026-01-05", "clv.grossMargin=0.4");
        Assert.Equal(6, settings.Run.Attribution.Models.Count);
        Assert.Equal(14, settings.Run.Attribution.Models[4].Parameters["halfLifeDays"]);
        Assert.Equal((90d, 60d), (settings.Run.Attribution.Acquisition!.WindowDays, settings.Run.Attribution.Order!.WindowDays));
        Assert.NotNull(settings.Run.Attribution.Lifetime);
        Assert.Equal((new DateOnly(2026, 1, 5), 0.4m), (settings.AsOf, settings.Run.Clv.GrossMargin));
    }

    [Fact]
    public void Set_takes_whole_groups_null_and_text_that_looks_like_a_number()
    {
        var settings = Load("", """attribution.modes={"order":{"windowDays":null}}""", "currency=123", "attribution.directChannels[0]=organic");
        Assert.Null(settings.Run.Attribution.Acquisition);
        Assert.Null(settings.Run.Attribution.Order!.WindowDays);
        Assert.Equal("123", settings.Run.Currency);
        Assert.Equal(["organic"], settings.Run.Attribution.DirectChannels);
    }

    [Theory]
    [InlineData("currency", "--set currency: expected key=value")]
    [InlineData("a..b=1", "--set a..b: not the path of a setting")]
    [InlineData("a[x]=1", "--set a[x]: not the path of a setting")]
    [InlineData("curency=USD", "curency (from --set): unknown setting; did you mean 'currency'?")]
    [InlineData("currency.code=USD", "currency: --set goes further than there are settings; found the text 'EUR'")]
    [InlineData("attribution.models.td7.halfLifeDays=1", "attribution.models.td7: --set names a model that is not listed; there are first_touch, last_touch")]
    [InlineData("attribution.models[3].type=linear", "attribution.models[3]: --set names place 3 of a list of 0")]
    public void A_wrong_set_is_told(string set, string expected)
    {
        _shell.Write("clv.json", $$"""{ "currency": "EUR", {{Sources}} }""");
        Assert.Contains(Problems(set), problem => problem.StartsWith(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void A_wrong_environment_variable_is_named()
    {
        _shell.Variables["CLV__CLV__DISCOUNTRATE"] = "99";
        _shell.Variables["CLV__CURENCY"] = "USD";
        _shell.Variables["CLV____X"] = "1";
        _shell.Write("clv.json", $"{{ {Sources} }}");
        Assert.Equal(
        [
            "CLV____X: not the name of a setting; expected one such as CLV__CLV__GROSSMARGIN",
            "CURENCY (from CLV__CURENCY): unknown setting; did you mean 'currency'?",
            "clv.discountRate (from CLV__CLV__DISCOUNTRATE): 99 is out of range; expected 0 to 10 (0.10 is 10 % a year)",
        ], Problems());
    }

    [Fact]
    public void Parameters_have_one_text_whatever_the_order_and_the_spelling()
    {
        var one = Load("""
            "currency": "EUR", "clv": { "grossMargin": 0.40, "horizonMonths": 36 }, "attribution": { "modes": { "order": { "windowDays": 30.0, "path": "restart" }, "acquisition": {} } },
            """);
        _shell.Variables["CLV__CLV__GROSSMARGIN"] = "0.4";
        var other = Load("""
            "output": { "folder": "elsewhere" }, "asOf": "2026-06-30", "attribution": { "modes": { "acquisition": { "windowDays": 90 }, "order": {} } },
            """);
        Assert.Equal(one.ParametersJson, other.ParametersJson);
        Assert.Equal(one.ParametersHash, other.ParametersHash);
        Assert.Matches("^[0-9a-f]{64}$", one.ParametersHash);
        Assert.NotEqual(one.ParametersHash, Load("\"currency\": \"USD\",").ParametersHash);
    }

    [Fact]
    public void Parameters_are_canonical_JSON_and_read_back_as_settings()
    {
        var settings = Load("""
            "clv": { "grossMargin": 0.40 }, "attribution": { "modes": { "order": {} }, "models": [ { "type": "time_decay", "name": "td" } ] },
            """);
        Assert.Equal(
            """{"attribution":{"directChannels":["direct"],"models":[{"halfLifeDays":7,"name":"td","type":"time_decay"}],"modes":{"order":{"path":"restart","windowDays":30}}},"clv":{"discountRate":0.1,"fits":"segments","grossMargin":0.4,"horizonMonths":36,"model":"auto","saveProbability":0.1,"status":{"atRisk":0.3,"atRiskGap":0.95,"lost":0.1,"newDays":90,"slipping":0.5,"slippingGap":0.8}},"currency":"EUR","output":{"channelPath":true,"customerHorizon":false,"customerValue":"all","orderValue":false,"segmentValue":true},"quality":{"maxAmount":1000000000,"maxRejectedShare":0.01,"minShareOfLastRun":0.4},"sources":{"orders":{"parquet":"o/*.parquet"},"touchpoints":{"parquet":"t.parquet"}},"timeZone":"UTC"}""",
            settings.ParametersJson);
        _shell.Write("clv.json", settings.ParametersJson);
        Assert.Equal(settings.ParametersHash, ClvSettingsFile.Load(null, _shell.Variables, [], _shell.Folder).ParametersHash);
    }

    [Fact]
    public void A_missing_file_is_told()
    {
        Assert.StartsWith("there is no clv.json in this folder", Assert.Single(Problems()));
        Assert.Equal("other.json: there is no such file", Assert.Single(Assert.Throws<UsageException>(() => ClvSettingsFile.Load("other.json", _shell.Variables, [], _shell.Folder)).Problems));
    }

    private LoadedSettings Load(string settings, params string[] sets)
    {
        _shell.Write("clv.json", $"{{ {settings} {Sources} }}");
        return ClvSettingsFile.Load(null, _shell.Variables, sets, _shell.Folder);
    }

    private IReadOnlyList<string> Problems(params string[] sets) =>
        Assert.Throws<UsageException>(() => ClvSettingsFile.Load(null, _shell.Variables, sets, _shell.Folder)).Problems;
}
