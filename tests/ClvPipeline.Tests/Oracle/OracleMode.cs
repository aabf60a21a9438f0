namespace ClvPipeline.Tests.Oracle;

/// <summary>A mode of a run. <paramref name="WindowDays"/> null: unlimited. <paramref name="Overlap"/>: of orders, whether each sees all in its window.</summary>
public sealed record OracleMode(ModeKind Kind, decimal? WindowDays, bool Overlap = false)
{
    /// <summary>Its name in settings and results.</summary>
    public string Name => Kind switch
    {
        ModeKind.Acquisition => "acquisition",
        ModeKind.Order => "order",
        _ => "lifetime",
    };

    /// <summary>All three with the default windows.</summary>
    public static IReadOnlyList<OracleMode> AllThree { get; } =
        [new(ModeKind.Acquisition, 90), new(ModeKind.Order, 30), new(ModeKind.Lifetime, null)];
}
