namespace ClvPipeline;

/// <summary>The distinct triplets of a shop, ascending, and how many customers have each.</summary>
internal sealed class TripletTable
{
    private readonly ulong[] _keys;

    internal TripletTable(ulong[] keys, int[] customers)
    {
        (_keys, Customers) = (keys, customers);
        (Repeats, AgesAtLastPurchaseDays, AgesDays) = (new int[keys.Length], new int[keys.Length], new int[keys.Length]);
        var starts = new List<int>();
        for (var i = 0; i < keys.Length; i++)
        {
            var triplet = Triplet.Of(keys[i]);
            (Repeats[i], AgesAtLastPurchaseDays[i], AgesDays[i]) = (triplet.Repeats, triplet.AgeAtLastPurchaseDays, triplet.AgeDays);
            if (i == 0 || Repeats[i] != Repeats[i - 1]) starts.Add(i);
            TotalCustomers += customers[i];
            if (triplet.Repeats > 0) Repeaters += customers[i];
            TotalRepeats += (long)customers[i] * triplet.Repeats;
            TotalAgeDays += (long)customers[i] * triplet.AgeDays;
            LongestAgeDays = Math.Max(LongestAgeDays, triplet.AgeDays);
        }

        GroupStarts = [.. starts, keys.Length];
    }

    public int Count => _keys.Length;

    public Triplet this[int i] => Triplet.Of(_keys[i]);

    public int[] Repeats { get; }

    public int[] AgesAtLastPurchaseDays { get; }

    public int[] AgesDays { get; }

    /// <summary>By triplet: how many customers have it.</summary>
    public int[] Customers { get; }

    /// <summary>Where each number of repeat purchases begins, and the end.</summary>
    public int[] GroupStarts { get; }

    public long TotalCustomers { get; }

    /// <summary>Customers with a repeat purchase.</summary>
    public long Repeaters { get; }

    public long TotalRepeats { get; }

    public long TotalAgeDays { get; }

    public int LongestAgeDays { get; }

    public double MeanAgeDays => TotalCustomers == 0 ? 0 : (double)TotalAgeDays / TotalCustomers;

    /// <summary>The place of a triplet, or a negative number where it is not there.</summary>
    public int IndexOf(Triplet triplet) => Array.BinarySearch(_keys, triplet.Key);

    /// <summary>The same customers with their times rounded to multiples of so many days: fewer triplets, which say nearly the same.</summary>
    public TripletTable Rounded(int days)
    {
        var counter = new TripletCounter();
        for (var i = 0; i < Count; i++)
        {
            // No more repeat purchases than days, and no last purchase after now: what every triplet keeps to.
            var last = Repeats[i] == 0 ? 0 : Math.Max(Round(AgesAtLastPurchaseDays[i]), Repeats[i]);
            counter.Add(new Triplet(Repeats[i], last, Math.Max(Round(AgesDays[i]), last)), Customers[i]);
        }

        return counter.ToTable();

        int Round(int age) => (age + days / 2) / days * days;
    }

    /// <summary>The table of a list of customers.</summary>
    public static TripletTable Of(IEnumerable<Triplet> customers)
    {
        var counter = new TripletCounter();
        foreach (var customer in customers) counter.Add(customer);
        return counter.ToTable();
    }
}
