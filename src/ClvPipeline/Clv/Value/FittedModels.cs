namespace ClvPipeline;

/// <summary>The fits of all customers, and those of segments that have their own.</summary>
/// <param name="Purchases">The fit of purchases.</param>
/// <param name="Risk">The model that says who has left: Pareto/NBD, else MBG/NBD.</param>
/// <param name="Spend">The fit of spend.</param>
/// <param name="Own">Fits of single segments, by name.</param>
internal sealed record FittedModels(Fit<PurchaseModel> Purchases, Fit<PurchaseModel> Risk, Fit<GammaGamma> Spend, IReadOnlyList<OwnFits> Own)
{
    /// <summary>Fits everything that the settings ask for.</summary>
    public static FittedModels Of(PurchaseModelKind kind, PurchaseHistory history, int threads, CancellationToken cancellation)
    {
        var purchases = PurchaseFits.Fit(kind, history.Triplets, threads, cancellation);
        var pareto = kind == PurchaseModelKind.ParetoNbd ? purchases : PurchaseFits.Fit(PurchaseModelKind.ParetoNbd, history.Triplets, threads, cancellation);
        var risk = Riskiest(pareto, () => kind == PurchaseModelKind.MbgNbd ? purchases : PurchaseFits.Fit(PurchaseModelKind.MbgNbd, history.Triplets, threads, cancellation));
        var spend = SpendFits.Fit(history.Spend, history.MeanFirstSpend, threads, cancellation);

        TripletTable[] tables = [.. history.Large.Select(segment => segment.Triplets)];
        var own = PurchaseFits.OfSegments(kind, purchases, history.Triplets, tables, threads, cancellation);
        var ownRisk = ReferenceEquals(purchases, risk) ? own : PurchaseFits.OfSegments(KindOf(risk), risk, history.Triplets, tables, threads, cancellation);
        var ownSpend = SpendFits.OfSegments(spend, history.Spend, [.. history.Large.Select(segment => segment.Spend)], threads, cancellation);
        return new FittedModels(purchases, risk, spend, [.. history.Large.Select((segment, i) => new OwnFits(segment, own[i], ownRisk[i], ownSpend[i])).Where(fits => fits.Any)]);
    }

    /// <summary>Pareto/NBD, or MBG/NBD where that can be fitted and Pareto/NBD cannot.</summary>
    public static Fit<PurchaseModel> Riskiest(Fit<PurchaseModel> pareto, Func<Fit<PurchaseModel>> mbg) =>
        pareto.Status is not FitStatus.Simple ? pareto : mbg() is { Status: not (FitStatus.Simple or FitStatus.NoHistory) } fitted ? fitted : pareto;

    private static PurchaseModelKind KindOf(Fit<PurchaseModel> fit) => PurchaseFits.Kinds.Single(kind => PurchaseFits.Name(kind) == fit.Model.Name);
}

/// <summary>The fits of one segment; null where it has that of all customers.</summary>
internal sealed record OwnFits(SegmentHistory Segment, Fit<PurchaseModel>? Purchases, Fit<PurchaseModel>? Risk, Fit<GammaGamma>? Spend)
{
    public bool Any => Purchases is not null || Risk is not null || Spend is not null;
}
