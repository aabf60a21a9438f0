namespace ClvPipeline;

/// <summary>Which costs of goods an order row cannot have.</summary>
internal static class Costs
{
    /// <summary>Rejects the rows of a block whose costs are impossible. Goods that come back lower the costs; goods that go out cannot have negative ones.</summary>
    public static void RejectImpossible(RowBlock block, ReadOnlySpan<long> amounts, ReadOnlySpan<long> cogs, ReadOnlySpan<bool> known)
    {
        for (var i = 0; i < block.Rows; i++)
        {
            if (!known[i] || block.IsBad(i)) continue;
            if (amounts[i] >= 0 && cogs[i] < 0) block.Reject(i, "cogs", "is negative", Shown(cogs[i]));
            if (amounts[i] < 0 && cogs[i] > 0) block.Reject(i, "cogs", "is above 0 on a refund", Shown(cogs[i]));
        }
    }

    private static string Shown(long micros) => ((decimal)micros / Micros.PerUnit).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
