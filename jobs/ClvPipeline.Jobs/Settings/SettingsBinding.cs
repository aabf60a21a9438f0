using ClvPipeline.Jobs.Report;
using ClvPipeline.Storage;

namespace ClvPipeline.Jobs;

/// <summary>Turns a checked tree into the records that the engine and the storage take.</summary>
internal static class SettingsBinding
{
    /// <summary>The datasets that this version reads.</summary>
    private static readonly string[] Datasets = ["touchpoints", "orders", "customers", "spend"];

    /// <summary>The engine's settings.</summary>
    public static RunSettings Run(SettingsTree tree, List<string> problems)
    {
        var defaults = new RunSettings();
        var customers = tree["output.customerValue"].Text is { } text ? CustomerRows.Parse(text) : defaults.CustomerValue;
        if (customers is null) problems.Add($"output.customerValue: '{tree["output.customerValue"].Text}' is not a choice of customers; expected all, none or top:N");
        return new RunSettings
        {
            TimeZone = tree["timeZone"].Text ?? defaults.TimeZone,
            Currency = tree["currency"].Text ?? defaults.Currency,
            Clv = new ClvSettings
            {
                Model = tree["clv.model"].Text ?? defaults.Clv.Model,
                Fits = tree["clv.fits"].Text ?? defaults.Clv.Fits,
                HorizonMonths = tree["clv.horizonMonths"].Whole ?? defaults.Clv.HorizonMonths,
                DiscountRate = tree["clv.discountRate"].Number ?? defaults.Clv.DiscountRate,
                GrossMargin = tree["clv.grossMargin"].Exact,
                SaveProbability = tree["clv.saveProbability"].Number ?? defaults.Clv.SaveProbability,
                Status = Status(tree["clv.status"]),
            },
            Attribution = Attribution(tree["attribution"], problems),
            Quality = new QualitySettings
            {
                MaxRejectedShare = tree["quality.maxRejectedShare"].Number ?? defaults.Quality.MaxRejectedShare,
                MaxAmount = tree["quality.maxAmount"].Exact ?? defaults.Quality.MaxAmount,
                MinShareOfLastRun = tree["quality.minShareOfLastRun"].Number ?? defaults.Quality.MinShareOfLastRun,
            },
            CustomerValue = customers ?? defaults.CustomerValue,
            CustomerHorizon = tree["output.customerHorizon"].Flag ?? defaults.CustomerHorizon,
            ChannelPath = tree["output.channelPath"].Flag ?? defaults.ChannelPath,
            SegmentValue = tree["output.segmentValue"].Flag ?? defaults.SegmentValue,
            OrderValue = tree["output.orderValue"].Flag ?? defaults.OrderValue,
        };
    }

    /// <summary>The datasets by name.</summary>
    public static IReadOnlyDictionary<string, DatasetSource> Sources(SettingsTree tree, List<string> problems)
    {
        var sources = new SortedDictionary<string, DatasetSource>(StringComparer.Ordinal);
        foreach (var name in Datasets)
        {
            var source = tree["sources"][name];
            if (!tree["sources"].Has(name))
            {
                if (name is "touchpoints" or "orders") problems.Add($"sources.{name}: missing; expected where it is, such as \"{name}\": {{ \"parquet\": \"{name}.parquet\" }}");
                continue;
            }

            if (!source.Has("parquet") && !source.Has("postgres") && source.Node is not null) problems.Add($"sources.{name}.parquet: missing; expected a file, a glob or a folder, or \"postgres\" with a table or query");
            if (source["parquet"].Text is { } path && string.IsNullOrWhiteSpace(path)) problems.Add($"sources.{name}.parquet: blank; expected a file, a glob or a folder");
            if (source["timeZone"].Text is { } zone && !LocalTime.Exists(zone))
                problems.Add($"sources.{name}.timeZone: '{zone}' is not a time zone of this machine; expected an IANA name such as Europe/Amsterdam");
            foreach (var (ours, theirs) in source["columns"].Members)
                if (theirs.Text is { } column && string.IsNullOrWhiteSpace(column)) problems.Add($"sources.{name}.columns.{ours}: blank; expected the name of a column");
            var columns = source["columns"].Members.Where(member => member.Tree.Text is not null).ToDictionary(member => member.Name, member => member.Tree.Text!);
            sources[name] = new DatasetSource(name, source["parquet"].Text ?? "", columns, source["timeZone"].Text) { Postgres = Postgres(source, name, problems), SecondReader = DataFramesGate.SecondReader };
        }

        return sources;
    }

