namespace ClvPipeline.Parquet.Format;

/// <summary>A file's metadata, read and checked against itself and against the file's length.</summary>
internal sealed class Footer
{
    public long Rows;
    public string? CreatedBy;
    public readonly List<SchemaElement> Schema = [];
    public readonly List<RowGroup> Groups = [];
    public readonly Dictionary<string, string> Metadata = new(StringComparer.Ordinal);
    public List<ParquetColumn> Columns = [];
    public readonly List<ParquetColumn> Structures = [];
    private readonly List<bool> _ordered = [];

    /// <param name="bytes">The footer.</param>
    /// <param name="dataEnd">Where the footer begins: no page lies behind that.</param>
    /// <param name="place">For complaints.</param>
    public static Footer Read(ReadOnlySpan<byte> bytes, long dataEnd, Place place)
    {
        var footer = new Footer();
        var r = new ThriftReader(bytes, place);
        var id = 0;
        while (r.Next(ref id, out var type))
        {
            switch (id)
            {
                case 2:
                    for (var n = r.List(type, ThriftType.Struct); n > 0; n--) footer.Schema.Add(SchemaElement.Read(ref r, place));
                    break;
                case 3: footer.Rows = r.I64(type); break;
                case 4:
                    for (var n = r.List(type, ThriftType.Struct); n > 0; n--) footer.Groups.Add(RowGroup.Read(ref r));
                    break;
                case 5:
                    for (var n = r.List(type, ThriftType.Struct); n > 0; n--) footer.ReadPair(ref r);
                    break;
                case 7:
                    for (var n = r.List(type, ThriftType.Struct); n > 0; n--) footer.ReadOrder(ref r);
                    break;
                case 6: footer.CreatedBy = r.Text(type); break;
                default: r.Skip(type); break;
            }
        }
        footer.Columns = Format.Schema.Leaves(footer.Schema, footer.Structures, place);
        footer.Check(dataEnd, place);
        return footer;
    }

    /// <summary>Whether the values of a column are ordered as its type is, which least and greatest values need.</summary>
    public bool Ordered(int column) => column < _ordered.Count && _ordered[column];

    private void ReadOrder(ref ThriftReader r)
    {
        var (byType, id) = (false, 0);
        while (r.Next(ref id, out var type))
        {
            byType |= id == 1;
            r.Skip(type);
        }
        _ordered.Add(byType);
    }

    private void ReadPair(ref ThriftReader r)
    {
        var (key, value, id) = ("", "", 0);
        while (r.Next(ref id, out var type))
        {
            switch (id)
            {
                case 1: key = r.Text(type); break;
                case 2: value = r.Text(type); break;
                default: r.Skip(type); break;
            }
        }
        Metadata[key] = value;
    }

    private void Check(long dataEnd, Place place)
    {
        long rows = 0;
        for (var g = 0; g < Groups.Count; g++)
        {
            var group = Groups[g];
            if (group.Rows < 0 || group.Rows > Rows - rows) throw place.Error($"the footer is damaged: row group {g} says it has {group.Rows} rows of the file's {Rows}");
            rows += group.Rows;
            if (group.Chunks.Length != Columns.Count) throw place.Error($"the footer is damaged: row group {g} has {group.Chunks.Length} columns, the schema {Columns.Count}");
            for (var c = 0; c < Columns.Count; c++) CheckChunk(group, group.Chunks[c], Columns[c], g, dataEnd, place);
        }
        if (rows != Rows) throw place.Error($"the footer is damaged: the row groups have {rows} rows, the file {Rows}");
    }

    private static void CheckChunk(RowGroup group, ColumnChunk chunk, ParquetColumn column, int g, long dataEnd, Place place)
    {
        // What is encrypted or lies in another file is refused when it is opened: the other columns may be good.
        if (!chunk.Described || chunk.Encrypted || chunk.Elsewhere) return;
        string? wrong = null;
        if (chunk.Path != column.Name) wrong = $"belongs to '{chunk.Path}'";
        else if (chunk.Type != column.Physical) wrong = $"holds {Names.Of(chunk.Type)}, the schema says {Names.Of(column.Physical)}";
        else if (column.Kind != ParquetKind.Nested && chunk.Values != group.Rows) wrong = $"has {chunk.Values} values for {group.Rows} rows";
        // Of a row group without rows nothing is read, and some writers leave its offsets at 0.
        else if (group.Rows > 0 && (chunk.CompressedBytes < 0 || chunk.Start < 4 || chunk.Start > dataEnd || chunk.CompressedBytes > dataEnd - chunk.Start))
            wrong = $"lies outside of the file ({chunk.CompressedBytes} bytes at {chunk.Start})";
        if (wrong is not null) throw place.Error($"the footer is damaged: the data of column '{column.Name}' in row group {g} {wrong}");
    }
}
