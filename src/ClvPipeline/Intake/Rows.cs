namespace ClvPipeline;

/// <summary>A touchpoint on its way into its bucket.</summary>
internal readonly struct TouchRow<TKey>(TKey key, long time, int tag) where TKey : unmanaged
{
    public readonly TKey Key = key;
    public readonly long Time = time;
    public readonly int Tag = tag;
}

/// <summary>What a touchpoint carries in one number: its (channel, campaign) pair, its consent (0 null, 1 false, 2 true), and whether it has an id.</summary>
internal static class TouchTag
{
    public const int MaxPairs = 1 << 28;

    public static int Of(int pair, int consent, bool hasId) => pair << 3 | consent << 1 | (hasId ? 1 : 0);

    public static int Pair(int tag) => tag >>> 3;

    public static int Consent(int tag) => (tag >> 1) & 3;

    public static bool HasId(int tag) => (tag & 1) != 0;
}

/// <summary>An order row on its way into its bucket. Money in micro-units.</summary>
internal struct OrderRow<TKey> where TKey : unmanaged
{
    public TKey Key;
    public long CustomerText;
    public Sale Sale;
}

/// <summary>An order row without its customer.</summary>
internal struct Sale
{
    public long Time;
    public long Revenue;
    public long Cogs;
    public long Id;
    public int SalesChannel;
    public bool CogsKnown;
}

/// <summary>A row of <c>customers</c>.</summary>
internal readonly struct CustomerRow<TKey>(TKey key, int segment) where TKey : unmanaged
{
    public readonly TKey Key = key;
    public readonly int Segment = segment;
}
