namespace ClvPipeline;

/// <summary>A customer's purchase occasions: distinct local days with an order (contract §3).</summary>
/// <param name="Triplet">x, t_x and T in whole days.</param>
/// <param name="FirstRevenue">Net revenue of the orders of the first day, in micro-units.</param>
/// <param name="RepeatRevenue">Net revenue of the orders of all later days, in micro-units.</param>
/// <param name="LastDay">The local day of the last order, in days since 1970.</param>
internal readonly record struct Occasions(Triplet Triplet, long FirstRevenue, long RepeatRevenue, int LastDay)
{
    /// <summary>m: mean net revenue per repeat occasion, in units of the currency; 0 without one.</summary>
    public double MeanSpend => Triplet.Repeats == 0 ? 0 : RepeatRevenue / (double)Micros.PerUnit / Triplet.Repeats;

    /// <summary>Those up to a local day; null if the first order is later than that.</summary>
    /// <param name="zone">Decides local days.</param>
    /// <param name="orders">A customer's orders, by time.</param>
    /// <param name="upTo">The last local day that counts, in days since 1970.</param>
    public static Occasions? UpTo(LocalTime zone, ReadOnlySpan<Order> orders, int upTo)
    {
        int first = 0, last = 0, repeats = -1;
        long firstRevenue = 0, repeatRevenue = 0;
        foreach (ref readonly var order in orders)
        {
            var day = zone.DayOf(order.Time);
            if (day > upTo) break;
            if (repeats < 0) (first, last, repeats) = (day, day, 0);
            else if (day > last) (last, repeats) = (day, repeats + 1);
            if (day == first) firstRevenue = checked(firstRevenue + order.Revenue);
            else repeatRevenue = checked(repeatRevenue + order.Revenue);
        }

        return repeats < 0 ? null : new Occasions(new Triplet(repeats, last - first, upTo - first), firstRevenue, repeatRevenue, last);
    }
}
