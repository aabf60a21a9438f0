using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace ClvPipeline.Storage;

/// <summary>A run in the queue of a folder: <c>requests/&lt;run_id&gt;.json</c>, and <c>requests/done/&lt;run_id&gt;.json</c> once it has ended.</summary>
internal sealed record FolderRequest
{
    public required string RunId { get; init; }
    public required string Pipeline { get; init; }
    public required DateOnly AsOf { get; init; }
    public required string Status { get; init; }
    public long Attempt { get; init; }
    public required string Trigger { get; init; }
    public string? RequestedBy { get; init; }
    public string? Note { get; init; }
    public required DateTimeOffset RequestedAt { get; init; }
    public DateTimeOffset? StartedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; init; }
    public required string Parameters { get; init; }
    public required string ParametersHash { get; init; }
    public required bool MayPublish { get; init; }
    public DateTimeOffset? ScheduledFor { get; init; }
    public string? Worker { get; init; }
    public int Deaths { get; init; }
    public int Faults { get; init; }
    public DateTimeOffset? WakeAt { get; init; }
    public DateTimeOffset? CancelRequestedAt { get; init; }
    public string? CancelledBy { get; init; }
    public string? Error { get; init; }

    [JsonIgnore]
    public bool IsOver => Status is not ("queued" or "running");

    [JsonIgnore]
    public RunWish Wish => new()
    {
        Pipeline = Pipeline, AsOf = AsOf, Parameters = Parameters, ParametersHash = ParametersHash, Trigger = Trigger, RequestedBy = RequestedBy, Note = Note, MayPublish = MayPublish, ScheduledFor = ScheduledFor,
    };

    public static FolderRequest Of(RunWish wish, string runId, DateTimeOffset now) => new()
    {
        RunId = runId, Pipeline = wish.Pipeline, AsOf = wish.AsOf, Status = "queued", Trigger = wish.Trigger, RequestedBy = wish.RequestedBy, Note = wish.Note, RequestedAt = now,
        Parameters = wish.Parameters, ParametersHash = wish.ParametersHash, MayPublish = wish.MayPublish, ScheduledFor = wish.ScheduledFor,
    };

    /// <summary>Whether it is the same request.</summary>
    public bool Is(RunWish wish) => Pipeline == wish.Pipeline && AsOf == wish.AsOf && ParametersHash == wish.ParametersHash;

    /// <summary>Reads one; null where there is none, or none that is whole.</summary>
    public static FolderRequest? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<FolderRequest>(File.ReadAllBytes(path), ResultJson.Options);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Its entry in the list of runs, with how far it is.</summary>
    public RunEntry Entry(string folder, string progressPath)
    {
        var run = JsonSerializer.SerializeToNode(this, ResultJson.Options)!.AsObject();
        run["parameters"] = JsonNode.Parse(Parameters);
        run["is_current"] = false;
        foreach (var (name, value) in run.ToList())
            if (name.EndsWith("_at", StringComparison.Ordinal) && value is JsonValue cell && cell.TryGetValue<DateTimeOffset>(out var instant)) run[name] = instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        if (Status == "running" && Progress(progressPath) is { } progress)
            foreach (var (name, value) in progress.ToList()) run[name] = value?.DeepClone();
        // Read once more, so that every value is of the kind that one of a file is.
        return new RunEntry(RunId, folder, JsonNode.Parse(run.ToJsonString())!.AsObject(), null);
    }

    private static JsonObject? Progress(string path)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllBytes(path)) as JsonObject;
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return null;
        }
    }
}
