namespace ClvPipeline;

/// <summary>Drops rows that the run of an earlier day could not see, before anything is made of them. The others move up; the number that is left is returned.</summary>
internal static class LaterRows
{
    /// <summary>Order rows after an instant.</summary>
    public static int Drop<TKey>(Span<OrderRow<TKey>> rows, long end) where TKey : unmanaged
    {
        var kept = 0;
        foreach (ref readonly var row in rows)
            if (row.Sale.Time <= end) rows[kept++] = row;
        return kept;
    }

    /// <summary>Touchpoints after an instant, with their ids where there are any.</summary>
    public static int Drop<TKey>(Span<TouchRow<TKey>> rows, Span<long> ids, long end) where TKey : unmanaged
    {
        var kept = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            if (rows[i].Time > end) continue;
            rows[kept] = rows[i];
            if (ids.Length > 0) ids[kept] = ids[i];
            kept++;
        }

        return kept;
    }
}
