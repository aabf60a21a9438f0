namespace ClvPipeline.Storage;

/// <summary>A run as the register of a warehouse takes it up.</summary>
public sealed record RunClaim : RunWish
{
    /// <summary>Its id.</summary>
    public required string RunId { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>The machine that it runs on.</summary>
    public required string Host { get; init; }

    /// <summary>The version of the program.</summary>
    public required string Version { get; init; }
}
