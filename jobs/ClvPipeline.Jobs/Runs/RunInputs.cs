using System.Text.Json;
using System.Text.Json.Nodes;
using ClvPipeline.Storage;

namespace ClvPipeline.Jobs;

/// <summary>The inputs of a run, as its settings name them.</summary>
internal static class RunInputs
{
    private static readonly JsonSerializerOptions Plain = new(ResultJson.Options) { WriteIndented = false };

    /// <summary>Opens them: files are found, servers asked, columns checked. No row is read yet.</summary>
    /// <exception cref="BadInputException">Files, tables or columns are missing or damaged: all problems of all datasets, a line each.</exception>
    public static SourceInputs Open(LoadedSettings settings, CancellationToken cancellation) => SourceInputs.Open([.. settings.Sources.Values], settings.BaseFolder, settings.Connections, cancellation);

    /// <summary>What was read, by dataset, as JSON.</summary>
    public static string Json(SourceInputs inputs) => JsonSerializer.Serialize(inputs.Datasets.ToDictionary(dataset => dataset.Name, dataset => dataset.Fingerprints), Plain);

    /// <summary>The same without what is another one every time a server is asked: two readings of a query are alike if they ask the same.</summary>
    public static JsonNode? Comparable(JsonNode? inputs)
    {
        foreach (var query in (inputs as JsonObject)?.SelectMany(dataset => dataset.Value as JsonArray ?? []).OfType<JsonObject>().Where(input => input.ContainsKey("query_sha256")) ?? [])
        {
            query.Remove("snapshot");
            query.Remove("rows");
        }

        return inputs;
    }
}
