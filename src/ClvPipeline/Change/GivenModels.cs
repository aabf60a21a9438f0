namespace ClvPipeline;

/// <summary>Models of purchases and spend without how they came about: those of all customers, and what single segments have instead.</summary>
internal sealed record GivenModels(PurchaseModel Purchases, PurchaseModel Risk, GammaGamma Spend)
{
    /// <summary>By segment's name; null where a segment has the model of all.</summary>
    public IReadOnlyDictionary<string, (PurchaseModel? Purchases, PurchaseModel? Risk, GammaGamma? Spend)> Own { get; init; } = new Dictionary<string, (PurchaseModel?, PurchaseModel?, GammaGamma?)>();

    /// <summary>The models of fits.</summary>
    public static GivenModels Of(FittedModels fits) => new(fits.Purchases.Model, fits.Risk.Model, fits.Spend.Model)
    {
        Own = fits.Own.ToDictionary(own => own.Segment.Name, own => (own.Purchases?.Model, own.Risk?.Model, own.Spend?.Model)),
    };

    /// <summary>Those that a table <c>model_fit</c> holds, to the last bit; null where it does not hold what belongs together.</summary>
    public static GivenModels? Of(ResultTable modelFit)
    {
        var table = new TableReader(modelFit);
        var (segments, models, roles, parameters, values) = (table.Texts("segment"), table.Texts("model"), table.Texts("role"), table.Texts("parameter"), table.Reals("value"));
        var found = Enumerable.Range(0, table.Rows).GroupBy(row => (Segment: segments[row], Role: roles[row]))
            .ToDictionary(fit => fit.Key, fit => (Model: models[fit.First()], Parameters: fit.GroupBy(row => parameters[row]).ToDictionary(row => row.Key, row => values[row.First()])));
        try
        {
            if (Purchases(Names.All) is not { } purchases || Spend(Names.All) is not { } spend) return null;
            return new GivenModels(purchases, Risk(Names.All) ?? purchases, spend)
            {
                Own = segments.Distinct().Where(segment => segment != Names.All).ToDictionary(segment => segment, segment => (Purchases(segment), Risk(segment), Spend(segment))),
            };
        }
        catch (KeyNotFoundException)
        {
            return null; // a parameter is missing
        }

        PurchaseModel? Purchases(string segment) => Model(segment, ModelTables.Both) ?? Model(segment, ModelTables.Purchases);

        PurchaseModel? Risk(string segment) => Model(segment, ModelTables.Both) ?? Model(segment, ModelTables.Alive);

        GammaGamma? Spend(string segment) => found.TryGetValue((segment, ModelTables.Spend), out var fit) ? new GammaGamma(fit.Parameters["p"], fit.Parameters["q"], fit.Parameters["v"]) : null;

        PurchaseModel? Model(string segment, string role) => !found.TryGetValue((segment, role), out var fit) ? null : fit.Model == "pareto_nbd"
            ? new ParetoNbd(fit.Parameters["r"], fit.Parameters["alpha"], fit.Parameters["s"], fit.Parameters["beta"])
            : new BetaGeometricNbd(fit.Model == "mbg_nbd", fit.Parameters["r"], fit.Parameters["alpha"], fit.Parameters["a"], fit.Parameters["b"]);
    }
}
