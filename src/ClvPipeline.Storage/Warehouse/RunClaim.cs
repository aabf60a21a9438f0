namespace ClvPipeline.Storage;

/// <summary>A run as the register of a warehouse takes it up.</summary>
public sealed record RunClaim
{
    /// <summary>Its id.</summary>
    public required string RunId { get; init; }

    /// <summary>The pipeline that it belongs to.</summary>
    public required string Pipeline { get; init; }

    /// <summary>The last local day whose events count.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>Its parameters as canonical JSON.</summary>
    public required string Parameters { get; init; }

    /// <summary>SHA-256 of them.</summary>
    public required string ParametersHash { get; init; }

    /// <summary>What started it.</summary>
    public required string Trigger { get; init; }

    /// <summary>Who asked for it.</summary>
    public string? RequestedBy { get; init; }

    /// <summary>Why.</summary>
    public string? Note { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>Whether it may become what readers see.</summary>
    public required bool MayPublish { get; init; }

    /// <summary>The machine that it runs on.</summary>
    public required string Host { get; init; }

    /// <summary>The version of the program.</summary>
    public required string Version { get; init; }
}
