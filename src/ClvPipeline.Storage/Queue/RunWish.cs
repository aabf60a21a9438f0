namespace ClvPipeline.Storage;

/// <summary>A run as somebody asks the queue for it.</summary>
public record RunWish
{
    /// <summary>The pipeline that it belongs to.</summary>
    public required string Pipeline { get; init; }

    /// <summary>The last local day whose events count.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>Its parameters as canonical JSON, which read back as settings.</summary>
    public required string Parameters { get; init; }

    /// <summary>SHA-256 of them, in hex.</summary>
    public required string ParametersHash { get; init; }

    /// <summary>What asks: <c>manual</c>, <c>backfill</c>, <c>schedule</c> or <c>api</c>.</summary>
    public required string Trigger { get; init; }

    /// <summary>Who asks.</summary>
    public string? RequestedBy { get; init; }

    /// <summary>Why, in their words.</summary>
    public string? Note { get; init; }

    /// <summary>Whether it may become what readers see: its parameters are the pipeline's own, or that was asked for.</summary>
    public required bool MayPublish { get; init; }

    /// <summary>The instant of the schedule that it is for. A pipeline has one run for each, however often it is asked for and whatever became of it. Null where no schedule asks.</summary>
    public DateTimeOffset? ScheduledFor { get; init; }
}
