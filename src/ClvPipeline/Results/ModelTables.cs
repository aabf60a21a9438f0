namespace ClvPipeline;

/// <summary>Makes <c>model_fit</c>, <c>backtest</c> and <c>backtest_calibration</c>; all empty where no model was fitted.</summary>
internal static class ModelTables
{
    /// <summary>What a model is for: the words of the column <c>role</c>.</summary>
    internal const string Both = "purchases and alive", Purchases = "purchases", Alive = "alive", Spend = "spend";

    private sealed record Row(string Segment, string Model, string Role, string Parameter, double Value, double? StandardError, double LogLikelihood, FitStatus Status, string Reason);

    public static ResultTable Fits(RunRequest request, Predictions? predictions)
    {
        Row[] rows = predictions is null ? [] :
        [
            .. Of(Names.All, predictions.Purchases, predictions.Risk, predictions.Spend)
                .Select(row => row.Role != Spend ? row : row with { Reason = FormattableString.Invariant($"{row.Reason}; correlation of purchases and mean spend, taken for 0: {predictions.SpendCorrelation:0.000}") }),
            .. predictions.Own.SelectMany(own => Of(own.Segment.Name, own.Purchases, own.Risk, own.Spend)),
        ];
        return new TableBuilder(Tables.ModelFit, rows.Length)
            .Constant(request.RunId).Text(rows.Select(r => r.Segment))
            .Text(rows.Select(r => r.Model)).Text(rows.Select(r => r.Role)).Text(rows.Select(r => r.Parameter))
            .Reals([.. rows.Select(r => r.Value)])
            .Reals([.. rows.Select(r => r.StandardError ?? 0)], [.. rows.Select(r => (byte)(r.StandardError is null ? 0 : 1))])
            .Reals([.. rows.Select(r => r.LogLikelihood)])
            .Text(rows.Select(r => Word(r.Status))).Text(rows.Select(r => r.Reason))
            .Build();
    }

    public static ResultTable Backtests(RunRequest request, Predictions? predictions)
    {
        var tests = predictions?.Backtests ?? [];
        var chosen = predictions?.Choice is { } choice ? PurchaseFits.Name(choice.Kind) : null;
        var scores = predictions?.Choice?.Candidates.ToDictionary(c => PurchaseFits.Name(c.Kind), c => c.Score) ?? [];
        return new TableBuilder(Tables.BacktestTable, tests.Count)
            .Constant(request.RunId)
            .Text(tests.Select(t => t.Name))
            .Longs([.. tests.Select(t => t.Name == chosen ? 1L : 0)])
            .Longs([.. tests.Select(t => t.Customers)]).Longs([.. tests.Select(t => t.Actual)]).Reals([.. tests.Select(t => t.Predicted)])
            .Reals([.. tests.Select(t => scores.GetValueOrDefault(t.Name))], [.. tests.Select(t => (byte)(scores.ContainsKey(t.Name) ? 1 : 0))])
            .Reals([.. tests.Select(t => t.Bias ?? 0)], Known(t => t.Bias))
            .Reals([.. tests.Select(t => t.MeanAbsoluteError)]).Reals([.. tests.Select(t => t.RootMeanSquaredError)])
            .Reals([.. tests.Select(t => t.NormalisedGini ?? 0)], Known(t => t.NormalisedGini))
            .Reals([.. tests.Select(t => t.Coverage ?? 0)], Known(t => t.Coverage))
            .Build();

        byte[] Known(Func<Backtest, double?> value) => [.. tests.Select(t => (byte)(value(t) is null ? 0 : 1))];
    }

    public static ResultTable Calibrations(RunRequest request, Predictions? predictions)
    {
        var rows = (predictions?.Backtests ?? []).SelectMany(test => test.Deciles.Select((decile, i) => (test.Name, Decile: i + 1L, Of: decile))).ToList();
        return new TableBuilder(Tables.BacktestCalibration, rows.Count)
            .Constant(request.RunId)
            .Text(rows.Select(row => row.Name)).Longs([.. rows.Select(row => row.Decile)])
            .Reals([.. rows.Select(row => row.Of.Customers)]).Reals([.. rows.Select(row => row.Of.MeanPredicted)]).Reals([.. rows.Select(row => row.Of.MeanActual)])
            .Build();
    }

    private static IEnumerable<Row> Of(string segment, Fit<PurchaseModel>? purchases, Fit<PurchaseModel>? risk, Fit<GammaGamma>? spend)
    {
        var both = ReferenceEquals(purchases, risk);
        return
        [
            .. purchases is null ? [] : Of(segment, purchases, purchases.Model.Name, both ? Both : Purchases, purchases.Model.ParameterNames, purchases.Model.Parameters),
            .. risk is null || both ? [] : Of(segment, risk, risk.Model.Name, Alive, risk.Model.ParameterNames, risk.Model.Parameters),
            .. spend is null ? [] : Of(segment, spend, "gamma_gamma", Spend, GammaGamma.ParameterNames, spend.Model.Parameters),
        ];
    }

    private static IEnumerable<Row> Of<TModel>(string segment, Fit<TModel> fit, string model, string role, IReadOnlyList<string> names, double[] values) =>
        names.Select((name, i) => new Row(segment, model, role, name, values[i], fit.StandardErrors?[i], fit.LogLikelihood, fit.Status, fit.Reason));

    private static string Word(FitStatus status) => status switch
    {
        FitStatus.Converged => "converged",
        FitStatus.Shrunk => "shrunk",
        FitStatus.WeakData => "weak_data",
        FitStatus.AtBoundary => "at_boundary",
        FitStatus.Simple => "simple",
        _ => "no_history",
    };
}
