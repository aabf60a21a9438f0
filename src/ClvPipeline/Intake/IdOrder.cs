namespace ClvPipeline;

/// <summary>The order of order and touch ids: integers by number, text and UUIDs by bytes.</summary>
internal readonly struct IdOrder(Utf8Arena? texts)
{
    public int Compare(long a, long b) => texts is null ? a.CompareTo(b) : a == b ? 0 : texts[a].SequenceCompareTo(texts[b]);

    public bool Same(long a, long b) => a == b || (texts is not null && texts[a].SequenceEqual(texts[b]));
}
