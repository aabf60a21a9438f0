namespace ClvPipeline.Storage;

/// <summary>Turns a dataset's path (a file, a glob or a folder) into its files, in an order that is the same on every machine.</summary>
internal static class FileSearch
{
    /// <summary>The files; where there are none, a problem is added.</summary>
    public static IReadOnlyList<FoundFile> Find(string path, string baseFolder, ProblemList problems)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            problems.Add("parquet: the path is empty; expected a file, a glob or a folder");
            return [];
        }
        if (path.Contains("://", StringComparison.Ordinal))
        {
            problems.Add($"'{path}' is an address; expected a file, a glob or a folder of this machine");
            return [];
        }

        var full = Path.Combine(Path.GetFullPath(baseFolder), path);
        try
        {
            var (root, files) = Files(full, problems);
            return [.. files.Select(file => Describe(file, root, path, baseFolder))];
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            problems.Add($"cannot list {full}: {e.Message}");
            return [];
        }
    }

    private static (string Root, IReadOnlyCollection<string> Files) Files(string path, ProblemList problems)
    {
        var whole = Path.GetFullPath(path);
        if (File.Exists(whole)) return (Path.GetDirectoryName(whole)!, [whole]);
        if (Directory.Exists(whole))
        {
            var all = FolderWalk.All(whole);
            if (all.Count == 0) problems.Add($"no *.parquet file in the folder {whole} or below it");
            return (whole, all);
        }

        var segments = Slashes(path).Split('/');
        var wild = Array.FindIndex(segments, segment => segment.AsSpan().IndexOfAny('*', '?') >= 0);
        if (wild < 0)
        {
            problems.Add($"no file at {whole}");
            return (whole, []);
        }
        var root = Path.GetFullPath(string.Join('/', segments[..wild]) + "/");
        var found = Directory.Exists(root) ? FolderWalk.Match(Path.TrimEndingDirectorySeparator(root), [.. segments[wild..].Where(segment => segment.Length > 0)]) : [];
        if (found.Count == 0) problems.Add($"no file matches {path}{(Directory.Exists(root) ? "" : $" (there is no folder {root})")}");
        return (root, found);
    }

    private static FoundFile Describe(string file, string root, string given, string baseFolder)
    {
        var relative = Slashes(Path.GetRelativePath(Path.GetFullPath(baseFolder), file));
        var name = Path.IsPathRooted(given) && (Path.IsPathRooted(relative) || relative.StartsWith("../", StringComparison.Ordinal)) ? Slashes(file) : relative;
        var folders = Path.GetDirectoryName(Path.GetRelativePath(root, file)) ?? "";
        return new FoundFile(file, name, HivePartitions.Of(Slashes(folders)));
    }

    private static string Slashes(string path) => Path.DirectorySeparatorChar == '/' ? path : path.Replace(Path.DirectorySeparatorChar, '/');
}
