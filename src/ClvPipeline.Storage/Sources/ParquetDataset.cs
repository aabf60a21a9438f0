using System.Globalization;
using ClvPipeline.Parquet;

namespace ClvPipeline.Storage;

/// <summary>
/// A dataset in Parquet files. The footers are read when it is opened, and everything that is wrong with them is told at once; a part is a row group.
/// A column that stands both in a file and in the name of a partition folder is read from the file.
/// </summary>
public sealed class ParquetDataset : ISourceDataset
{
    /// <summary>Files that stay open though nobody reads them, so that the next column of the same file is at hand.</summary>
    private const int IdleFiles = 32;

    private readonly OpenFiles _open;
    private readonly IReadOnlyList<SourceFile> _files;

    private ParquetDataset(DatasetSource source, OpenFiles open, IReadOnlyList<SourceFile> files)
    {
        (Name, TimeZone, _open, _files) = (source.Name, source.TimeZone, open, files);
        Parts = [.. files.SelectMany(Split)];
        FurtherColumns = KnownColumns.TakesFurther(source.Name) ? [.. files.SelectMany(file => file.FurtherColumns).Distinct()] : [];
    }

    /// <inheritdoc />
    public string Name { get; }

    /// <inheritdoc />
    public string? TimeZone { get; }

    /// <inheritdoc />
    public IReadOnlyList<IPart> Parts { get; }

    /// <inheritdoc />
    public IReadOnlyList<string> FurtherColumns { get; }

    /// <summary>What the files were when their footers were read, in the order of their names.</summary>
    public IReadOnlyList<InputFile> Fingerprints => [.. _files.Select(file => file.Fingerprint)];

    IReadOnlyList<object> ISourceDataset.Fingerprints => Fingerprints;

    /// <inheritdoc />
    public long Rows => _files.Sum(file => file.Fingerprint.Rows);

    /// <inheritdoc />
    public string Found => string.Create(CultureInfo.InvariantCulture, $"{Rows:N0} rows in {_files.Count:N0} {(_files.Count == 1 ? "file" : "files")}");

    /// <summary>The number of files that are open now.</summary>
    internal int OpenFileCount => _open.Count;

    /// <summary>Finds the files of <paramref name="source"/> and reads their footers.</summary>
    /// <param name="source">What the settings say.</param>
    /// <param name="baseFolder">The folder that relative paths start from.</param>
    /// <exception cref="BadInputException">Files or columns are missing or damaged; the message has a line for each problem (the first 20).</exception>
    public static ParquetDataset Open(DatasetSource source, string baseFolder)
    {
        List<string> problems = [];
        return TryOpen(source, baseFolder, problems) ?? throw new BadInputException(string.Join('\n', problems));
    }

    /// <summary>Like <see cref="Open"/>, but adds the problems to a list, so that those of several datasets can be told together, and returns null.</summary>
    public static ParquetDataset? TryOpen(DatasetSource source, string baseFolder, ICollection<string> problems)
    {
        var found = new ProblemList(source.Name);
        ColumnCheck.Mapping(source, found);
        var names = KnownColumns.Of(source.Name).Select(column => KeyValuePair.Create(column.Name, source.Columns.GetValueOrDefault(column.Name, column.Name))).ToList();
        var open = new OpenFiles(IdleFiles);
        var files = new List<SourceFile>();
        foreach (var file in FileSearch.Find(source.Parquet, baseFolder, found))
            if (Look(file, open, names, source, found) is { } looked) files.Add(looked);
        ColumnCheck.Presence(source, files, found);
        if (found.None) return new ParquetDataset(source, open, files);
        open.Dispose();
        foreach (var sentence in found.Sentences()) problems.Add(sentence);
        return null;
    }

    /// <summary>Looks at every file again and names those that are not what they were when their footers were read, each with its dataset in a sentence. Empty: the run read what it says it read.</summary>
    public IReadOnlyList<string> ChangedSince() => [.. _files.Where(Changed).Select(file => $"sources.{Name}: {file.Name} changed while it was read")];

    /// <inheritdoc />
    public void Dispose() => _open.Dispose();

    private static SourceFile? Look(FoundFile found, OpenFiles open, List<KeyValuePair<string, string>> names, DatasetSource source, ProblemList problems)
    {
        try
        {
            var modified = Modified(found.FullPath);
            using var lease = open.Rent(found.FullPath);
            var file = new SourceFile(found, modified, lease.File, names, KnownColumns.TakesFurther(source.Name), source.SecondReader);
            if (file.Groups.FirstOrDefault(rows => rows > int.MaxValue) is > 0 and var rows) problems.Add($"{found.Name} has a row group of {rows} rows; expected at most {int.MaxValue}");
            return file;
        }
        catch (Exception e) when (e is ParquetException or BadInputException or IOException or UnauthorizedAccessException)
        {
            problems.Add(e is ParquetException or BadInputException ? e.Message : $"{found.Name} cannot be read: {e.Message}");
            return null;
        }
    }

    private static bool Changed(SourceFile file)
    {
        var (path, was) = (file.FullPath, file.Fingerprint);
        if (!File.Exists(path) || Modified(path) != was.ModifiedAt) return true;
        try
        {
            using var now = ParquetFile.Open(path);
            return now.Length != was.Length || now.FooterChecksum != was.FooterChecksum;
        }
        catch (ParquetException)
        {
            return true;
        }
    }

    private static DateTimeOffset Modified(string path) => new(File.GetLastWriteTimeUtc(path), TimeSpan.Zero);

    private IEnumerable<IPart> Split(SourceFile file)
    {
        var first = 1L;
        for (var group = 0; group < file.Groups.Count; group++)
        {
            // Some writers end with an empty row group; there is nothing to read in it.
            if (file.Groups[group] > 0) yield return new ParquetPart(Name, _open, file, group, first);
            first += file.Groups[group];
        }
    }
}
