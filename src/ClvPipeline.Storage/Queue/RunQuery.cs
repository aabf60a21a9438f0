namespace ClvPipeline.Storage;

/// <summary>Which runs of a register are wanted, the latest request first.</summary>
public sealed record RunQuery
{
    /// <summary>Of this pipeline; null for all.</summary>
    public string? Pipeline { get; init; }

    /// <summary>In one of these states; empty for all.</summary>
    public IReadOnlyList<string> Statuses { get; init; } = [];

    /// <summary>Of this as-of date; null for all.</summary>
    public DateOnly? AsOf { get; init; }

    /// <summary>At most so many.</summary>
    public int Most { get; init; } = int.MaxValue;
}
