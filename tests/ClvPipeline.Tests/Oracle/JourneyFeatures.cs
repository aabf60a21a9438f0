namespace ClvPipeline.Tests.Oracle;

/// <summary>What makes the journeys of a shop nasty.</summary>
public static class JourneyFeatures
{
    public static void Count(Shop shop, OracleSettings settings, TouchIntake touches, OrderIntake orders, FeatureCounter counter)
    {
        var buyers = Buyer.Of(orders, CustomerIntake.Read(shop), settings);
        var ids = buyers.Select(buyer => buyer.Customer).ToHashSet();
        counter.See("non-buyer", touches.Journeys.Keys.Any(customer => !ids.Contains(customer)));
        counter.See("buyer without touches", ids.Any(customer => !touches.Journeys.ContainsKey(customer)));
        counter.See("customer missing from customers", buyers.Any(buyer => buyer.Segment == Names.Unknown));
        counter.See("blank segment", !shop.Absent.Contains("customers.segment") && buyers.Any(buyer => buyer.Segment == Names.None));
        counter.See("unlinked refund of a buyer", orders.Purchases.Any(purchase => purchase.Row is null && ids.Contains(purchase.Customer)));
        counter.See("profit without a purchase", orders.Purchases.Any(purchase => purchase.Profit != 0 && !ids.Contains(purchase.Customer)));
        counter.See("equal instants: orders", buyers.Any(buyer => buyer.Orders.Select(order => order.At).Distinct().Count() < buyer.Orders.Count));
        counter.See("equal instants: touches", touches.Journeys.Values.Any(journey => journey.Select(touch => touch.At).Distinct().Count() < journey.Count));
        counter.See("equal instants: touch and order", buyers.Any(buyer => buyer.Orders.Any(order => TouchesOf(buyer).Any(touch => touch.At == order.At))));
        counter.See("cohort month other than in UTC", buyers.Any(buyer => new Clock("UTC").DayOf(buyer.FirstOrderAt).Month != buyer.CohortMonth.Month));
        Night(shop, settings, touches, counter);
        foreach (var mode in settings.Modes) Mode(mode);

        IReadOnlyList<Touch> TouchesOf(Buyer buyer) => touches.Journeys.GetValueOrDefault(buyer.Customer, []);

        void Mode(OracleMode mode)
        {
            var journeys = buyers.Select(buyer => Journeys.Of(buyer, mode, TouchesOf(buyer), settings.Horizon)).ToList();
            counter.See($"{mode.Name}: direct-only journey", journeys.Any(own => own.Any(journey => journey.Count > 0 && journey.All(touch => settings.IsDirect(touch.Channel)))));
            counter.See($"{mode.Name}: path of more than 20 steps", journeys.Any(own => own.Any(journey => Journeys.Path(journey).EndsWith(Names.More, StringComparison.Ordinal))));
            counter.See($"{mode.Name}: touch on the border of the window", buyers.Any(buyer => Ages(buyer).Any(age => age == mode.WindowDays * Clock.Day)));
            counter.See($"{mode.Name}: touch 1 µs before the window", buyers.Any(buyer => Ages(buyer).Any(age => age == mode.WindowDays * Clock.Day + 1)));
            if (mode.Kind != ModeKind.Order) return;
            var name = mode.Overlap ? "overlap" : "restart";
            counter.See($"{name}: two orders with one journey", journeys.Any(own => own.Where((journey, i) => i > 0 && journey.Count > 0 && journey.SequenceEqual(own[i - 1])).Any()));
            counter.See($"{name}: residual of a buyer with and without a journey", buyers.Zip(journeys).Any(pair =>
                pair.First.Clv != pair.First.Orders.Sum(order => order.Profit) && pair.Second.Any(journey => journey.Count == 0) && pair.Second.Any(journey => journey.Count > 0)));

            IEnumerable<long> Ages(Buyer buyer) => from reference in References(buyer) from touch in TouchesOf(buyer) select reference - touch.At;
            IEnumerable<long> References(Buyer buyer) => mode.Kind switch
            {
                ModeKind.Acquisition => [buyer.FirstOrderAt],
                ModeKind.Lifetime => [settings.Horizon],
                _ => buyer.Orders.Select(order => order.At),
            };
        }
    }

    /// <summary>Local readings of hours that clocks show twice or never.</summary>
    private static void Night(Shop shop, OracleSettings settings, TouchIntake touches, FeatureCounter counter)
    {
        var isLocal = settings.TimeZone == "Europe/Amsterdam" && shop.TouchTimes == TimeReading.Local && shop.TouchZone is null;
        var zone = TimeZoneInfo.FindSystemTimeZoneById(settings.TimeZone);
        var readings = shop.Touches.Where((_, i) => isLocal && touches.Outcomes[i] == Outcome.Used)
            .Select(row => new DateTime(DateTime.UnixEpoch.Ticks + row.OccurredAt!.Value * 10, DateTimeKind.Unspecified)).ToList();
        counter.See("DST night: hour that occurs twice", readings.Any(zone.IsAmbiguousTime));
        counter.See("DST night: hour that never occurs", readings.Any(zone.IsInvalidTime));
    }
}
