namespace ClvPipeline.Storage;

/// <summary>Something that people are to be told, once.</summary>
/// <param name="Key">What tells it apart: of alerts with the same key there is one.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Pipeline">The pipeline.</param>
/// <param name="RunId">The run; null where there is none.</param>
/// <param name="Body">What is sent, as JSON.</param>
public sealed record Alert(string Key, string Kind, string Pipeline, string? RunId, string Body)
{
    /// <summary>Its number in the register, from 1; 0 before it is there.</summary>
    public long Number { get; init; }

    /// <summary>When it was raised.</summary>
    public DateTimeOffset RaisedAt { get; init; }

    /// <summary>How often somebody tried to send it.</summary>
    public int Attempts { get; init; }

    /// <summary>When it is tried next, where it was not delivered.</summary>
    public DateTimeOffset NextTryAt { get; init; }

    /// <summary>When it was delivered; null where it was not.</summary>
    public DateTimeOffset? DeliveredAt { get; init; }

    /// <summary>When it was given up; null where it was not.</summary>
    public DateTimeOffset? GivenUpAt { get; init; }

    /// <summary>Why the last try failed.</summary>
    public string? Error { get; init; }
}
