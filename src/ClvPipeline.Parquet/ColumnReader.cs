using System.Buffers;
using System.Runtime.InteropServices;
using ClvPipeline.Parquet.Encodings;
using ClvPipeline.Parquet.Format;
using ClvPipeline.Parquet.Reading;

namespace ClvPipeline.Parquet;

/// <summary>
/// Reads one column of one row group from its first row to its last, in the reading that its <see cref="ParquetKind"/> has.
/// Used by one thread at a time. Every reading throws <see cref="ParquetException"/> where the data is damaged or uses what the codec does not know.
/// </summary>
public sealed class ColumnReader : IDisposable
{
    // Text without a dictionary is handed over in blocks of this many rows, so that its bytes stay in the cache.
    private const int TextBlock = 4096;
    private readonly PageSource _pages;
    private readonly ParquetColumn _column;
    private readonly Decoders _decoders;
    private readonly Validity _validity;
    private readonly ByteBlock _block = new() { Borrows = true };
    private readonly byte[] _valid;
    private PageValues _values = null!;
    private int _rowsInPage;
    private bool _valuesAreDictionary;
    private bool _disposed;

    internal ColumnReader(PageSource pages, ParquetColumn column, long rows)
    {
        (_pages, _column, RowsLeft) = (pages, column, rows);
        _decoders = new Decoders(column, pages.Place);
        _validity = new Validity(column.Levels, pages.Place);
        _valid = column.Kind is ParquetKind.Text or ParquetKind.Binary ? ArrayPool<byte>.Shared.Rent(TextBlock) : [];
    }

    /// <summary>What is read.</summary>
    public ParquetColumn Column => _column;

    /// <summary>Rows that have not been read yet.</summary>
    public long RowsLeft { get; private set; }

    /// <summary>The byte strings that the last codes refer to; good until the next <see cref="ReadCodes"/>.</summary>
    public ByteValues Values => _valuesAreDictionary ? _decoders.Dictionary.Bytes : _block.Values;

    /// <summary>Changes whenever <see cref="Values"/> does: while it stays, codes mean what they meant.</summary>
    public int Generation { get; private set; }

    /// <summary>
    /// Reads whole numbers: Integer, Boolean (1 and 0), Date (days since 1970), Time and Timestamp (in the column's own unit; INT96 in microseconds since 1970),
    /// and the unscaled number of a Decimal of up to 18 digits. An Integer of 64 bits without a sign must fit into 63.
    /// </summary>
    /// <param name="values">Filled as far as there are rows; 0 where null.</param>
    /// <param name="valid">As long as <paramref name="values"/>; 1 where there is a value, 0 where null.</param>
    /// <returns>The rows read: the length asked for, or what was left.</returns>
    public int Read(Span<long> values, Span<byte> valid)
    {
        if (_column.Wide && _column.Kind == ParquetKind.Integer) return ReadUnsigned(values, valid);
        var fits = _column.Kind is ParquetKind.Integer or ParquetKind.Boolean or ParquetKind.Date or ParquetKind.Time or ParquetKind.Timestamp or ParquetKind.Decimal && !_column.Wide;
        return Read(values, valid, fits);
    }

    /// <summary>Reads Real columns; otherwise like the reading of whole numbers.</summary>
    public int Read(Span<double> values, Span<byte> valid) => Read(values, valid, _column.Kind == ParquetKind.Real);

    /// <summary>Reads an Integer, the unscaled number of a Decimal, or the 128 bits of a Uuid (its first byte is the highest); otherwise like the reading of whole numbers.</summary>
    public int Read(Span<Int128> values, Span<byte> valid)
    {
        if (_column.Kind is not (ParquetKind.Decimal or ParquetKind.Integer) || _column.Wide) return Read(values, valid, _column.Wide || _column.Kind == ParquetKind.Uuid);
        Span<long> narrow = stackalloc long[256];
        var done = 0;
        while (done < values.Length && RowsLeft > 0)
        {
            var n = Read(narrow[..Math.Min(narrow.Length, values.Length - done)], valid[done..]);
            for (var i = 0; i < n; i++) values[done + i] = narrow[i];
            done += n;
        }
        return done;
    }

    private int ReadUnsigned(Span<long> values, Span<byte> valid)
    {
        Span<Int128> wide = stackalloc Int128[256];
        var done = 0;
        while (done < values.Length && RowsLeft > 0)
        {
            var n = Read(wide[..Math.Min(wide.Length, values.Length - done)], valid[done..]);
            for (var i = 0; i < n; i++) values[done + i] = wide[i] <= long.MaxValue ? (long)wide[i] : throw _pages.Place.Error($"the unsigned value {wide[i]} does not fit into 63 bits");
            done += n;
        }
        return done;
    }

