using ClvPipeline.Tests.Oracle;

namespace ClvPipeline.Tests.Laws;

/// <summary>Runs the engine on a shop with the settings that the oracle has.</summary>
public static class EngineRun
{
    public static RunSettings Settings(OracleSettings settings, string model = "none") => new()
    {
        TimeZone = settings.TimeZone,
        Currency = settings.Currency,
        Clv = new ClvSettings { Model = model, GrossMargin = settings.GrossMargin },
        Quality = new QualitySettings { MaxAmount = settings.MaxAmount, MaxRejectedShare = 1 },
        Attribution = new AttributionSettings
        {
            Acquisition = Mode(settings, ModeKind.Acquisition),
            Order = Mode(settings, ModeKind.Order),
            Lifetime = Mode(settings, ModeKind.Lifetime),
            DirectChannels = settings.DirectChannels,
            Models = [.. settings.Models.Select(Model)],
        },
    };

    public static RunResults Run(Shop shop, OracleSettings settings, Layout? layout = null, int threads = 1, int? bucketBits = null) =>
        Run(MemoryDataset.Inputs(shop, settings, layout ?? new Layout()), settings, threads, bucketBits);

    public static RunResults Run(Inputs inputs, OracleSettings settings, int threads = 1, int? bucketBits = null, ISpillStore? spill = null, string model = "none", long memoryLimit = 0) =>
        Pipeline.Run(inputs, Settings(settings, model), new RunRequest("r", settings.AsOf),
            new RunOptions(threads) { BucketBits = bucketBits, Spill = spill, MemoryLimit = spill is null ? long.MaxValue : memoryLimit }, Silent.Instance, CancellationToken.None);

    private static ModeSettings? Mode(OracleSettings settings, ModeKind kind) => settings.Modes.FirstOrDefault(mode => mode.Kind == kind) is { } mode
        ? new ModeSettings((double?)mode.WindowDays, mode.Overlap ? OrderPath.Overlap : OrderPath.Restart)
        : null;

    private static ModelSettings Model(OracleModel model) => new()
    {
        Type = model.Type,
        Name = model.Name,
        Parameters = model.Kind switch
        {
            ModelKind.TimeDecay => new Dictionary<string, double> { ["halfLifeDays"] = (double)model.HalfLifeDays },
            ModelKind.PositionBased => new Dictionary<string, double> { ["first"] = (double)model.First, ["last"] = (double)model.Last },
            _ => [],
        },
    };
}
