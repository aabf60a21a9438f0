namespace ClvPipeline;

/// <summary>A dimension with its segments: their names, sums and ranks.</summary>
/// <param name="Name">As results call it.</param>
/// <param name="Sums">By segment.</param>
/// <param name="NameOf">A segment's name, and what it is part of.</param>
internal sealed record SegmentDimension(string Name, SegmentSums Sums, Func<int, (string Name, string? PartOf)> NameOf)
{
    /// <summary>By segment: percentiles and the best fifth, and the place there.</summary>
    public required Func<int, (ClvRanks Ranks, int Place)> RanksOf { get; init; }

    /// <summary>The segments that have a row in any case: those with customers, and everybody.</summary>
    public IEnumerable<int> Segments => Name == SegmentDimensions.All ? [0] : Enumerable.Range(0, Sums.Count).Where(segment => Sums[segment][SegmentMeasure.Customers] > 0 && (!OnlyParts || NameOf(segment).PartOf is not null));

    /// <summary>Whether anybody is known to be in one of them: a column that nobody has a value of is no dimension.</summary>
    public bool SaysSomething => Segments.Any(segment => NameOf(segment).Name is not (Names.None or Names.Unknown));

    /// <summary>Whether only segments that are part of others are meant, those others being a dimension of the same name.</summary>
    public bool OnlyParts { get; init; }

    /// <summary>Ranks for all segments of some sums.</summary>
    public static ClvRanks RanksFor(SegmentSums sums)
    {
        var customers = new long[sums.Count];
        for (var segment = 0; segment < customers.Length; segment++) customers[segment] = sums[segment][SegmentMeasure.Customers];
        return new ClvRanks(customers);
    }
}
