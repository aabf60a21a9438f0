namespace ClvPipeline.Parquet.Format;

/// <summary>Where and how one column of one row group is stored.</summary>
internal sealed class ColumnChunk
{
    public PhysicalType Type;
    public string Path = "";
    public int Codec;
    public long Values;
    public long CompressedBytes;
    public long DataPageOffset;
    public long DictionaryPageOffset;
    public bool Encrypted;
    public bool Elsewhere;
    public bool Described;
    public StoredStatistics? Statistics;

    /// <summary>The first byte of the chunk. A dictionary offset of 0 is how some writers say that there is none.</summary>
    public long Start => DictionaryPageOffset > 0 ? Math.Min(DictionaryPageOffset, DataPageOffset) : DataPageOffset;

    public static ColumnChunk Read(ref ThriftReader r)
    {
        var chunk = new ColumnChunk();
        var id = 0;
        while (r.Next(ref id, out var type))
        {
            switch (id)
            {
                case 1: chunk.Elsewhere = r.Text(type).Length > 0; break;
                case 3: r.Struct(type); chunk.ReadMetadata(ref r); break;
                case 8: chunk.Encrypted = true; r.Skip(type); break;
                case 9: chunk.Encrypted = true; r.Skip(type); break;
                default: r.Skip(type); break;
            }
        }
        return chunk;
    }

    private void ReadMetadata(ref ThriftReader r)
    {
        Described = true;
        var id = 0;
        while (r.Next(ref id, out var type))
        {
            switch (id)
            {
                case 1: Type = (PhysicalType)r.I32(type); break;
                case 3:
                    var parts = new string[r.List(type, ThriftType.Binary)];
                    for (var i = 0; i < parts.Length; i++) parts[i] = r.Text(ThriftType.Binary);
                    Path = string.Join('.', parts);
                    break;
                case 4: Codec = r.I32(type); break;
                case 5: Values = r.I64(type); break;
                case 7: CompressedBytes = r.I64(type); break;
                case 9: DataPageOffset = r.I64(type); break;
                case 11: DictionaryPageOffset = r.I64(type); break;
                case 12: r.Struct(type); Statistics = StoredStatistics.Read(ref r); break;
                default: r.Skip(type); break;
            }
        }
    }
}
