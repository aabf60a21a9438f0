namespace ClvPipeline;

/// <summary>
/// The fitted models of a run, and what they say of each customer: expected profit = margin rate × expected spend × discounted purchases (contract §3.4).
/// A prediction depends on the customer and the models alone, so one customer gets the same numbers by itself as among a million.
/// </summary>
internal sealed class Predictions
{
    private const int EndDay = 84_006; // 2200-01-01
    private const double MostMicros = 0.5e18;

    private readonly ClvSettings _settings;
    private readonly CustomerModels[] _models; // those of customers without fits of their own come first
    private readonly Dictionary<string, CustomerModels> _own = [];
    private readonly IReadOnlyDictionary<string, SegmentPace> _paces;
    private readonly SegmentPace _overall;
    private readonly Horizon _horizon;
    private readonly FittedModels _fitted;
    private readonly double[] _newPurchases;

    private Predictions(PurchaseHistory history, ClvSettings settings, int threads, CancellationToken cancellation)
    {
        (_settings, _paces, _overall, _horizon) = (settings, history.Paces, history.Overall, new Horizon(settings.HorizonMonths, settings.DiscountRate));
        (Choice, _fitted) = Fit(history, settings, threads, cancellation);
        SpendCorrelation = history.Spend.Correlation;
        var apart = _fitted.Own.Select(own => own.Segment.Number).ToHashSet();
        var others = apart.Count == 0 ? history.Triplets : history.BySegment!.Of(segment => !apart.Contains(segment));
        _models = new CustomerModels[1 + _fitted.Own.Count];
        _models[0] = new CustomerModels(0, others, Purchases, Risk, Spend, _horizon, threads, cancellation);
        foreach (var (i, own) in _fitted.Own.Index())
            _models[i + 1] = _own[own.Segment.Name] = new CustomerModels(i + 1, own.Segment.Triplets, own.Purchases ?? Purchases, own.Risk ?? Risk, own.Spend ?? Spend, _horizon, threads, cancellation);
        _newPurchases = PurchasesOfNewCustomer();
        if (Choice is not null) Backtests = Backtest.Of(history.Holdout!, Choice, cancellation);
    }

    /// <summary>The fits.</summary>
    public FittedModels Fitted => _fitted;

    /// <summary>The model of purchases, fitted to all customers.</summary>
    public Fit<PurchaseModel> Purchases => _fitted.Purchases;

    /// <summary>The model that says who has left.</summary>
    public Fit<PurchaseModel> Risk => _fitted.Risk;

    public Fit<GammaGamma> Spend => _fitted.Spend;

    /// <summary>Fits of single segments, by name.</summary>
    public IReadOnlyList<OwnFits> Own => _fitted.Own;

    /// <summary>Of x and mean spend, which Gamma-Gamma takes for 0.</summary>
    public double SpendCorrelation { get; }

    /// <summary>How <c>auto</c> chose; null where the settings name the model.</summary>
    public ModelChoice? Choice { get; }

    /// <summary>How well each model would have forecast the last part of the history; empty where the settings name the model.</summary>
    public IReadOnlyList<Backtest> Backtests { get; } = [];

    /// <summary>Fits the models of the settings; null for <c>none</c>.</summary>
    public static Predictions? Fit<TKey>(Intake<TKey> intake, int threads, IProgressSink progress, CancellationToken cancellation) where TKey : unmanaged, IKey<TKey>
    {
        var settings = intake.Context.Settings.Clv;
        if (settings.Model == "none") return null;
        var history = PurchaseHistory.Summarise(intake, threads, progress, cancellation);
        progress.Begin("fit", 1, "steps");
        var predictions = new Predictions(history, settings, threads, cancellation);
        progress.Advance(1);
        return predictions;
    }

    /// <summary>The models of some customers, by settings other than <c>none</c>, and nothing that is made of them.</summary>
    public static FittedModels Models(PurchaseHistory history, ClvSettings settings, int threads, CancellationToken cancellation) => Fit(history, settings, threads, cancellation).Fitted;

    private static (ModelChoice? Choice, FittedModels Fitted) Fit(PurchaseHistory history, ClvSettings settings, int threads, CancellationToken cancellation)
    {
        var choice = history.Holdout is { } holdout ? ModelChoice.Of(holdout, threads, cancellation) : null;
        return (choice, FittedModels.Of(choice?.Kind ?? PurchaseFits.Kinds.Single(k => PurchaseFits.Name(k) == settings.Model), history, threads, cancellation));
    }

