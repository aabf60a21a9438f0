namespace ClvPipeline.Parquet.Format;

/// <summary>A row group: its rows, and a chunk for each leaf column.</summary>
internal sealed class RowGroup
{
    public long Rows;
    public ColumnChunk[] Chunks = [];

    public static RowGroup Read(ref ThriftReader r)
    {
        var group = new RowGroup();
        var id = 0;
        while (r.Next(ref id, out var type))
        {
            switch (id)
            {
                case 1:
                    group.Chunks = new ColumnChunk[r.List(type, ThriftType.Struct)];
                    for (var i = 0; i < group.Chunks.Length; i++) group.Chunks[i] = ColumnChunk.Read(ref r);
                    break;
                case 3: group.Rows = r.I64(type); break;
                default: r.Skip(type); break;
            }
        }
        return group;
    }
}
