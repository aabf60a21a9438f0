namespace ClvPipeline.Storage;

/// <summary>How far a run is.</summary>
/// <param name="Stage">What it is doing.</param>
/// <param name="Done">How much of that stage is done, 0 to 1.</param>
public sealed record RunProgress(string Stage, double Done)
{
    /// <summary>How many rows (or what <see cref="Unit"/> says) of the stage are done.</summary>
    public long Rows { get; init; }

    /// <summary>What is counted.</summary>
    public string Unit { get; init; } = "rows";

    /// <summary>Rows a second in this stage; null while it is too early to say.</summary>
    public double? Rate { get; init; }

    /// <summary>How much of the whole run is done, 0 to 1, if it takes its time as the pipeline's last run did; null where there was none.</summary>
    public double? Share { get; init; }

    /// <summary>Seconds to go, by the same reckoning.</summary>
    public double? SecondsLeft { get; init; }
}
