namespace ClvPipeline.Tests.Oracle;

/// <summary>The settings of a run, as far as attribution and historic value go (<c>clv.model</c> is <c>none</c>).</summary>
public sealed record OracleSettings
{
    public required DateOnly AsOf { get; init; }

    public string TimeZone { get; init; } = "UTC";

    /// <summary>Null is only right where no row needs it.</summary>
    public decimal? GrossMargin { get; init; }

    public IReadOnlyList<string> DirectChannels { get; init; } = ["direct"];

    public IReadOnlyList<OracleMode> Modes { get; init; } = OracleMode.AllThree;

    public IReadOnlyList<OracleModel> Models { get; init; } = OracleModel.AllEight;

    public string Currency { get; init; } = "EUR";

    public decimal MaxAmount { get; init; } = 1_000_000_000;

    /// <summary>The last microsecond of the as-of day: the last instant that is visible.</summary>
    public long Horizon => new Clock(TimeZone).EndOf(AsOf);

    public bool IsDirect(string channel) => DirectChannels.Any(direct => string.Equals(direct.Trim(), channel, StringComparison.OrdinalIgnoreCase));
}
