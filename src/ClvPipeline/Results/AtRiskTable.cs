namespace ClvPipeline;

/// <summary>Makes <c>customers_at_risk</c> of the customers that were ranked.</summary>
internal static class AtRiskTable
{
    /// <param name="request">The run.</param>
    /// <param name="context">What all datasets share.</param>
    /// <param name="predictions">The models; null where there are none, and then nobody is ranked.</param>
    /// <param name="ranked">The customers, the one with the most value at risk first.</param>
    public static ResultTable Build<TKey>(RunRequest request, IntakeContext context, Predictions? predictions, Buyer<TKey>[] ranked) where TKey : unmanaged, IKey<TKey>
    {
        var expected = new Prediction[ranked.Length];
        for (var i = 0; i < ranked.Length; i++) expected[i] = predictions!.Of(ranked[i].Occasions, context.Segments[ranked[i].Segment], ranked[i].Revenue, ranked[i].HistoricProfit);
        var table = new TableBuilder(Tables.CustomersAtRisk, ranked.Length)
            .Constant(request.RunId)
            .Longs([.. Enumerable.Range(1, ranked.Length).Select(rank => (long)rank)]);
        new CustomerIds<TKey>(context).AddTo(table, [.. ranked.Select(b => b.Key)], [.. ranked.Select(b => b.Text)]);
        return table
            .Text([.. ranked.Select(b => b.Segment)], context.Segments.ToArray())
            .Text([.. expected.Select(p => (int)p.Status)], Prediction.StatusWords)
            .Text(ranked.Select((buyer, i) => Standing.Reason(context.Settings.Clv.Status, buyer.Occasions.Triplet, expected[i].ProbabilityAlive, expected[i].ProbabilityOver)))
            .Longs([.. expected.Select(p => p.ValueAtRisk)]).Longs([.. expected.Select(p => p.MaxRetentionSpend)])
            .Reals([.. expected.Select(p => p.ProbabilityAlive)])
            .Longs([.. expected.Select(p => (long)(p.ExpectedNextPurchase ?? 0))], [.. expected.Select(p => (byte)(p.ExpectedNextPurchase is null ? 0 : 1))])
            .Longs([.. expected.Select(p => (long)p.DaysOverdue)])
            .Longs([.. ranked.Select(b => b.Clv)])
            .Build();
    }
}