    /// <summary>
    /// Reads Text and Binary as codes into <see cref="Values"/>, -1 where null. May fill fewer rows than asked for where the values change, but at least one while any are left.
    /// </summary>
    /// <returns>The rows read.</returns>
    public int ReadCodes(Span<int> codes)
    {
        Demand(_column.Kind is ParquetKind.Text or ParquetKind.Binary, "codes");
        var done = 0;
        while (done < codes.Length && RowsLeft > 0)
        {
            var some = codes.Slice(done, Math.Min(TextBlock, Available(codes.Length - done)));
            if (_values is not DictionaryValues dictionary)
            {
                if (done > 0) break;
                return ReadBlock(some);
            }
            if (!_valuesAreDictionary)
            {
                if (done > 0) break;
                _valuesAreDictionary = true;
                Generation++;
            }
            var valid = _valid.AsSpan(0, some.Length);
            var present = _validity.All ? some.Length : _validity.Read(valid);
            dictionary.Read(some[..present]);
            if (present < some.Length) Nulls.Spread(some, valid, present);
            Took(some.Length);
            done += some.Length;
        }
        return done;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        _pages.Dispose();
        _decoders.Dispose();
        _block.Dispose();
        _validity.Dispose();
        if (_valid.Length > 0) ArrayPool<byte>.Shared.Return(_valid);
    }

    private int ReadBlock(Span<int> codes)
    {
        var valid = _valid.AsSpan(0, codes.Length);
        var present = _validity.Read(valid);
        _valuesAreDictionary = false;
        Generation++;
        _block.Clear();
        _values.Read(present, _block);
        for (var i = 0; i < present; i++) codes[i] = i;
        if (present < codes.Length) Nulls.Spread(codes, valid, present);
        Took(codes.Length);
        return codes.Length;
    }

    private int Read<T>(Span<T> values, Span<byte> valid, bool fits) where T : struct
    {
        Demand(fits, typeof(T).Name);
        if (valid.Length < values.Length) throw new ArgumentException("there must be a place in 'valid' for every value", nameof(valid));
        var done = 0;
        while (done < values.Length && RowsLeft > 0)
        {
            var n = Available(values.Length - done);
            var some = values.Slice(done, n);
            var present = _validity.Read(valid.Slice(done, n));
            Decode(some[..present]);
            if (present < n) Nulls.Spread(some, valid.Slice(done, n), present);
            Took(n);
            done += n;
        }
        return done;
    }

    private void Decode<T>(Span<T> into) where T : struct
    {
        if (into.Length == 0) return;
        if (typeof(T) == typeof(long)) _values.Read(MemoryMarshal.Cast<T, long>(into));
        else if (typeof(T) == typeof(double)) _values.Read(MemoryMarshal.Cast<T, double>(into));
        else _values.Read(MemoryMarshal.Cast<T, Int128>(into));
    }

    // Rows that the current page still has, opening the next one where it has none.
    private int Available(int wanted)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        while (_rowsInPage == 0) NextPage();
        return Math.Min(wanted, _rowsInPage);
    }

    private void Took(int rows)
    {
        _rowsInPage -= rows;
        RowsLeft -= rows;
        if (RowsLeft == 0) _pages.End();
    }

    private void NextPage()
    {
        var place = _pages.Place;
        if (!_pages.Next()) throw place.Error($"the column chunk is damaged: it ends {RowsLeft} rows early");
        ref readonly var header = ref _pages.Header;
        var body = _pages.Body;
        if (header.Type == PageType.Dictionary)
        {
            _decoders.Fill(header, body);
            return;
        }
        if (header.Values > RowsLeft) throw place.Error($"a page says it has {header.Values} rows, but only {RowsLeft} are left in the row group");
        var nulls = header.Type == PageType.DataV2 ? header.Nulls : -1;
        if (!_column.Optional)
        {
            if (nulls > 0) throw place.Error("a page says it has nulls, though its column has none");
            _validity.StartRequired();
        }
        else if (header.Type == PageType.DataV2)
        {
            _validity.Start(_pages.Levels, header.Values, nulls);
        }
        else
        {
            body = body.From(StartLevels(header, body));
        }
        _rowsInPage = header.Values;
        // Some writers leave out the values part of a page of nothing but nulls, and the dictionary of a chunk of such pages.
        _values = body.Length == 0 ? Decoders.Nothing(place) : _decoders.For(header.Encoding);
        _values.Start(body, header.Values);
    }

    // The levels of a data page v1 stand before its values; returns how many bytes they take.
    private int StartLevels(in PageHeader header, Slice body)
    {
        if (header.Levels == Encoding.BitPacked) return _validity.StartPacked(body, header.Values);
        if (header.Levels != Encoding.Rle) throw _pages.Place.Error($"levels in the encoding {Names.Of(header.Levels)} are not supported");
        var length = body.Length < 4 ? -1 : MemoryMarshal.Read<int>(body.Span);
        if (length < 0 || length > body.Length - 4) throw _pages.Place.Error("a page is damaged: its levels are longer than the page");
        _validity.Start(body.Part(4, length), header.Values, -1);
        return 4 + length;
    }

    private void Demand(bool fits, string reading)
    {
        if (!fits) throw new InvalidOperationException($"column '{_column.Name}' of type {_column.TypeName} is not read as {reading}");
    }
}
