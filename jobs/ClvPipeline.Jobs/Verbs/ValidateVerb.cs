using System.Text.Json.Nodes;
using ClvPipeline.Storage;

namespace ClvPipeline.Jobs;

/// <summary><c>clv validate</c>: whether a run could begin.</summary>
internal static class ValidateVerb
{
    public static Verb Create(CliHost host)
    {
        var source = new SettingsOptions();
        var json = VerbOption.Flag("--json", "Prints one JSON object instead.");
        return new Verb("validate", "Reads and checks settings and the columns of the inputs; computes nothing.",
            ["clv validate # before the first night", "clv validate --config shop/clv.json --json # in a deployment script"],
            [source.Config, source.Sets, json],
            parsed => Run(source.Load(parsed, host), parsed.GetValue(json), host));
    }

    /// <summary>Opens the inputs and says what was found.</summary>
    private static int Run(LoadedSettings settings, bool json, CliHost host)
    {
        _ = settings.Warehouse(); // a connection that nobody has named yet; whether the server is there is not asked
        using var inputs = RunInputs.Open(settings, host.Cancellation);
        Pipeline.Check(inputs.Inputs, settings.Run, AsOfDate.Of(settings.AsOf, settings.Run.TimeZone, host.Clock.GetUtcNow()));
        if (json) host.Out.WriteLine(JsonText.Of(Json(settings, inputs)));
        else Write(settings, inputs, host);
        return ExitCode.Ok;
    }

    private static void Write(LoadedSettings settings, SourceInputs inputs, CliHost host)
    {
        foreach (var dataset in inputs.Datasets)
        {
            host.Out.WriteLine($"{dataset.Name}: {PrintedColumn.Plain(dataset.Found)}");
            foreach (var (column, type) in Types(dataset)) host.Out.WriteLine($"  {column,-14}{type}");
        }

        var run = settings.Run;
        host.Out.WriteLine("settings:");
        host.Out.WriteLine($"  {"currency",-14}{run.Currency}");
        host.Out.WriteLine($"  {"time zone",-14}{run.TimeZone}");
        host.Out.WriteLine($"  {"CLV model",-14}{run.Clv.Model}");
        host.Out.WriteLine($"  {"modes",-14}{Modes(run.Attribution)}");
        for (var i = 0; i < run.Attribution.Models.Count; i++) host.Out.WriteLine($"  {(i == 0 ? "models" : ""),-14}{run.Attribution.Models[i].Name}");
        host.Out.WriteLine("Nothing is wrong with settings and columns.");
    }

    private static JsonObject Json(LoadedSettings settings, SourceInputs inputs)
    {
        var datasets = new JsonObject();
        foreach (var dataset in inputs.Datasets)
        {
            var columns = new JsonObject();
            foreach (var (column, type) in Types(dataset)) columns[column] = type;
            datasets[dataset.Name] = dataset is ParquetDataset
                ? new JsonObject { ["rows"] = dataset.Rows, ["files"] = dataset.Fingerprints.Count, ["columns"] = columns }
                : new JsonObject { ["expected_rows"] = dataset.Rows, ["columns"] = columns };
        }

        return new JsonObject { ["status"] = "valid", ["exit_code"] = ExitCode.Ok, ["parameters_hash"] = settings.ParametersHash, ["parameters"] = JsonNode.Parse(settings.ParametersJson), ["datasets"] = datasets };
    }

    /// <summary>The columns that a run would read, with the types of the first part that has them.</summary>
    private static IEnumerable<(string Column, string Type)> Types(ISourceDataset dataset) => KnownSettings.Columns(dataset.Name)
        .Select(column => (column, dataset.Parts.Select(part => part.TypeOf(column)).FirstOrDefault(type => type is not null)?.Name))
        .Where(column => column.Name is not null)!;

    private static string Modes(AttributionSettings attribution) => string.Join(", ",
        new[] { ("acquisition", attribution.Acquisition), ("order", attribution.Order), ("lifetime", attribution.Lifetime) }.Where(mode => mode.Item2 is not null).Select(mode => mode.Item1));
}
