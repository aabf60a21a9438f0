namespace ClvPipeline.Jobs.Generate;

/// <summary>
/// The folder to fill. Everything is written into a hidden folder within it and renamed up at the end, the settings last: who sees <c>clv.json</c> sees a whole shop.
/// </summary>
internal sealed class OutFolder
{
    private const string Hidden = ".writing";
    private const string Settings = "clv.json";
    private readonly string _hidden;

    private OutFolder(string path) => (FullPath, _hidden) = (path, Path.Combine(path, Hidden));

    public string FullPath { get; }

    /// <summary>Opens a folder that is missing, empty, or was left half-written; any other is refused.</summary>
    public static OutFolder Open(string path)
    {
        var folder = new OutFolder(Path.GetFullPath(path));
        if (File.Exists(folder.FullPath))
        {
            throw new BadInputException($"{folder.FullPath} is a file: expected a folder that is missing or empty");
        }
        Directory.CreateDirectory(folder.FullPath);
        var found = Directory.EnumerateFileSystemEntries(folder.FullPath).Select(Path.GetFileName).FirstOrDefault(name => name != Hidden);
        if (found is not null)
        {
            throw new BadInputException($"{folder.FullPath} is not empty (it holds {found}): expected a folder that is missing or empty, so that nothing is overwritten");
        }
        if (Directory.Exists(folder._hidden))
        {
            Directory.Delete(folder._hidden, recursive: true);
        }
        Directory.CreateDirectory(folder._hidden);
        return folder;
    }

    /// <summary>A new file, not yet visible, by its name relative to the folder.</summary>
    public FileStream Create(string name)
    {
        var path = Path.Combine(_hidden, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16);
    }

    /// <summary>Makes all files visible; returns their size in bytes.</summary>
    public long Publish()
    {
        var bytes = new DirectoryInfo(_hidden).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
        foreach (var entry in Directory.EnumerateFileSystemEntries(_hidden).OrderBy(entry => Path.GetFileName(entry) == Settings))
        {
            Directory.Move(entry, Path.Combine(FullPath, Path.GetFileName(entry)));
        }
        Directory.Delete(_hidden);
        return bytes;
    }
}
