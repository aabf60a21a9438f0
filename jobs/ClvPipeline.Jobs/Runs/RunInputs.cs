using System.Buffers;
using System.Text;
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
    public static string Json(SourceInputs inputs)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(text, new JsonWriterOptions { Encoder = Plain.Encoder }))
        {
            writer.WriteStartObject();
            foreach (var dataset in inputs.Datasets)
            {
                writer.WriteStartArray(dataset.Name);
                // Each by the type that it has: asked to find that out, the serialiser looks at all that the type comes from.
                foreach (var input in dataset.Fingerprints) JsonSerializer.Serialize(writer, input, input.GetType(), Plain);
                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

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
