namespace ClvPipeline.Tests.Oracle;

/// <summary>A touchpoint that counts. A class, not a record: two touches may look alike and are two all the same.</summary>
public sealed class Touch(Id customer, long at, Id? touchId, string channel, string campaign)
{
    /// <summary>The order of a journey. A touch without an id comes before those with one.</summary>
    public static IComparer<Touch> Order { get; } = Comparer<Touch>.Create((a, b) =>
        a.At != b.At ? a.At.CompareTo(b.At)
        : Nullable.Compare(a.TouchId, b.TouchId) is var ids and not 0 ? ids
        : Utf8Text.ByBytes.Compare(a.Channel, b.Channel) is var channels and not 0 ? channels
        : Utf8Text.ByBytes.Compare(a.Campaign, b.Campaign));

    public Id Customer => customer;

    public long At => at;

    public Id? TouchId => touchId;

    public string Channel => channel;

    public string Campaign => campaign;
}
