using ClvPipeline.Parquet.Format;

namespace ClvPipeline.Parquet.Writing;

/// <summary>Writes the footer: the schema, where every chunk lies, and what is known of its values.</summary>
internal static class FooterWriter
{
    public static void Write(ByteSink to, IReadOnlyList<WriteColumn> columns, List<(int Rows, WrittenChunk[] Chunks)> groups, WriteOptions options)
    {
        var w = new ThriftWriter(to);
        w.Begin();
        w.I32(1, 2);
        w.List(2, ThriftType.Struct, columns.Count + 1);
        w.Begin();
        w.Text(4, "schema");
        w.I32(5, columns.Count);
        w.End();
        foreach (var column in columns) Element(w, column);
        w.I64(3, groups.Sum(g => (long)g.Rows));
        w.List(4, ThriftType.Struct, groups.Count);
        for (var g = 0; g < groups.Count; g++) Group(w, columns, groups[g].Rows, groups[g].Chunks, g, options.Codec);
        if (options.Metadata.Count > 0)
        {
            w.List(5, ThriftType.Struct, options.Metadata.Count);
            foreach (var (key, value) in options.Metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                w.Begin();
                w.Text(1, key);
                w.Text(2, value);
                w.End();
            }
        }
        w.Text(6, options.CreatedBy);
        // Every column is ordered as its type says: without this readers may not trust least and greatest values.
        w.List(7, ThriftType.Struct, columns.Count);
        for (var c = 0; c < columns.Count; c++)
        {
            w.Begin();
            w.Begin(1);
            w.End();
            w.End();
        }
        w.End();
    }

    public static PhysicalType Physical(WriteColumn column) => column.Type switch
    {
        WriteType.Boolean => PhysicalType.Boolean,
        WriteType.Int32 or WriteType.Date => PhysicalType.Int32,
        WriteType.Double => PhysicalType.Double,
        WriteType.Text => PhysicalType.ByteArray,
        _ => column.Wide ? PhysicalType.FixedLenByteArray : PhysicalType.Int64,
    };

    private static void Element(ThriftWriter w, WriteColumn column)
    {
        w.Begin();
        w.I32(1, (int)Physical(column));
        if (column.Wide) w.I32(2, 16);
        w.I32(3, (int)(column.Optional ? Repetition.Optional : Repetition.Required));
        w.Text(4, column.Name);
        var converted = column.Type switch
        {
            WriteType.Text => ConvertedType.Utf8,
            WriteType.Date => ConvertedType.Date,
            WriteType.Decimal => ConvertedType.Decimal,
            WriteType.TimestampMicrosUtc => ConvertedType.TimestampMicros,
            _ => ConvertedType.None,
        };
        if (converted != ConvertedType.None) w.I32(6, (int)converted);
        if (column.Type == WriteType.Decimal)
        {
            w.I32(7, column.Scale);
            w.I32(8, column.Precision);
        }
        var logical = column.Type switch { WriteType.Text => 1, WriteType.Decimal => 5, WriteType.Date => 6, WriteType.TimestampMicrosUtc => 8, WriteType.Uuid => 14, _ => 0 };
        if (logical > 0)
        {
            w.Begin(10);
            w.Begin(logical);
            if (column.Type == WriteType.Decimal)
            {
                w.I32(1, column.Scale);
                w.I32(2, column.Precision);
            }
            else if (column.Type == WriteType.TimestampMicrosUtc)
            {
                w.Bool(1, true);
                w.Begin(2);
                w.Begin(2);
                w.End();
                w.End();
            }
            w.End();
            w.End();
        }
        w.End();
    }

    private static void Group(ThriftWriter w, IReadOnlyList<WriteColumn> columns, int rows, WrittenChunk[] chunks, int ordinal, ParquetCodec codec)
    {
        w.Begin();
        w.List(1, ThriftType.Struct, chunks.Length);
        for (var c = 0; c < chunks.Length; c++)
        {
            w.Begin();
            // The place of a second copy of the metadata, which there is none of.
            w.I64(2, 0);
            w.Begin(3);
            Chunk(w, columns[c], chunks[c], codec);
            w.End();
            w.End();
        }
        w.I64(2, chunks.Sum(chunk => chunk.PlainBytes));
        w.I64(3, rows);
        if (chunks.Length > 0) w.I64(5, chunks[0].Offset);
        w.I64(6, chunks.Sum(chunk => chunk.StoredBytes));
        w.End();
    }

    private static void Chunk(ThriftWriter w, WriteColumn column, WrittenChunk chunk, ParquetCodec codec)
    {
        w.I32(1, (int)Physical(column));
        Span<Encoding> encodings = chunk.DictionaryOffset > 0 ? [Encoding.Plain, Encoding.Rle, Encoding.RleDictionary] : [chunk.Encoding, Encoding.Rle];
        w.List(2, ThriftType.I32, encodings.Length);
        foreach (var encoding in encodings) w.Element((int)encoding);
        w.List(3, ThriftType.Binary, 1);
        w.Element(System.Text.Encoding.UTF8.GetBytes(column.Name));
        w.I32(4, (int)codec);
        w.I64(5, chunk.Values);
        w.I64(6, chunk.PlainBytes);
        w.I64(7, chunk.StoredBytes);
        w.I64(9, chunk.DataOffset);
        if (chunk.DictionaryOffset > 0) w.I64(11, chunk.DictionaryOffset);
        chunk.Statistics.Write(w, 12);
    }
}
