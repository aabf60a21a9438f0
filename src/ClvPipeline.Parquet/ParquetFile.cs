using System.Buffers;
using System.Buffers.Binary;
using ClvPipeline.Parquet.Compression;
using ClvPipeline.Parquet.Format;
using ClvPipeline.Parquet.Reading;
using Microsoft.Win32.SafeHandles;

namespace ClvPipeline.Parquet;

/// <summary>A Parquet file opened for reading: its footer is read and checked, its columns are read one chunk at a time, side by side if wished.</summary>
public sealed class ParquetFile : IDisposable
{
    private const int Tail = 8;
    private readonly FileBytes _file;
    private readonly Footer _footer;
    private readonly Dictionary<string, ParquetColumn> _byName = new(StringComparer.Ordinal);

    private ParquetFile(string path, FileBytes file)
    {
        Path = path;
        _file = file;
        var length = file.Length;
        var place = new Place(path);
        if (length == 0) throw place.Error("the file is empty");
        if (length < 4 + Tail) throw place.Error($"this is not a Parquet file: it is only {length} bytes long");
        Span<byte> edge = stackalloc byte[Tail];
        _file.Read(edge[..4], 0, place);
        if (edge[..4].SequenceEqual("PARE"u8)) throw place.Error(Encrypted("the file"));
        if (!edge[..4].SequenceEqual("PAR1"u8)) throw place.Error("this is not a Parquet file: it does not begin with PAR1");
        _file.Read(edge, length - Tail, place);
        if (edge[4..].SequenceEqual("PARE"u8)) throw place.Error(Encrypted("the file"));
        if (!edge[4..].SequenceEqual("PAR1"u8)) throw place.Error("the file is cut short or damaged: it does not end with PAR1");
        var size = BinaryPrimitives.ReadUInt32LittleEndian(edge);
        if (size == 0 || size > length - 4 - Tail || size > int.MaxValue / 2) throw place.Error($"the file is cut short or damaged: its footer of {size} bytes does not fit into its {length} bytes");
        var start = length - Tail - size;
        var bytes = ArrayPool<byte>.Shared.Rent((int)size);
        try
        {
            _file.Read(bytes.AsSpan(0, (int)size), start, place);
            FooterChecksum = Crc32.Of(bytes.AsSpan(0, (int)size));
            _footer = Footer.Read(bytes.AsSpan(0, (int)size), start, place);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
        foreach (var column in _footer.Columns.Concat(_footer.Structures)) _byName.TryAdd(column.Name, column);
    }

    /// <summary>The path as it was given.</summary>
    public string Path { get; }

    /// <summary>The file's length in bytes.</summary>
    public long Length => _file.Length;

    /// <summary>Whether somebody has written to the file since it was opened. A reader finds that out by itself when it comes to its last row.</summary>
    public bool Changed => _file.Changed;

    /// <summary>The number of rows of all row groups.</summary>
    public long RowCount => _footer.Rows;

    /// <summary>The program that wrote the file, if it says so.</summary>
    public string? CreatedBy => _footer.CreatedBy;

    /// <summary>CRC-32 of the footer's bytes: together with length and time a fingerprint of the file.</summary>
    public uint FooterChecksum { get; }

    /// <summary>The writer's own keys and values.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _footer.Metadata;

    /// <summary>The leaf columns. Nested and unsupported ones are listed, and refused by <see cref="OpenColumn"/>.</summary>
    public IReadOnlyList<ParquetColumn> Columns => _footer.Columns;

    /// <summary>The number of row groups.</summary>
    public int RowGroupCount => _footer.Groups.Count;

    /// <summary>Opens the file at <paramref name="path"/> and reads its footer.</summary>
    /// <exception cref="ParquetException">It is missing, may not be read, is a folder, is no Parquet file, or is damaged.</exception>
    public static ParquetFile Open(string path)
    {
        if (Directory.Exists(path)) throw new ParquetException(path, "this is a folder, not a Parquet file");
        SafeFileHandle? handle = null;
        try
        {
            handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return new ParquetFile(path, new FileBytes(handle));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ParquetException(path, "there is no such file", inner: e);
        }
        catch (UnauthorizedAccessException e)
        {
            handle?.Dispose();
            throw new ParquetException(path, "the file may not be read (no permission)", inner: e);
        }
        catch
        {
            handle?.Dispose();
            throw;
        }
    }

    /// <summary>The leaf column of this name or dotted path, or null. The name of a structure, list or map gives a column that cannot be opened, but says what it is.</summary>
    public ParquetColumn? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The number of rows of a row group.</summary>
    public long RowsIn(int rowGroup) => _footer.Groups[rowGroup].Rows;

    /// <summary>Opens one column of one row group. Any number may be open at once, each used by one thread at a time.</summary>
    /// <exception cref="ParquetException">The column is nested, encrypted, of an unsupported type or compressed with an unsupported codec.</exception>
    public ColumnReader OpenColumn(int rowGroup, ParquetColumn column)
    {
        ArgumentNullException.ThrowIfNull(column);
        var group = _footer.Groups[rowGroup];
        var refusal = column.Kind switch
        {
            ParquetKind.Nested => $"its type is {column.TypeName}, and only single values are read",
            ParquetKind.Unsupported => $"its type {column.TypeName} is not supported",
            _ => Refusal(group.Chunks[column.Index]),
        };
        if (refusal is not null) throw new ParquetException(Path, $"the column cannot be read: {refusal}", column.Name, rowGroup);
        return new ColumnReader(OpenPages(rowGroup, column), column, group.Rows);
    }

    /// <summary>The bare pages of a column, to measure what they cost.</summary>
    internal PageSource OpenPages(int rowGroup, ParquetColumn column) => new(_file, _footer.Groups[rowGroup].Chunks[column.Index], new Place(Path, column.Name, rowGroup));

    /// <summary>What a row group says of the values of a column; nothing where it says nothing that may be believed.</summary>
    public ParquetStatistics Statistics(int rowGroup, ParquetColumn column)
    {
        ArgumentNullException.ThrowIfNull(column);
        var group = _footer.Groups[rowGroup];
        var stored = column.Index < 0 ? null : group.Chunks[column.Index].Statistics;
        return stored?.Of(column, group.Rows, _footer.Ordered(column.Index)) ?? new ParquetStatistics(null, null, null);
    }

    // A setting for keys would be of no use: what else could be asked to read it (Parquet.Net 6.1) knows Parquet's encryption by name only.
    private static string Encrypted(string what) => $"{what} is encrypted, and neither clv nor Parquet.Net decrypts Parquet; expected what was written without encryption: write it again without keys, onto an encrypted disk where it is secret";

    private static string? Refusal(ColumnChunk chunk) =>
        chunk.Encrypted ? Encrypted("it")
        : chunk.Elsewhere ? "its data lies in another file, which is not supported"
        : !chunk.Described ? "the footer does not say where its data is"
        : Codec.Refusal(chunk.Codec);

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();
}