    /// <summary>What is expected of a customer.</summary>
    /// <param name="occasions">Up to the as-of date.</param>
    /// <param name="segment">The segment's name.</param>
    /// <param name="revenue">Net revenue so far, in micro-units.</param>
    /// <param name="profit">Historic profit, in micro-units.</param>
    public Prediction Of(in Occasions occasions, string segment, long revenue, long profit)
    {
        var triplet = occasions.Triplet;
        var models = _own.Count > 0 && _own.TryGetValue(segment, out var own) ? own : _models[0];
        var place = models.Triplets.IndexOf(triplet);
        var forecast = models.Forecasts[place];
        var spend = models.Spend.Model.ExpectedSpend(triplet.Repeats, occasions.MeanSpend);
        var margin = _paces.GetValueOrDefault(segment).MarginRate(revenue, profit);
        var expected = Expected(margin, spend, forecast);
        var profitIfAlive = margin * spend * forecast.DiscountedIfAlive;
        var median = NextGap.Quantile(models.Risk.Model, triplet, 0.5);
        var late = NextGap.Quantile(models.Risk.Model, triplet, 0.9);
        var over = triplet.Repeats == 0 ? 0 : NextGap.ProbabilityOver(models.Risk.Model, triplet);
        return new Prediction
        {
            Models = models,
            Place = place,
            ProbabilityAlive = forecast.ProbabilityAlive,
            ExpectedPurchases = forecast.ExpectedPurchases,
            DiscountedPurchases = forecast.DiscountedPurchases,
            ExpectedSpend = spend,
            MarginRate = margin,
            ExpectedRevenue = expected.Revenue,
            ExpectedProfit = expected.Profit,
            ValueAtRisk = MicrosOf((1 - forecast.ProbabilityAlive) * profitIfAlive),
            MaxRetentionSpend = MicrosOf(_settings.SaveProbability * Math.Max(0, profitIfAlive)),
            ProbabilityOver = over,
            Status = Standing.Of(_settings.Status, triplet, forecast.ProbabilityAlive, over),
            ExpectedNextPurchase = occasions.LastDay + Math.Ceiling(median) < EndDay ? occasions.LastDay + (int)Math.Ceiling(median) : null,
            DaysOverdue = (int)Math.Max(0, Math.Floor(triplet.AgeDays - triplet.AgeAtLastPurchaseDays - late)),
        };
    }

    /// <summary>Expected revenue and profit over the horizon, in micro-units.</summary>
    internal static (long Revenue, long Profit) Expected(double margin, double spend, in Forecast forecast) =>
        (MicrosOf(spend * forecast.DiscountedPurchases), MicrosOf(margin * spend * forecast.DiscountedPurchases));

    /// <summary>g: profit per unit of revenue of the last 365 days, or where those have none, ever.</summary>
    public double Margin => _overall.Margin;

    /// <summary>Discounted profit of a new customer's later purchases up to the end of each month of the horizon, in units of the currency.</summary>
    /// <param name="margin">Profit per unit of revenue.</param>
    public IEnumerable<double> ProfitOfNewCustomer(double margin) => _newPurchases.Select(purchases => margin * Spend.Model.PopulationMean * purchases);

    /// <summary>What a sum over customers takes of one.</summary>
    /// <param name="number">Which models are the customer's.</param>
    /// <param name="place">The place of the customer's triplet among theirs.</param>
    /// <param name="meanSpend">The customer's mean spend per repeat purchase.</param>
    /// <param name="marginRate">Profit per unit of revenue.</param>
    public FutureTerms Terms(int number, int place, double meanSpend, double marginRate)
    {
        var models = _models[number];
        var terms = default(FutureTerms);
        (terms.Profit, terms.Models) = (models.Outlook.Terms(place, meanSpend, marginRate).Sums, number);
        terms.Alive.Add(models.Forecasts[place].ProbabilityAlive);
        terms.WithinYear.Add(models.Forecasts[place].PurchaseWithinYear);
        return terms;
    }

    /// <summary>The 90 % interval of the expected profit of a segment, in micro-units.</summary>
    public (long Low, long High) Interval(SegmentOutlook segment, long expectedProfit)
    {
        var sum = _models[0].Outlook.Sum(segment);
        return (Math.Min(MicrosOf(sum.Low), expectedProfit), Math.Max(MicrosOf(sum.High), expectedProfit));
    }

    /// <summary>What the same models expect within another number of months.</summary>
    public ProfitWithin Within(int months, int threads, CancellationToken cancellation) => new([.. _models.Select(models => models.Within(months, threads, cancellation))]);

    /// <summary>The 90 % interval of a customer's CLV, in micro-units.</summary>
    public static (long Low, long High) Interval(in Occasions occasions, in Prediction prediction, long historicProfit)
    {
        var profit = prediction.Models.Outlook.Profit(prediction.Place, occasions.MeanSpend, prediction.MarginRate).Interval;
        return (checked(historicProfit + Math.Min(MicrosOf(profit.Low), prediction.ExpectedProfit)), checked(historicProfit + Math.Max(MicrosOf(profit.High), prediction.ExpectedProfit)));
    }

    private double[] PurchasesOfNewCustomer()
    {
        var (upTo, sum, before) = (new double[_horizon.Months], 0.0, 0.0);
        for (var k = 0; k < upTo.Length; k++)
        {
            var now = Purchases.Model.ExpectedPurchasesOfNewCustomer((k + 1) * Horizon.DaysPerMonth);
            upTo[k] = sum += (now - before) * _horizon.Weights[k];
            before = now;
        }

        return upTo;
    }

    // Results hold 18 digits. An interval can reach beyond where a handful of customers say nearly nothing; a number that is none is a fault and throws.
    internal static long MicrosOf(double amount) => checked((long)Math.Clamp(Math.Round(amount * Micros.PerUnit), -MostMicros, MostMicros));
}
