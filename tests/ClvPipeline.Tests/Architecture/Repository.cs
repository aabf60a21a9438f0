using ClvPipeline.Tests.Parquet;

namespace ClvPipeline.Tests.Architecture;

/// <summary>The files of the repository, without what building leaves behind.</summary>
internal static class Repository
{
    public static string Root => ReferenceFiles.Root;

    /// <summary>Every file, relative to the root, with slashes.</summary>
    public static IReadOnlyList<string> Files { get; } = [.. Walk(Root).Select(Relative).Order(StringComparer.Ordinal)];

    /// <summary>The files that people write, read as text.</summary>
    public static IEnumerable<string> TextFiles => Files.Where(file => !file.EndsWith(".parquet", StringComparison.Ordinal) && !file.EndsWith(".png", StringComparison.Ordinal));

    public static IEnumerable<string> With(string extension, string below = "") =>
        Files.Where(file => file.EndsWith(extension, StringComparison.Ordinal) && file.StartsWith(below, StringComparison.Ordinal));

    public static string Text(string file) => File.ReadAllText(Path.Combine(Root, file));

    public static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    /// <summary>The lines of any file that <paramref name="wrong"/> finds something in, as 'file:line: text'.</summary>
    public static IEnumerable<string> Lines(IEnumerable<string> files, Func<string, bool> wrong) =>
        from file in files from line in File.ReadLines(Path.Combine(Root, file)).Index() where wrong(line.Item) select $"{file}:{line.Index + 1}: {line.Item.Trim()}";

    private static IEnumerable<string> Walk(string folder)
    {
        // What git ignores by name, and git's own folder.
        var ignored = File.ReadLines(Path.Combine(Root, ".gitignore")).Where(line => line.EndsWith('/')).Select(line => line.TrimEnd('/')).Append(".git").ToHashSet();
        foreach (var file in Directory.EnumerateFiles(folder))
            if (Path.GetExtension(file) != ".user") yield return file;
        foreach (var below in Directory.EnumerateDirectories(folder).Where(below => !ignored.Contains(Path.GetFileName(below))))
            foreach (var file in Walk(below)) yield return file;
    }
}
