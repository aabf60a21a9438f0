using ClvPipeline.Storage;

namespace ClvPipeline.Jobs;

/// <summary>A run as it is asked for. What is null is decided when it starts.</summary>
public sealed record RunOrder
{
    /// <summary>Its settings.</summary>
    public required LoadedSettings Settings { get; init; }

    /// <summary>The last local day whose events count; null for the settings' own, else yesterday.</summary>
    public DateOnly? AsOf { get; init; }

    /// <summary>Where results go, relative to the working directory; null for the settings' own.</summary>
    public string? OutFolder { get; init; }

    /// <summary>Its id; null for a new one.</summary>
    public string? RunId { get; init; }

    /// <summary>Whether nothing is to be written.</summary>
    public bool DryRun { get; init; }

    /// <summary>Whether it is to be shown to readers although its settings were changed for this time.</summary>
    public bool Publish { get; init; }

    /// <summary>Whether it may become what readers see: its settings are the pipeline's own, or it was asked for.</summary>
    internal bool MayPublish => Held?.Run.Wish.MayPublish ?? (!Settings.ChangedBySet || Publish);

    /// <summary>How long the pipeline's last run took, stage by stage; null where there is none.</summary>
    internal RunPace? Pace { get; init; }

    /// <summary>The run as a worker took it from the queue; null for one that is asked for here and now.</summary>
    internal IHeldRun? Held { get; init; }

    /// <summary>The number of threads; null for one per processor.</summary>
    public int? Threads { get; init; }

    /// <summary>What started it: <c>manual</c>, <c>backfill</c>, <c>schedule</c>, <c>api</c>.</summary>
    public string Trigger { get; init; } = "manual";

    /// <summary>Who asked for it.</summary>
    public string? RequestedBy { get; init; }

    /// <summary>Why, in the words of who asked for it.</summary>
    public string? Note { get; init; }
}
