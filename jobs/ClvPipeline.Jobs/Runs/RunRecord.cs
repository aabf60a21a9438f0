namespace ClvPipeline.Jobs;

/// <summary>What is written down of a run: the one row of its table <c>run</c>.</summary>
public sealed record RunRecord
{
    /// <summary>The status of a run whose results may be shown.</summary>
    public const string Succeeded = "succeeded";

    /// <summary>The status of a run that a check refused.</summary>
    public const string Failed = "failed";

    /// <summary>Its id.</summary>
    public required string RunId { get; init; }

    /// <summary>The pipeline that it belongs to.</summary>
    public required string Pipeline { get; init; }

    /// <summary>The last local day whose events count.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary><see cref="Succeeded"/> or <see cref="Failed"/>.</summary>
    public required string Status { get; init; }

    /// <summary>How many times it was tried, this time included.</summary>
    public required int Attempt { get; init; }

    /// <summary>What started it.</summary>
    public required string Trigger { get; init; }

    /// <summary>Who asked for it.</summary>
    public string? RequestedBy { get; init; }

    /// <summary>Why.</summary>
    public string? Note { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>When it began to read.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When its results were complete.</summary>
    public required DateTimeOffset FinishedAt { get; init; }

    /// <summary>When it was handed to readers; null if it is kept only.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>Its parameters as canonical JSON.</summary>
    public required string Parameters { get; init; }

    /// <summary>SHA-256 of them.</summary>
    public required string ParametersHash { get; init; }

    /// <summary>Its input files as JSON.</summary>
    public required string Inputs { get; init; }

    /// <summary>The machine that it ran on.</summary>
    public required string Host { get; init; }

    /// <summary>How long each stage took, in seconds, as JSON.</summary>
    public required string Stages { get; init; }

    /// <summary>SHA-256 of its result tables; null for a refused run.</summary>
    public string? ResultHash { get; init; }

    /// <summary>Its sums.</summary>
    public required RunTotals Totals { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Error { get; init; }
}
