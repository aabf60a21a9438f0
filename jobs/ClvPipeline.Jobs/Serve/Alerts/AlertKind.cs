namespace ClvPipeline.Jobs.Serve;

/// <summary>What people are told of.</summary>
public static class AlertKind
{
    /// <summary>A run of a schedule ended without a result.</summary>
    public const string Failed = "failed";

    /// <summary>A check refused a run of a schedule, so readers see the run before it.</summary>
    public const string Blocked = "blocked";

    /// <summary>A night has no result long after its time.</summary>
    public const string Late = "late";

    /// <summary>There is a result again, after one of those.</summary>
    public const string Recovered = "recovered";

    /// <summary>A channel is worth much more or less than the night before.</summary>
    public const string Moved = "moved";

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<string> All = [Failed, Blocked, Late, Recovered, Moved];
}
