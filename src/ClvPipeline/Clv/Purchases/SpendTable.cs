namespace ClvPipeline;

/// <summary>What repeat customers spend, ascending by (x, revenue). Those whose repeat purchases brought nothing or less are counted, and are not in the columns.</summary>
internal sealed class SpendTable
{
    internal SpendTable(ReadOnlySpan<(int Repeats, long RevenueMicros)> sorted)
    {
        var n = 0;
        foreach (var (_, micros) in sorted) n += micros > 0 ? 1 : 0;
        (Repeats, Revenue, LeftOut) = (new int[n], new double[n], sorted.Length - n);
        var starts = new List<int>();
        var at = 0;
        foreach (var (repeats, micros) in sorted)
        {
            if (micros <= 0) continue;
            if (at == 0 || repeats != Repeats[at - 1]) starts.Add(at);
            (Repeats[at], Revenue[at]) = (repeats, micros / (double)Micros.PerUnit);
            at++;
        }

        GroupStarts = [.. starts, n];
        Correlation = CorrelationOf(Repeats, Revenue);
    }

    public int Count => Repeats.Length;

    /// <summary>x: repeat purchase occasions, at least 1.</summary>
    public int[] Repeats { get; }

    /// <summary>x·m: their net revenue together, above 0, in units of the currency.</summary>
    public double[] Revenue { get; }

    /// <summary>Where each number of repeat purchases begins, and the end.</summary>
    public int[] GroupStarts { get; }

    /// <summary>Repeat customers with a mean spend of 0 or less.</summary>
    public int LeftOut { get; }

    /// <summary>Correlation of x and mean spend. Gamma-Gamma takes it for 0: a strong one is to be told.</summary>
    public double Correlation { get; }

    /// <summary>The table of a list of customers: repeat purchases and their revenue in micro-units.</summary>
    public static SpendTable Of(IEnumerable<(int Repeats, long RevenueMicros)> customers)
    {
        var counter = new SpendCounter();
        foreach (var (repeats, micros) in customers) counter.Add(repeats, micros);
        return counter.ToTable();
    }

    private static double CorrelationOf(int[] repeats, double[] revenue)
    {
        double meanX = 0, meanM = 0, xx = 0, mm = 0, xm = 0;
        for (var i = 0; i < repeats.Length; i++)
        {
            meanX += repeats[i];
            meanM += revenue[i] / repeats[i];
        }

        (meanX, meanM) = (meanX / Math.Max(1, repeats.Length), meanM / Math.Max(1, repeats.Length));
        for (var i = 0; i < repeats.Length; i++)
        {
            var (x, m) = (repeats[i] - meanX, revenue[i] / repeats[i] - meanM);
            (xx, mm, xm) = (xx + x * x, mm + m * m, xm + x * m);
        }

        return xx > 0 && mm > 0 ? xm / Math.Sqrt(xx * mm) : 0;
    }
}
