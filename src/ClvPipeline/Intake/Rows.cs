using System.Runtime.InteropServices;

namespace ClvPipeline;

/// <summary>A touchpoint on its way into its bucket: without padding, since there are so many.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal readonly struct TouchRow<TKey>(TKey key, long time, int tag) : IKeyed<TKey> where TKey : unmanaged
{
    public TKey Key { get; } = key;

    public long Time { get; } = time;

    public int Tag { get; } = tag;
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
internal readonly struct OrderRow<TKey>(TKey key, long customerText, in Sale sale) : IKeyed<TKey> where TKey : unmanaged
{
    public TKey Key { get; } = key;

    public long CustomerText { get; } = customerText;

    public readonly Sale Sale = sale;
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
internal readonly struct CustomerRow<TKey>(TKey key, int segment) : IKeyed<TKey> where TKey : unmanaged
{
    public TKey Key { get; } = key;

    public int Segment { get; } = segment;
}
