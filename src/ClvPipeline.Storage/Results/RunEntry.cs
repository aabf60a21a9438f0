using System.Text.Json;
using System.Text.Json.Nodes;

namespace ClvPipeline.Storage;

/// <summary>A finished run of an output folder, as its <c>run.json</c> tells it.</summary>
/// <param name="RunId">The run: the folder's name.</param>
/// <param name="Folder">Where its tables are.</param>
/// <param name="Run">What <c>run.json</c> says; empty if it cannot be read.</param>
/// <param name="Problem">Why it cannot be read, or null.</param>
public sealed record RunEntry(string RunId, string Folder, JsonObject Run, string? Problem)
{
    /// <summary>What became of it.</summary>
    public string? Status => Text("status");

    /// <summary>The schedule that it belongs to.</summary>
    public string? Pipeline => Text("pipeline");

    /// <summary>The last local day that it counts.</summary>
    public DateOnly? AsOf => DateOnly.TryParseExact(Text("as_of"), "yyyy-MM-dd", out var date) ? date : null;

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset? RequestedAt => Instant("requested_at");

    /// <summary>The text of a property, or null if there is no such text.</summary>
    public string? Text(string property) => Run[property] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>The instant of a property, or null if there is no such instant.</summary>
    public DateTimeOffset? Instant(string property) => Run[property] is JsonValue value && value.TryGetValue<DateTimeOffset>(out var instant) ? instant : null;

    /// <summary>Reads the <c>run.json</c> of a run's folder; a damaged one is an entry with a problem.</summary>
    public static RunEntry Read(string folder)
    {
        var runId = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
        var path = Path.Combine(folder, "run.json");
        try
        {
            return JsonNode.Parse(File.ReadAllBytes(path), documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false }) is JsonObject run
                ? new RunEntry(runId, folder, run, null)
                : new RunEntry(runId, folder, [], $"{path} does not hold an object");
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return new RunEntry(runId, folder, [], $"{path} cannot be read: {e.Message}");
        }
    }
}
