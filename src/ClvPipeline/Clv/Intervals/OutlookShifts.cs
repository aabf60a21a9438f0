namespace ClvPipeline;

/// <summary>How far expected purchases move between two models that lie a standard deviation to either side.</summary>
internal static class OutlookShifts
{
    /// <returns>By triplet, half the difference of expected purchases.</returns>
    public static double[] Of(TripletTable table, PurchaseModel up, PurchaseModel down, double days, int threads)
    {
        var shifts = new double[table.Count];
        Workers.Run(threads, table.GroupStarts.Length - 1, (_, g) =>
        {
            var (from, end) = (table.GroupStarts[g], table.GroupStarts[g + 1]);
            var x = table.Repeats[from];
            var (futureUp, futureDown) = (up.IfAlive(x).Tabulated(x, days), down.IfAlive(x).Tabulated(x, days));
            for (var i = from; i < end; i++)
            {
                var age = table.AgesDays[i];
                shifts[i] = days <= 0 ? 0 : (up.ProbabilityAlive(table[i]) * futureUp.Expected(age, days) - down.ProbabilityAlive(table[i]) * futureDown.Expected(age, days)) / 2;
            }
        }, CancellationToken.None);
        return shifts;
    }
}
