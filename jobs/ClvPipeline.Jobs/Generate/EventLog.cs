namespace ClvPipeline.Jobs.Generate;

/// <summary>Where one thread keeps the events of the people it simulates. Events past the end of the history are not seen, hence not kept.</summary>
internal sealed class EventLog
{
    private readonly ShopClock _clock;
    private readonly long _origin;

    public EventLog(ShopClock clock, TrueParameters truth)
    {
        _clock = clock;
        // Local midnight lies an hour or two before midnight in UTC: the history touches one UTC day more than it has local ones.
        _origin = (clock.FirstDay - 1) * ShopClock.Day;
        Touches = new DayRows(clock.Days + 1);
        OrderKeys = new DayRows(clock.Days + 1);
        OrderAmounts = new DayRows(clock.Days + 1);
        TouchesPerCost = new int[clock.Days * truth.Channels.Count * CampaignsPerChannel];
        Channels = truth.Channels.Count;
    }

    /// <summary>Room for a channel's campaigns, none included: 3 bits of a <see cref="TouchKey"/>.</summary>
    public const int CampaignsPerChannel = 8;

    public int Channels { get; }
    public DayRows Touches { get; }
    public DayRows OrderKeys { get; }
    public DayRows OrderAmounts { get; }

    /// <summary>Touches by local day, channel and campaign: what spend is made of.</summary>
    public int[] TouchesPerCost { get; }
    public long Buyers { get; set; }
    public long Refunds { get; private set; }

    public void Touch(long local, int customer, int channel, int campaign, bool consent)
    {
        if (local >= _clock.End)
        {
            return;
        }
        var (day, millisecond) = UtcDay(local);
        Touches.Add(day, new TouchKey(millisecond, customer, channel, campaign, consent).Bits);
        TouchesPerCost[((int)(local / ShopClock.Day) * Channels + channel) * CampaignsPerChannel + campaign]++;
    }

    public void Order(long local, int customer, int number, int salesChannel, int revenueCents, int cogsCents)
    {
        if (local >= _clock.End)
        {
            return;
        }
        var (day, millisecond) = UtcDay(local);
        OrderKeys.Add(day, new OrderKey(millisecond, customer, number, salesChannel).Bits);
        OrderAmounts.Add(day, new OrderAmounts(revenueCents, cogsCents).Bits);
        Refunds += revenueCents < 0 ? 1 : 0;
    }

    private (int Day, int Millisecond) UtcDay(long local)
    {
        var (day, millisecond) = Math.DivRem(_clock.ToUtc(local) - _origin, ShopClock.Day);
        return ((int)day, (int)millisecond);
    }
}
