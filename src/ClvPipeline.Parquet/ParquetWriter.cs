using System.Text;
using ClvPipeline.Parquet.Compression.Zstd;
using ClvPipeline.Parquet.Writing;

namespace ClvPipeline.Parquet;

/// <summary>
/// Writes a Parquet file row group by row group, column by column. The same input gives the same bytes. The stream needs no seeking and stays open.
/// Without <see cref="Close"/> there is no footer, and no reader takes what was written for a whole file.
/// </summary>
public sealed class ParquetWriter : IDisposable
{
    private readonly IReadOnlyList<WriteColumn> _columns;
    private readonly WriteOptions _options;
    private readonly ChunkWriter _chunks;
    private readonly ColumnEncoder _encoder;
    private readonly List<(int Rows, WrittenChunk[] Chunks)> _groups = [];
    private readonly Stream _output;
    private WrittenChunk[] _group = [];
    private int _rows;
    private int _next;
    private bool _closed;

    /// <summary>Begins a file.</summary>
    /// <exception cref="ArgumentException">There are no columns, two of the same name, or an impossible decimal.</exception>
    public ParquetWriter(Stream output, IReadOnlyList<WriteColumn> columns, WriteOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(columns);
        if (columns.Count == 0) throw new ArgumentException("a file needs a column", nameof(columns));
        foreach (var column in columns) column.Check();
        if (columns.DistinctBy(c => c.Name).Count() < columns.Count) throw new ArgumentException("two columns have the same name", nameof(columns));
        (_output, _columns, _options) = (output, [.. columns], options ?? new WriteOptions());
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.PageRows, 1, nameof(options));
        // Files must come out on every machine, and every reader reads Snappy.
        if (_options.Codec == ParquetCodec.Zstd && !ZstdLibrary.IsThere) _options = _options with { Codec = ParquetCodec.Snappy };
        _chunks = new ChunkWriter(output, _options.Codec);
        _encoder = new ColumnEncoder(_chunks, _options.PageRows);
        _next = columns.Count;
        _chunks.Write("PAR1"u8);
    }

    /// <summary>How pages are really compressed.</summary>
    public ParquetCodec Codec => _options.Codec;

    /// <summary>Begins a row group; then every column is written once, in order.</summary>
    public void BeginRowGroup(int rows)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        EndRowGroup();
        (_rows, _next, _group) = (rows, 0, new WrittenChunk[_columns.Count]);
    }

    /// <summary>Writes the next column: Int64, Int32, Boolean, Date, TimestampMicrosUtc, or a Decimal of up to 18 digits.</summary>
    /// <param name="values">One for each row of the row group.</param>
    /// <param name="valid">1 where there is a value, 0 where null; empty where no row is null.</param>
    public void Write(ReadOnlySpan<long> values, ReadOnlySpan<byte> valid = default)
    {
        var column = Next(values.Length, valid);
        if (column.Wide || column.Type is WriteType.Double or WriteType.Text) throw Wrong(column, "whole numbers");
        Done(_encoder.Longs(column, values, valid));
    }

    /// <summary>Writes the next column: Double.</summary>
    /// <inheritdoc cref="Write(ReadOnlySpan{long}, ReadOnlySpan{byte})"/>
    public void Write(ReadOnlySpan<double> values, ReadOnlySpan<byte> valid = default)
    {
        var column = Next(values.Length, valid);
        if (column.Type != WriteType.Double) throw Wrong(column, "reals");
        Done(_encoder.Doubles(column, values, valid));
    }

    /// <summary>Writes the next column: a Decimal of more than 18 digits, or Uuid.</summary>
    /// <inheritdoc cref="Write(ReadOnlySpan{long}, ReadOnlySpan{byte})"/>
    public void Write(ReadOnlySpan<Int128> values, ReadOnlySpan<byte> valid = default)
    {
        var column = Next(values.Length, valid);
        if (!column.Wide) throw Wrong(column, "128-bit numbers");
        Done(_encoder.Wides(column, values, valid));
    }

    /// <summary>Writes the next column: Text, as codes into a list of UTF-8 strings laid end to end.</summary>
    /// <param name="codes">One for each row of the row group; -1 is null.</param>
    /// <param name="data">The bytes of all strings.</param>
    /// <param name="offsets">Where each begins, and where the last ends.</param>
    public void Write(ReadOnlySpan<int> codes, ReadOnlySpan<byte> data, ReadOnlySpan<int> offsets)
    {
        var column = Next(codes.Length, default);
        if (column.Type != WriteType.Text) throw Wrong(column, "text");
        Done(_encoder.Texts(column, codes, new ByteValues(data, offsets)));
    }

    /// <summary>Writes the next column: Text.</summary>
    public void Write(IReadOnlyList<string?> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        var codes = new int[values.Count];
        var data = new ByteSink();
        List<int> offsets = [0];
        for (var i = 0; i < codes.Length; i++)
        {
            if (values[i] is not { } value)
            {
                codes[i] = -1;
                continue;
            }
            if (!known.TryGetValue(value, out codes[i]))
            {
                known[value] = codes[i] = known.Count;
                data.Bytes(Encoding.UTF8.GetBytes(value));
                offsets.Add(data.Length);
            }
        }
        Write(codes, data.Span, offsets.ToArray());
    }

    /// <summary>Writes the footer. Only now is there a Parquet file.</summary>
    public void Close()
    {
        if (_closed) return;
        EndRowGroup();
        _closed = true;
        var footer = new ByteSink();
        FooterWriter.Write(footer, _columns, _groups, _options);
        var length = footer.Length;
        footer.I32(length);
        footer.Bytes("PAR1"u8);
        _chunks.Write(footer.Span);
        _output.Flush();
    }

    /// <summary>Ends writing. Does not write the footer: a run that failed leaves nothing that looks whole.</summary>
    public void Dispose() => _closed = true;

    private void EndRowGroup()
    {
        if (_next < _columns.Count) throw new InvalidOperationException($"the row group lacks column '{_columns[_next].Name}'");
        if (_group.Length > 0) _groups.Add((_rows, _group));
        _group = [];
    }

    private WriteColumn Next(int rows, ReadOnlySpan<byte> valid)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        if (_next == _columns.Count) throw new InvalidOperationException("begin a row group first: all columns of this one are written");
        var column = _columns[_next];
        if (rows != _rows || (valid.Length > 0 && valid.Length != rows)) throw new ArgumentException($"column '{column.Name}' has {rows} values, its row group {_rows} rows");
        return column;
    }

    private void Done(WrittenChunk chunk) => _group[_next++] = chunk;

    private static InvalidOperationException Wrong(WriteColumn column, string what) => new($"column '{column.Name}' is {column.Type}, not written as {what}");
}
