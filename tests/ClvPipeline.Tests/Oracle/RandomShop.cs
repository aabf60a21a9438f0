namespace ClvPipeline.Tests.Oracle;

/// <summary>A small shop in which everything that can go wrong does so often, and the settings to run it with. The seed alone decides.</summary>
public sealed record RandomShop(int Seed, Shop Shop, OracleSettings Settings)
{
    /// <summary>The columns that a shop may lack.</summary>
    public static IReadOnlyList<string> OptionalColumns { get; } =
    [
        "touchpoints.touch_id", "touchpoints.campaign", "touchpoints.consent", "orders.cogs", "orders.sales_channel", "orders.currency", "customers.segment",
    ];

    private static readonly string[] Channels = ["email", "paid_search", "direct", "social", "display", "store"];
    private static readonly string[] Campaigns = ["spring", "sale", " spring", "(none)", "brand"];
    private static readonly string[] Segments = ["b2b", "b2c", "vip"];

    public static RandomShop Make(int seed, int leastCustomers = 5, int mostCustomers = 60)
    {
        var random = new Random(seed);
        var settings = RandomSettings.Make(random);
        var idKind = (IdKind)random.Next(3);
        var mixed = random.Next(4) == 0; // touch and order ids may be of another kind than customer ids
        var shop = new Shop
        {
            Touches = [],
            Orders = [],
            CustomerIds = idKind,
            TouchIds = mixed ? (IdKind)random.Next(3) : idKind,
            OrderIds = mixed ? (IdKind)random.Next(3) : idKind,
            TouchTimes = Reading(random),
            OrderTimes = Reading(random),
            TouchZone = random.Next(6) == 0 ? "America/New_York" : null,
            OrderZone = random.Next(6) == 0 ? "Asia/Kathmandu" : null,
            Absent = OptionalColumns.Where(_ => random.Next(6) == 0).ToHashSet(),
        };
        shop = Fill(shop, settings, random, random.Next(leastCustomers, mostCustomers + 1));
        return new RandomShop(seed, shop, settings);
    }

    private static TimeReading Reading(Random random) => random.Next(10) switch { < 5 => TimeReading.Instant, < 9 => TimeReading.Local, _ => TimeReading.Day };

    private static Shop Fill(Shop shop, OracleSettings settings, Random random, int count)
    {
        var touchTimes = new RandomTimes(random, settings, shop.TouchTimes, shop.TouchZone, lastOfDay: false);
        var orderTimes = new RandomTimes(random, settings, shop.OrderTimes, shop.OrderZone, lastOfDay: true);
        var nasty = random.NextDouble() * 0.3;
        var orders = new RandomOrders(random, settings, orderTimes, new RandomIds(random, shop.OrderIds), new RandomMoney(random, settings.MaxAmount),
            new RandomNames(random, Channels, nasty), shop.Absent);
        var touches = new RandomTouches(random, settings, touchTimes, new RandomIds(random, shop.TouchIds),
            new RandomNames(random, Channels, nasty), new RandomNames(random, Campaigns, nasty), shop.Absent);
        var ids = new RandomIds(random, shop.CustomerIds);
        var customers = Enumerable.Range(0, count).Select(_ => ids.Next()).ToList();

        var orderRows = new List<OrderRow>();
        var touchRows = new List<TouchRow>();
        foreach (var customer in customers)
        {
            var own = orders.Of(customer).ToList();
            orderRows.AddRange(own);
            touchRows.AddRange(touches.Of(customer, [.. own.Select(order => orderTimes.Instant(order.OrderedAt!.Value))]));
        }
        var customerRows = random.Next(5) == 0 ? null
            : CustomerRows(customers.Append(ids.Next()), new RandomNames(random, Segments, nasty), shop.Absent.Contains("customers.segment"), random).ToList();

        var bad = new BadRows(random, settings, shop);
        Spoil(touchRows, bad.Spoil, random);
        Spoil(orderRows, bad.Spoil, random);
        if (customerRows is not null) Spoil(customerRows, bad.Spoil, random);
        if (customerRows is not null) Describe(customerRows, nasty, customerRows.Count + orderRows.Count);
        // One order that nothing spoils: a run without orders is another matter.
        orderRows.Add(new OrderRow(new RandomIds(random, shop.OrderIds).Next(), ids.Next(), orderTimes.At(settings.Horizon - 10 * Clock.Day), 12.34));
        return shop with { Touches = Shuffled(touchRows, random), Orders = Shuffled(orderRows, random), Customers = customerRows is null ? null : Shuffled(customerRows, random) };
    }

    private static IEnumerable<CustomerRow> CustomerRows(IEnumerable<Id> customers, RandomNames segments, bool noSegments, Random random)
    {
        foreach (var customer in customers)
        {
            if (random.Next(7) == 0) continue;
            yield return new CustomerRow(customer, noSegments ? null : segments.Next());
            if (random.Next(10) == 0) yield return new CustomerRow(customer, noSegments ? null : segments.Next());
        }
    }

    /// <summary>Gives customers attributes, by a seed of their own; who is there twice has others the second time, now and then.</summary>
    private static void Describe(List<CustomerRow> rows, double nasty, int seed)
    {
        var random = new Random(seed);
        var countries = new RandomNames(random, ["NL", "BE", "DE"], nasty);
        for (var i = 0; i < rows.Count; i++)
            rows[i] = rows[i] with
            {
                ChannelUse = random.Next(4) == 0 ? null : random.Next(2) == 0,
                Country = countries.Next(),
                Since = random.Next(5) == 0 ? null : new DateOnly(1999 + 10 * random.Next(3), 2, 28),
                Tier = random.Next(5) == 0 ? null : random.Next(-1, 12),
            };
    }

    /// <summary>Spoils a few rows in place, or adds a spoilt one beside them.</summary>
    private static void Spoil<T>(List<T> rows, Func<T, T> spoil, Random random)
    {
        if (rows.Count == 0) return;
        for (var left = random.Next(4); left > 0; left--)
        {
            var i = random.Next(rows.Count);
            if (random.Next(2) == 0) rows[i] = spoil(rows[i]);
            else rows.Add(spoil(rows[i]));
        }
    }

    private static T[] Shuffled<T>(List<T> rows, Random random)
    {
        var shuffled = rows.ToArray();
        random.Shuffle(shuffled);
        return shuffled;
    }
}
