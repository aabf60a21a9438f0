namespace ClvPipeline.Jobs.Generate;

/// <summary>
/// The law behind the shop. Written as <c>true-parameters.json</c>, so that what a fit finds can be held against it.
/// Time is in days; money in the shop's currency. Set such that a million people make some 10 million touchpoints and 2 million order rows in two years:
/// measured 10.0 and 1.98 million with the first seed, and 63 % buyers.
/// </summary>
public sealed record TrueParameters
{
    /// <summary>Repeat purchases follow Pareto/NBD: while alive a Poisson process of a rate of its own, until an unseen exponential lifetime ends.</summary>
    public string PurchaseModel { get; init; } = "pareto_nbd";

    /// <summary>How the calendar bends it, and what thins it: for who wants to estimate the parameters again.</summary>
    public string PurchaseNote { get; init; } =
        "Time runs faster on busy days (mean 1 over a year): seasons and weekdays move purchases, not their number over a whole year. "
        + "Fully refunded orders (refundRate x fullRefundShare of all) are no purchases and thin the process by that much.";

    /// <summary>Purchase rates: gamma of this shape …</summary>
    public double R { get; init; } = 0.62;

    /// <summary>… and this rate, in days; r/alpha is the mean number of purchases a day.</summary>
    public double Alpha { get; init; } = 80;

    /// <summary>Dropout rates: gamma of this shape …</summary>
    public double S { get; init; } = 0.75;

    /// <summary>… and this rate, in days.</summary>
    public double Beta { get; init; } = 330;

    /// <summary>Spend follows Gamma-Gamma, independent of the purchase process.</summary>
    public string SpendModel { get; init; } = "gamma_gamma";

    /// <summary>Spend of an order: gamma of this shape …</summary>
    public double P { get; init; } = 4.0;

    /// <summary>… whose rates are gamma of this shape over customers …</summary>
    public double Q { get; init; } = 4.2;

    /// <summary>… and this rate, times the factors of the first channel and of the segment. The mean order is p·v/(q−1) times these factors.</summary>
    public double V { get; init; } = 46;

    /// <summary>Mean margin of an order: profit over revenue.</summary>
    public double MeanMargin { get; init; } = 0.42;

    /// <summary>Standard deviation of an order's margin (normal, cut at 3 of them).</summary>
    public double MarginDeviation { get; init; } = 0.08;

    /// <summary>Share of orders whose COGS is not known.</summary>
    public double UnknownCogsShare { get; init; } = 0.03;

    /// <summary>Share of orders that are refunded later (rows after the last day are not seen).</summary>
    public double RefundRate { get; init; } = 0.06;

    /// <summary>Share of the refunds that are of the whole order; the others are of 20 to 80 % of it.</summary>
    public double FullRefundShare { get; init; } = 0.6;

    /// <summary>Mean delay of a refund beyond the first two days.</summary>
    public double RefundDelayDays { get; init; } = 10;

    /// <summary>Share of refunds whose goods are written off (COGS 0); of the others the goods are back in stock (COGS negative).</summary>
    public double WrittenOffShare { get; init; } = 0.2;

    /// <summary>Share of refunds that do not say (COGS unknown).</summary>
    public double UnknownRefundCogsShare { get; init; } = 0.2;

    /// <summary>Chance that an interested person gives up after a touch.</summary>
    public double LeaveInterested { get; init; } = 0.025;

    /// <summary>Chance that somebody who only looks around gives up after a touch.</summary>
    public double LeaveOthers { get; init; } = 0.28;

    /// <summary>Mean time between touches before the first order.</summary>
    public double JourneyGapDays { get; init; } = 3.5;

    /// <summary>Mean time from the touch that convinced to the order, in minutes.</summary>
    public double MinutesToOrder { get; init; } = 40;

    /// <summary>Mean number of touches before a repeat order (geometric, 0 included).</summary>
    public double TouchesPerRepeatOrder { get; init; } = 2.2;

    /// <summary>Mean time from such a touch to its order.</summary>
    public double RepeatTouchDays { get; init; } = 4;

    /// <summary>Mean time between other touches of buyers (newsletters, visits that end in nothing).</summary>
    public double IdleGapDays { get; init; } = 30;

    /// <summary>Mean time after the first order until these stop.</summary>
    public double IdleLifeDays { get; init; } = 300;

    /// <summary>Share of people who refuse consent for all of their touches.</summary>
    public double RefusesConsent { get; init; } = 0.02;

    /// <summary>Share of touches without consent among the others.</summary>
    public double TouchWithoutConsent { get; init; } = 0.003;

    /// <summary>Monthly factors of arrivals and purchases, January first; scaled to a mean of 1.</summary>
    public IReadOnlyList<double> Seasons { get; init; } = [0.84, 0.82, 0.92, 0.98, 1.00, 0.96, 0.84, 0.86, 1.00, 1.08, 1.38, 1.46];

    /// <summary>The same for weekdays, Monday first.</summary>
    public IReadOnlyList<double> Weekdays { get; init; } = [1.04, 0.98, 0.96, 0.98, 1.02, 0.96, 1.10];

    /// <summary>The channels.</summary>
    public IReadOnlyList<Channel> Channels { get; init; } = ShopChannels.All;

    /// <summary>The segments.</summary>
    public IReadOnlyList<Segment> Segments { get; init; } =
    [
        new("consumer", 0.60, 1.0), new("member", 0.20, 1.2), new("business", 0.08, 1.9), new("student", 0.12, 0.7),
    ];

    /// <summary>The countries of the customers.</summary>
    public IReadOnlyList<Country> Countries { get; init; } = [new("NL", 0.62), new("BE", 0.18), new("DE", 0.16), new("FR", 0.04)];
}

/// <summary>A segment of customers.</summary>
/// <param name="Name">The name in the data.</param>
/// <param name="Share">Its share of the people.</param>
/// <param name="SpendFactor">Factor on their spend.</param>
public sealed record Segment(string Name, double Share, double SpendFactor);

/// <summary>A country, by its share of the people.</summary>
public sealed record Country(string Name, double Share);
