using System.Buffers.Binary;
using System.Runtime.InteropServices;
using ClvPipeline.Parquet.Format;

namespace ClvPipeline.Parquet.Writing;

/// <summary>Encodes whole columns of a row group: nulls taken out, dictionary, differences or plain, cut into pages.</summary>
internal sealed class ColumnEncoder(ChunkWriter chunks, int pageRows)
{
    private const int PageBytes = 1 << 20;
    private readonly LongDictionary _numbers = new();
    private readonly TextDictionary _texts = new();

    public WrittenChunk Longs(WriteColumn column, ReadOnlySpan<long> values, ReadOnlySpan<byte> valid)
    {
        var rows = values.Length;
        values = Dense<long>.Of(column, values, valid);
        var statistics = NumberStatistics.Of(column, values, rows - values.Length);
        chunks.Begin();
        var size = column.Type switch { WriteType.Int32 or WriteType.Date => 4, WriteType.Boolean => 0, _ => 8 };
        if (size > 0 && _numbers.TryCode(values) && Dictionary.Pays((long)size * _numbers.Count, _numbers.Count, values.Length, (long)size * values.Length))
        {
            PlainNumbers.Write(_numbers.Values, size, chunks.Page);
            chunks.EndDictionaryPage(_numbers.Count);
            Codes(column, _numbers.Codes(values.Length), _numbers.Count, valid, rows);
            return chunks.End(statistics);
        }
        var encoding = size > 0 && DeltaWriter.Pays(values, size) ? Encoding.DeltaBinaryPacked : Encoding.Plain;
        var taken = 0;
        for (var from = 0; from < rows; from += pageRows)
        {
            var count = Open(column, valid, from, Math.Min(pageRows, rows - from));
            if (encoding == Encoding.Plain) PlainNumbers.Write(values.Slice(taken, count), size, chunks.Page);
            else DeltaWriter.Write(values.Slice(taken, count), size, chunks.Page);
            taken += count;
            chunks.EndDataPage(Math.Min(pageRows, rows - from), encoding);
        }
        return chunks.End(statistics);
    }

    public WrittenChunk Doubles(WriteColumn column, ReadOnlySpan<double> values, ReadOnlySpan<byte> valid)
    {
        var rows = values.Length;
        values = Dense<double>.Of(column, values, valid);
        chunks.Begin();
        var taken = 0;
        for (var from = 0; from < rows; from += pageRows)
        {
            var count = Open(column, valid, from, Math.Min(pageRows, rows - from));
            chunks.Page.Bytes(MemoryMarshal.AsBytes(values.Slice(taken, count)));
            taken += count;
            chunks.EndDataPage(Math.Min(pageRows, rows - from), Encoding.Plain);
        }
        return chunks.End(NumberStatistics.Of(values, rows - values.Length));
    }

    public WrittenChunk Wides(WriteColumn column, ReadOnlySpan<Int128> values, ReadOnlySpan<byte> valid)
    {
        var rows = values.Length;
        values = Dense<Int128>.Of(column, values, valid);
        chunks.Begin();
        var taken = 0;
        for (var from = 0; from < rows; from += pageRows)
        {
            var count = Open(column, valid, from, Math.Min(pageRows, rows - from));
            var bytes = chunks.Page.Take(16 * count);
            for (var i = 0; i < count; i++) BinaryPrimitives.WriteInt128BigEndian(bytes[(16 * i)..], values[taken + i]);
            taken += count;
            chunks.EndDataPage(Math.Min(pageRows, rows - from), Encoding.Plain);
        }
        return chunks.End(NumberStatistics.Of(column, values, rows - values.Length));
    }

    public WrittenChunk Texts(WriteColumn column, ReadOnlySpan<int> codes, ByteValues values)
    {
        var valid = _texts.Code(column, codes, values);
        var (rows, page) = (codes.Length, chunks.Page);
        var statistics = _texts.Statistics(values, rows);
        chunks.Begin();
        var present = _texts.Codes;
        if (Dictionary.Pays(_texts.DictionaryBytes, _texts.Used.Length, present.Length, _texts.PlainBytes))
        {
            foreach (var code in _texts.Used) Text(values[code]);
            chunks.EndDictionaryPage(_texts.Used.Length);
            Codes(column, present, _texts.Used.Length, valid, rows);
            return chunks.End(statistics);
        }
        var taken = 0;
        for (var from = 0; from < rows;)
        {
            // Pages of long texts hold fewer rows.
            var (n, bytes, seen) = (0, 0L, taken);
            while (n < pageRows && from + n < rows && bytes < PageBytes)
            {
                if (valid.IsEmpty || valid[from + n] != 0) bytes += 4 + values[_texts.Used[present[seen++]]].Length;
                n++;
            }
            var count = Open(column, valid, from, n);
            foreach (var code in present.Slice(taken, count)) Text(values[_texts.Used[code]]);
            taken += count;
            from += n;
            chunks.EndDataPage(n, Encoding.Plain);
        }
        return chunks.End(statistics);

        void Text(ReadOnlySpan<byte> value)
        {
            page.I32(value.Length);
            page.Bytes(value);
        }
    }

    private void Codes(WriteColumn column, ReadOnlySpan<int> codes, int distinct, ReadOnlySpan<byte> valid, int rows)
    {
        var width = Dictionary.Width(distinct);
        var taken = 0;
        for (var from = 0; from < rows; from += pageRows)
        {
            var count = Open(column, valid, from, Math.Min(pageRows, rows - from));
            chunks.Page.U8(width);
            HybridWriter.Write(codes.Slice(taken, count), width, chunks.Page);
            taken += count;
            chunks.EndDataPage(Math.Min(pageRows, rows - from), Encoding.RleDictionary);
        }
    }

    // Begins a page of so many rows with their levels, and tells how many of them have a value.
    private int Open(WriteColumn column, ReadOnlySpan<byte> valid, int from, int rows)
    {
        var some = valid.IsEmpty ? valid : valid.Slice(from, rows);
        if (column.Optional) chunks.Levels(some, rows);
        return some.IsEmpty ? rows : rows - some.Count((byte)0);
    }
}
