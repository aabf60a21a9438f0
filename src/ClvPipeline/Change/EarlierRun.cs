namespace ClvPipeline;

/// <summary>The run before: what its channels were worth, and how it came to that. Held against it, a run can say what moved and why.</summary>
public sealed record EarlierRun
{
    /// <summary>Its id.</summary>
    public required string RunId { get; init; }

    /// <summary>Its as-of date; not after that of the run that is held against it.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>Its table <c>channel_summary</c>.</summary>
    public required ResultTable ChannelSummary { get; init; }

    /// <summary>Its table <c>model_fit</c>; null where that is not to be had.</summary>
    public ResultTable? ModelFit { get; init; }

    /// <summary>Its settings of values and attribution; null where they cannot be read any more. What decides how rows are read is that of the later run.</summary>
    public RunSettings? Settings { get; init; }

    /// <summary>Whether the later run's settings of values and attribution are the same.</summary>
    public bool SameSettings { get; init; }

    /// <summary>Why the settings cannot be read; null where they can.</summary>
    public string? Unreadable { get; init; }

    /// <summary>What else may make the same days look different today than late events do (another version, other sources), in words; null where nothing does.</summary>
    public string? Otherwise { get; init; }
}
