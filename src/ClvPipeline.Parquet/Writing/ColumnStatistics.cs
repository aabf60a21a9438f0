namespace ClvPipeline.Parquet.Writing;

/// <summary>The least and the greatest value of a chunk in the column's order, as bytes as they are stored; null where they are unknown.</summary>
internal sealed record ColumnStatistics(long Nulls, byte[]? Min = null, byte[]? Max = null)
{
    /// <summary>Longer texts are left out: they would swell the footer.</summary>
    public const int LongestText = 64;

    public void Write(ThriftWriter w, int id)
    {
        w.Begin(id);
        w.I64(3, Nulls);
        if (Max is not null) w.Bytes(5, Max);
        if (Min is not null) w.Bytes(6, Min);
        if (Max is not null) w.Bool(7, true);
        if (Min is not null) w.Bool(8, true);
        w.End();
    }
}
