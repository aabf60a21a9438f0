namespace ClvPipeline.Jobs.Generate;

/// <summary>One buyer's orders: what they are worth, what they cost, and which come back.</summary>
internal ref struct Buying(TrueParameters truth, ShopCalendar calendar, EventLog log, int customer, double spendFactor, ref Chance chance)
{
    private const int Store = 1, App = 2, Web = 0;

    /// <summary>The values of <c>sales_channel</c>, by their number.</summary>
    public static readonly string[] SalesChannels = ["web", "store", "app"];

    private const double MostCents = 1e9;
    private readonly double _centsPerUnit = 100 * truth.V * spendFactor / chance.Gamma(truth.Q);
    private readonly bool _hasApp = chance.Chances(0.25);
    private int _number;

    public readonly bool Full => _number == OrderKey.MostOrders;

    /// <summary>Places an order right after a touch of <paramref name="channel"/>, or after none (-1).</summary>
    public void Order(long local, int channel, ref Chance chance)
    {
        _number++;
        var inStore = chance.Chances(channel == ShopChannels.Store ? 0.85 : channel < 0 ? 0.4 : 0.04);
        var salesChannel = inStore ? Store : _hasApp && chance.Chances(0.7) ? App : Web;
        var revenue = (int)Math.Clamp(Math.Round(_centsPerUnit * chance.Gamma(truth.P)), 50, MostCents);
        var margin = truth.MeanMargin + truth.MarginDeviation * Math.Clamp(chance.Normal(), -3, 3);
        var cogs = chance.Chances(truth.UnknownCogsShare) ? OrderAmounts.UnknownCogs : (int)Math.Round(revenue * (1 - margin));
        log.Order(local, customer, _number, salesChannel, revenue, cogs);
        if (chance.Chances(truth.RefundRate))
        {
            Refund(local, salesChannel, revenue, cogs, ref chance);
        }
    }

    private readonly void Refund(long ordered, int salesChannel, int revenue, int cogs, ref Chance chance)
    {
        var share = chance.Chances(truth.FullRefundShare) ? 1 : 0.2 + 0.6 * chance.Uniform();
        var fate = chance.Uniform();
        var back = cogs == OrderAmounts.UnknownCogs || fate < truth.UnknownRefundCogsShare ? OrderAmounts.UnknownCogs
            : fate < truth.UnknownRefundCogsShare + truth.WrittenOffShare ? 0
            : -(int)Math.Round(share * cogs);
        var day = (double)ordered / ShopClock.Day + 2 + truth.RefundDelayDays * chance.Exponential();
        if (day < calendar.Clock.Days)
        {
            log.Order(calendar.TimeOn((int)day, store: true, ref chance), customer, _number, salesChannel, -(int)Math.Round(share * revenue), back);
        }
    }
}
