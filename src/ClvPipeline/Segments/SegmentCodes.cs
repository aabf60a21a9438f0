namespace ClvPipeline;

/// <summary>The segments that a customer belongs to, as numbers, a dimension each: our own, then the attributes.</summary>
internal static class SegmentCodes
{
    public const int Segment = 0, Cohort = 1, FirstChannel = 2, ChannelUse = 3, SalesChannel = 4;

    /// <summary>The number of dimensions besides attributes.</summary>
    public const int Own = 5;

    public static void Fill(Span<int> codes, in SegmentCustomer customer, int channelUse, ReadOnlySpan<byte> attributes)
    {
        codes[Segment] = customer.Segment;
        codes[Cohort] = customer.Cohort;
        codes[FirstChannel] = customer.FirstChannel;
        codes[ChannelUse] = channelUse;
        codes[SalesChannel] = customer.SalesChannel;
        for (var a = 0; a < attributes.Length; a++) codes[Own + a] = attributes[a];
    }
}
