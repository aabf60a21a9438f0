namespace ClvPipeline.Tests.Oracle;

/// <summary>Spoils rows, each in one way.</summary>
public sealed class BadRows(Random random, OracleSettings settings, Shop shop)
{
    private static readonly string[] BadNames = ["ema\0il", "caf" + Utf8Text.Broken, new string('é', 501)];

    public TouchRow Spoil(TouchRow row) => random.Next(7) switch
    {
        0 => row with { CustomerId = BadKey(shop.CustomerIds) },
        1 => row with { OccurredAt = null },
        2 => row with { OccurredAt = BadTime(shop.TouchTimes) },
        3 when shop.TouchIds == IdKind.Text && !shop.Absent.Contains("touchpoints.touch_id") => row with { TouchId = Id.Of(BadName()) },
        4 when !shop.Absent.Contains("touchpoints.campaign") => row with { Campaign = BadName() },
        5 when shop.CustomerIds == IdKind.Text => row with { CustomerId = Id.Of(BadName()) },
        _ => row with { Channel = BadName() },
    };

    public OrderRow Spoil(OrderRow row) => random.Next(14) switch
    {
        0 => row with { CustomerId = BadKey(shop.CustomerIds) },
        1 => row with { OrderId = BadKey(shop.OrderIds) },
        2 => row with { OrderedAt = null },
        3 => row with { OrderedAt = BadTime(shop.OrderTimes) },
        4 => row with { Revenue = null },
        5 => row with { Revenue = new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity }[random.Next(3)] },
        6 => row with { Revenue = BadAmount() },
        7 when HasCogs => row with { Cogs = new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity }[random.Next(3)] },
        8 when HasCogs => row with { Cogs = BadAmount() },
        9 when HasCogs => row with { Revenue = 10, Cogs = -1 },
        10 when HasCogs => row with { Revenue = -10, Cogs = 1 },
        11 when !shop.Absent.Contains("orders.currency") => row with { Currency = random.Next(2) == 0 ? "XXX" : settings.Currency.ToLowerInvariant() },
        12 when shop.OrderIds == IdKind.Text => row with { OrderId = Id.Of(BadName()) },
        _ when !shop.Absent.Contains("orders.sales_channel") => row with { SalesChannel = BadName() },
        _ => row with { Revenue = null },
    };

    public CustomerRow Spoil(CustomerRow row) =>
        random.Next(2) == 0 || shop.Absent.Contains("customers.segment") ? row with { CustomerId = BadKey(shop.CustomerIds) } : row with { Segment = BadName() };

    private bool HasCogs => !shop.Absent.Contains("orders.cogs");

    private Id? BadKey(IdKind kind) => kind == IdKind.Text && random.Next(2) == 0 ? Id.Of(random.Next(2) == 0 ? "" : " \t") : null;

    private string BadName() => BadNames[random.Next(BadNames.Length)];

    /// <summary>A day and more outside, so that no zone brings it back; or, of instants, by a microsecond; or as far as a number goes.</summary>
    private long BadTime(TimeReading reading)
    {
        var from = Clock.Midnight(new DateOnly(1970, 1, 1));
        var until = Clock.Midnight(new DateOnly(2200, 1, 1));
        return random.Next(5) switch
        {
            0 when reading == TimeReading.Instant => from - 1,
            1 when reading == TimeReading.Instant => until,
            2 when reading != TimeReading.Day => random.Next(2) == 0 ? long.MaxValue : long.MinValue,
            3 => from - 2 * Clock.Day,
            _ => until + 2 * Clock.Day,
        };
    }

    private double BadAmount() => (double)settings.MaxAmount * (random.Next(2) == 0 ? 1 : 12) * (random.Next(2) == 0 ? 1 : -1);
}
