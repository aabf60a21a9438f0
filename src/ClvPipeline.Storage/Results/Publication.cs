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
        // The usual answer of a new folder, asked for several times: as an exception it takes milliseconds.
        if (!File.Exists(path)) return null;
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

        Write(outFolder, next, force);
        return true;
    }

    /// <summary>Shows a run that is kept, whatever is shown now; a pin is lifted. What is shown already stays as it is.</summary>
    /// <exception cref="BadInputException">The run has not succeeded.</exception>
    public static Publication Publish(string outFolder, RunEntry run, DateTimeOffset now)
    {
        if (run.Problem is { } problem) throw new BadInputException($"run {run.RunId}: {problem}");
        if (run is not { Status: "succeeded", AsOf: { } asOf, Pipeline: { } pipeline } || run.Run["orders"] is not { } orders) throw new BadInputException($"run {run.RunId}: {run.Status}; only a run that has succeeded can be published");
        using var turn = TakeTurn(outFolder);
        if (Readable(outFolder) is { PinnedThrough: null } shown && shown.RunId == run.RunId) return shown;
        var next = new Publication(run.RunId, asOf, pipeline, now, (long)orders);
        Write(outFolder, next, force: true);
        return next;
    }

    /// <summary>Shows the run that was shown before this one and is still there, and pins it: no run up to the as-of date that is left moves the pointer by itself.</summary>
    /// <exception cref="BadInputException">There is nothing to go back to.</exception>
    public static Publication Rollback(string outFolder, DateTimeOffset now)
    {
        // Asked before the turn is taken, too: its lock needs the folder.
        if (Current(outFolder) is null) throw new BadInputException($"{outFolder}: nothing is published, so there is nothing to go back from");
        using var turn = TakeTurn(outFolder);
        var shown = Current(outFolder)!;
        var before = PublicationHistory.Read(outFolder);
        var at = before.FindLastIndex(run => run.RunId != shown.RunId && Directory.Exists(Path.Combine(outFolder, "runs", run.RunId)));
        if (at < 0) throw new BadInputException($"{outFolder}: no run that was shown before {shown.RunId} is there any more, so there is nothing to go back to");
        var next = before[at] with { PublishedAt = now, PinnedThrough = shown.PinnedThrough > shown.AsOf ? shown.PinnedThrough : shown.AsOf };
        Place(outFolder, next);
        PublicationHistory.Write(outFolder, before[..at]);
        return next;
    }

    // What is shown now is remembered first: were it the other way round, a kill in between would lose the way back.
    private static void Write(string outFolder, Publication next, bool force)
    {
        if ((force ? Readable(outFolder) : Current(outFolder)) is { } shown && shown.RunId != next.RunId) PublicationHistory.Add(outFolder, shown with { PinnedThrough = null });
        Place(outFolder, next);
    }

    private static void Place(string outFolder, Publication next)
    {
        var path = FilePath(outFolder);
        var beside = path + ".new";
        OutputFile.Write(beside, file => JsonSerializer.Serialize(file, next, ResultJson.Options));
        OutputFile.Guard(path, () => File.Move(beside, path, overwrite: true));
        DurableFolder.Flush(outFolder);
    }

    // By force a damaged pointer is written anew.
    private static Publication? Readable(string outFolder)
    {
        try
        {
            return Current(outFolder);
        }
        catch (BadInputException)
        {
            return null;
        }
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