    /// <summary>The report's.</summary>
    public static ReportSettings Report(SettingsTree tree, List<string> problems)
    {
        var defaults = new ReportSettings();
        var language = tree["language"].Text ?? defaults.Language;
        if (ReportLanguage.Find(language) is null) problems.Add($"language: '{language}' is not a language of reports; expected {string.Join(" or ", ReportLanguage.All.Select(each => each.Code))}");
        var customers = tree["report.customers"].Text is { } text ? ReportSettings.ParseCustomers(text) : defaults.Customers;
        if (customers is null) problems.Add($"report.customers: '{tree["report.customers"].Text}' is not a choice of customers; expected none or top:N");
        return new ReportSettings { Written = tree["output.report"].Flag ?? defaults.Written, Language = language, Customers = customers ?? defaults.Customers };
    }

    private static PostgresSource? Postgres(SettingsTree source, string name, List<string> problems)
    {
        if (!source.Has("postgres"))
        {
            foreach (var alone in new[] { "connection", "timeoutSeconds" })
                if (source.Has(alone)) problems.Add($"sources.{name}.{alone}: it belongs to a Postgres source; expected \"postgres\" beside it");
            return null;
        }

        if (source.Has("parquet")) problems.Add($"sources.{name}: both parquet and postgres; expected one of them");
        if (source["postgres"].Text is { } text && string.IsNullOrWhiteSpace(text)) problems.Add($"sources.{name}.postgres: blank; expected a query, or a table such as crm.orders");
        if (!source.Has("connection")) problems.Add($"sources.{name}.connection: missing; expected the name of a connection, such as Warehouse for CLV__CONNECTIONS__WAREHOUSE");
        if (source["connection"].Text is { } connection && string.IsNullOrWhiteSpace(connection)) problems.Add($"sources.{name}.connection: blank; expected the name of a connection");
        if (source["timeoutSeconds"].Whole is { } seconds and (< 1 or > 2_000_000)) problems.Add($"sources.{name}.timeoutSeconds: {seconds} is not allowed; expected a whole number from 1 to 2000000");
        return new PostgresSource(source["postgres"].Text ?? "", source["connection"].Text?.Trim() ?? "", source["timeoutSeconds"].Whole);
    }

    private static AttributionSettings Attribution(SettingsTree tree, List<string> problems)
    {
        var defaults = new AttributionSettings();
        var modes = tree["modes"];
        if (tree.Has("modes") && modes.Node is not null)
        {
            defaults = defaults with
            {
                Acquisition = Mode(modes, "acquisition", defaults.Acquisition!, problems),
                Order = Mode(modes, "order", defaults.Order!, problems),
                Lifetime = Mode(modes, "lifetime", defaults.Lifetime!, problems),
            };
        }

        return defaults with
        {
            Models = tree.Has("models") ? [.. tree["models"].Items.Where(item => item["type"].Text is not null).Select(Model)] : defaults.Models,
            DirectChannels = tree.Has("directChannels") ? [.. tree["directChannels"].Items.Select(item => item.Text).OfType<string>()] : defaults.DirectChannels,
        };
    }

    private static StatusSettings Status(SettingsTree tree)
    {
        var defaults = new StatusSettings();
        return new StatusSettings
        {
            Lost = tree["lost"].Number ?? defaults.Lost,
            AtRisk = tree["atRisk"].Number ?? defaults.AtRisk,
            Slipping = tree["slipping"].Number ?? defaults.Slipping,
            AtRiskGap = tree["atRiskGap"].Number ?? defaults.AtRiskGap,
            SlippingGap = tree["slippingGap"].Number ?? defaults.SlippingGap,
            NewDays = tree["newDays"].Whole ?? defaults.NewDays,
        };
    }

    private static ModeSettings? Mode(SettingsTree modes, string name, ModeSettings defaults, List<string> problems)
    {
        if (!modes.Has(name)) return null;
        var mode = modes[name];
        var path = mode["path"].Text;
        if (path is not (null or "restart" or "overlap")) problems.Add($"attribution.modes.{name}.path: '{path}' is not a path; expected restart or overlap");
        return new ModeSettings(mode.Has("windowDays") ? mode["windowDays"].Number : defaults.WindowDays, path == "overlap" ? OrderPath.Overlap : OrderPath.Restart);
    }

    private static ModelSettings Model(SettingsTree model)
    {
        var parameters = model.Members.Where(member => member.Tree.Number is not null).ToDictionary(member => member.Name, member => member.Tree.Number!.Value);
        var settings = new ModelSettings { Type = model["type"].Text!, Parameters = parameters };
        return model["name"].Text is { } name ? settings with { Name = name } : settings;
    }
}
