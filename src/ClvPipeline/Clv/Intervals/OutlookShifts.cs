namespace ClvPipeline;

/// <summary>How far expected purchases move between two models that lie a standard deviation to either side.</summary>
internal static class OutlookShifts
{
    /// <returns>By triplet, half the difference of expected purchases.</returns>
    public static double[] Of(TripletTable table, PurchaseModel up, PurchaseModel down, double days, int threads, CancellationToken cancellation)
    {
        var (shifts, aliveUp, aliveDown) = (new double[table.Count], new double[table.Count], new double[table.Count]);
        if (days <= 0) return shifts;
        up.ProbabilitiesAlive(table, threads, aliveUp, cancellation);
        down.ProbabilitiesAlive(table, threads, aliveDown, cancellation);
        Workers.Run(threads, table.GroupStarts.Length - 1, (_, g) =>
        {
            var (from, end) = (table.GroupStarts[g], table.GroupStarts[g + 1]);
            var x = table.Repeats[from];
            var (futureUp, futureDown) = (up.IfAlive(x).Tabulated(x, days), down.IfAlive(x).Tabulated(x, days));
            var byAge = new (double Up, double Down)[table.LongestAgeDays + 1]; // 0 where not asked for yet: no model expects nothing of who is alive
            for (var i = from; i < end; i++)
            {
                ref var expected = ref byAge[table.AgesDays[i]];
                if (expected.Up == 0) expected = (futureUp.Expected(table.AgesDays[i], days), futureDown.Expected(table.AgesDays[i], days));
                shifts[i] = (aliveUp[i] * expected.Up - aliveDown[i] * expected.Down) / 2;
            }
        }, cancellation);
        return shifts;
    }
}
