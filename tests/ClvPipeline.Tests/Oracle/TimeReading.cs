namespace ClvPipeline.Tests.Oracle;

/// <summary>What the times of a dataset are.</summary>
public enum TimeReading
{
    /// <summary>Instants: microseconds since 1970 in UTC.</summary>
    Instant,
    /// <summary>Readings of a clock on the wall, in the dataset's time zone: microseconds since 1970 on that clock.</summary>
    Local,
    /// <summary>Local days, as the reading of their midnight.</summary>
    Day,
}
