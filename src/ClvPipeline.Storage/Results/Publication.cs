using System.Text.Json;
using System.Text.Json.Serialization;

namespace ClvPipeline.Storage;

/// <summary>The pointer of an output folder, <c>current.json</c>: which run its readers see.</summary>
/// <param name="RunId">The run.</param>
/// <param name="AsOf">The last local day that it counts.</param>
/// <param name="Pipeline">The schedule that it belongs to.</param>
/// <param name="PublishedAt">When the pointer was moved to it.</param>
/// <param name="Orders">Its number of orders, which the next run is measured against.</param>
public sealed record Publication(string RunId, DateOnly AsOf, string Pipeline, DateTimeOffset PublishedAt, long Orders)
{
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(30);

    /// <summary>After a rollback: runs up to this as-of date do not move the pointer by themselves. Null: nothing is pinned.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateOnly? PinnedThrough { get; init; }

    /// <summary>What readers of <paramref name="outFolder"/> see, or null if nothing is published.</summary>
    /// <exception cref="BadInputException"><c>current.json</c> is damaged.</exception>
    public static Publication? Current(string outFolder)
    {
        var path = FilePath(outFolder);
        try
        {
            return JsonSerializer.Deserialize<Publication>(File.ReadAllBytes(path), ResultJson.Options)
                ?? throw new BadInputException($"{path} holds null; expected run_id, as_of, pipeline, published_at, orders");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException e)
        {
            throw new BadInputException($"{path} is damaged: {e.Message} Expected run_id, as_of, pipeline, published_at, orders; publish a run by force to write it anew", e);
        }
    }

    /// <summary>Moves the pointer, unless it shows a later as-of date or is pinned. A reader sees the old one or the new one.</summary>
    /// <param name="outFolder">The output folder.</param>
    /// <param name="next">What to show.</param>
    /// <param name="force">Moves in any case, also over a damaged pointer.</param>
    /// <returns>Whether it moved.</returns>
    /// <exception cref="BadInputException">There is no such run, the folder cannot be written to, or the pointer is damaged.</exception>
    /// <exception cref="IOException">The disk is full or away, or others kept publishing for half a minute.</exception>
    public static bool Move(string outFolder, Publication next, bool force = false)
    {
        RunIds.Check(next.RunId);
        if (!Directory.Exists(Path.Combine(outFolder, "runs", next.RunId))) throw new BadInputException($"run {next.RunId}: no such run in {Path.GetFullPath(outFolder)}, so it cannot be published");
        using var turn = TakeTurn(outFolder);
        if (!force && Current(outFolder) is { } shown && (next.AsOf < shown.AsOf || next.AsOf <= shown.PinnedThrough)) return false;

        var path = FilePath(outFolder);
        var beside = path + ".new";
        OutputFile.Write(beside, file => JsonSerializer.Serialize(file, next, ResultJson.Options));
        OutputFile.Guard(path, () => File.Move(beside, path, overwrite: true));
        DurableFolder.Flush(outFolder);
        return true;
    }

    private static FileLock TakeTurn(string outFolder)
    {
        FileLock? taken = null;
        var path = Path.Combine(outFolder, ".publication.lock");
        OutputFile.Guard(path, () => taken = FileLock.Take(path, Turn));
        return taken!;
    }

    private static string FilePath(string outFolder) => Path.Combine(outFolder, "current.json");
}
