namespace ClvPipeline.Parquet.Format;

/// <summary>What stands before each page; the fields of all page types in one.</summary>
internal struct PageHeader
{
    public PageType Type;
    public int UncompressedBytes;
    public int CompressedBytes;
    public uint? Checksum;
    public int Values;
    public Encoding Encoding;
    public Encoding Levels;
    /// <summary>Data page v2 only: nulls, bytes of the two level parts, whether the values are compressed.</summary>
    public int Nulls;
    public int DefinitionBytes;
    public int RepetitionBytes;
    public bool Compressed;

    public static PageHeader Read(ref ThriftReader r, Place place)
    {
        var h = new PageHeader { UncompressedBytes = -1, CompressedBytes = -1, Values = -1, Nulls = -1, Compressed = true };
        var (id, kind, described) = (0, -1, -1);
        while (r.Next(ref id, out var type))
        {
            switch (id)
            {
                case 1: kind = r.I32(type); break;
                case 2: h.UncompressedBytes = r.I32(type); break;
                case 3: h.CompressedBytes = r.I32(type); break;
                case 4: h.Checksum = (uint)r.I32(type); break;
                case 5 or 7 or 8: r.Struct(type); described = id; h.ReadDetails(ref r, id); break;
                default: r.Skip(type); break;
            }
        }
        var expected = kind switch { (int)PageType.Data => 5, (int)PageType.Dictionary => 7, (int)PageType.DataV2 => 8, (int)PageType.Index => described, _ => -2 };
        if (expected == -2) throw place.Error($"a page has the unknown type {kind}");
        h.Type = (PageType)kind;
        if (h.UncompressedBytes < 0 || h.CompressedBytes < 0) throw place.Error("a page header is damaged: it states no size");
        if (expected != described || (h.Values < 0 && h.Type != PageType.Index)) throw place.Error("a page header is damaged: it does not describe its page");
        if (h.Type == PageType.DataV2 && (h.Nulls < 0 || h.Nulls > h.Values || h.DefinitionBytes < 0 || h.RepetitionBytes < 0)) throw place.Error("a page header is damaged: its counts are impossible");
        return h;
    }

    private void ReadDetails(ref ThriftReader r, int page)
    {
        var id = 0;
        while (r.Next(ref id, out var type))
        {
            switch (page, id)
            {
                case (_, 1): Values = r.I32(type); break;
                case (5 or 7, 2): Encoding = (Encoding)r.I32(type); break;
                case (5, 3): Levels = (Encoding)r.I32(type); break;
                case (8, 2): Nulls = r.I32(type); break;
                case (8, 4): Encoding = (Encoding)r.I32(type); break;
                case (8, 5): DefinitionBytes = r.I32(type); break;
                case (8, 6): RepetitionBytes = r.I32(type); break;
                case (8, 7): Compressed = r.Bool(type); break;
                default: r.Skip(type); break;
            }
        }
    }
}
