namespace ClvPipeline;

/// <summary>By what <c>segment_value</c> groups customers, besides their attributes.</summary>
internal static class SegmentDimensions
{
    public const string All = ClvPipeline.Names.All, Segment = "segment", CohortMonth = "cohort_month", FirstChannel = "first_channel", ChannelUse = "channel_use", SalesChannel = "sales_channel",
        ValueDecile = "value_decile";

    /// <summary>All of them, in the order of the results.</summary>
    public static readonly IReadOnlyList<string> Names = [All, Segment, CohortMonth, FirstChannel, ChannelUse, SalesChannel, ValueDecile];

    /// <summary>Those that every run has.</summary>
    public static readonly IReadOnlyList<string> Always = [All, Segment, CohortMonth, FirstChannel, ChannelUse, ValueDecile];
}
