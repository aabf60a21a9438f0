namespace ClvPipeline;

/// <summary>x, t_x and T in whole days, ordered by them.</summary>
/// <param name="Repeats">x: days with a purchase after the first such day.</param>
/// <param name="AgeAtLastPurchaseDays">t_x: from the first day with a purchase to the last.</param>
/// <param name="AgeDays">T: from the first day with a purchase to the as-of day.</param>
internal readonly record struct Triplet(int Repeats, int AgeAtLastPurchaseDays, int AgeDays) : IComparable<Triplet>
{
    /// <summary>Instants lie between 1970 and 2199, so 21 bits are plenty for each.</summary>
    private const int Bits = 21;

    /// <summary>The three as one number that sorts like them.</summary>
    public ulong Key => (ulong)Repeats << 2 * Bits | (ulong)AgeAtLastPurchaseDays << Bits | (uint)AgeDays;

    /// <summary>Why no customer can have this triplet; null where one can.</summary>
    public string? Problem =>
        Repeats < 0 || AgeAtLastPurchaseDays < 0 || AgeDays >= 1 << Bits ? "a number is out of range"
        : AgeAtLastPurchaseDays > AgeDays ? "the last purchase is later than now"
        : Repeats > AgeAtLastPurchaseDays ? "more repeat purchases than days that could hold one"
        : Repeats == 0 && AgeAtLastPurchaseDays > 0 ? "a last purchase without a repeat purchase"
        : null;

    public static Triplet Of(ulong key) => new((int)(key >> 2 * Bits), (int)(key >> Bits) & ((1 << Bits) - 1), (int)key & ((1 << Bits) - 1));

    public int CompareTo(Triplet other) => Key.CompareTo(other.Key);

    public static implicit operator History(Triplet triplet) => new(triplet.Repeats, triplet.AgeAtLastPurchaseDays, triplet.AgeDays);
}
