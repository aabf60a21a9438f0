using System.Text.Json;

namespace ClvPipeline.Storage;

/// <summary>The files of a folder's queue, <c>&lt;out&gt;/requests/</c>. Whoever changes one has the turn; readers see the old one or the new one.</summary>
internal sealed class RequestFolder(string outFolder)
{
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(30);
    private readonly string _requests = Path.Combine(outFolder, "requests");

    private string Done => Path.Combine(_requests, "done");

    private string Workers => Path.Combine(_requests, "workers");

    /// <summary>Where the progress of a run is told.</summary>
    public string ProgressPath(string runId) => Path.Combine(_requests, $"{runId}.progress");

    /// <summary>The lock that whoever has a run holds.</summary>
    public FileLock? TryHold(string runId) => FileLock.TryTake(Path.Combine(_requests, $"{runId}.held"));

    /// <summary>Does something while nobody else changes anything.</summary>
    public T InTurn<T>(Func<T> change)
    {
        OutputFile.Folder(_requests);
        FileLock? turn = null;
        OutputFile.Guard(_requests, () => turn = FileLock.Take(Path.Combine(_requests, ".lock"), Turn));
        using (turn) return change();
    }

    /// <summary>Those that wait or run, the earliest request first. One that was written down as ended has, also where whoever did so died before its first file was gone.</summary>
    public List<FolderRequest> Open() => [.. Files(_requests, "*.json").Select(FolderRequest.Read).OfType<FolderRequest>().Where(request => !File.Exists(DonePath(request.RunId)))
        .OrderBy(request => request.RequestedAt).ThenBy(request => request.RunId, StringComparer.Ordinal)];

    /// <summary>Those that have ended, of an as-of date or of all.</summary>
    public IEnumerable<FolderRequest> Over() => Files(Done, "*.json").Select(FolderRequest.Read).OfType<FolderRequest>();

    /// <summary>One of them, whatever has become of it.</summary>
    public FolderRequest? Find(string runId)
    {
        var open = FolderRequest.Read(OpenPath(runId));
        return FolderRequest.Read(DonePath(runId)) ?? open;
    }

    /// <summary>Writes one down; one that has ended goes to the others that have.</summary>
    public void Write(FolderRequest request)
    {
        if (request.IsOver) OutputFile.Folder(Done);
        var target = request.IsOver ? DonePath(request.RunId) : OpenPath(request.RunId);
        OutputFile.Write(target + ".new", file => JsonSerializer.Serialize(file, request, ResultJson.Options));
        OutputFile.Guard(target, () => File.Move(target + ".new", target, overwrite: true));
        if (request.IsOver) Clear(request.RunId);
    }

    /// <summary>Deletes what was left of those that have ended.</summary>
    public void Sweep()
    {
        foreach (var runId in Files(_requests, "*.json").Select(path => Path.GetFileNameWithoutExtension(path)).Where(runId => File.Exists(DonePath(runId))).ToList())
            InTurn(() =>
            {
                Clear(runId);
                return true;
            });
    }

    /// <summary>Says that a worker is at work until it is disposed of, or dies.</summary>
    public IDisposable Attend(string worker)
    {
        OutputFile.Folder(Workers);
        var path = Path.Combine(Workers, $"{string.Concat(worker.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-'))}.lock");
        return FileLock.TryTake(path) ?? throw new IOException($"{path} is held: another worker has the same name");
    }

    /// <summary>Whether some worker is at work.</summary>
    public bool HasWorkers()
    {
        foreach (var path in Files(Workers, "*.lock"))
        {
            using var free = FileLock.TryTake(path);
            if (free is null) return true;
            File.Delete(path);
        }

        return false;
    }

    private string OpenPath(string runId) => Path.Combine(_requests, $"{runId}.json");

    private string DonePath(string runId) => Path.Combine(Done, $"{runId}.json");

    // The request itself last: while it is there, the sweep of whoever comes next finds what a process that died in here has left.
    private void Clear(string runId)
    {
        File.Delete(ProgressPath(runId));
        File.Delete(Path.Combine(_requests, $"{runId}.held"));
        File.Delete(OpenPath(runId));
    }

    private static string[] Files(string folder, string pattern) => Directory.Exists(folder) ? Directory.GetFiles(folder, pattern) : [];
}
