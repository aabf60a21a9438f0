namespace ClvPipeline.Tests.Oracle;

/// <summary>Draws the settings of a run.</summary>
public static class RandomSettings
{
    private static readonly string[] Zones = ["Europe/Amsterdam", "Europe/Amsterdam", "Europe/Amsterdam", "UTC", "America/New_York", "America/Sao_Paulo", "Asia/Kathmandu"];
    private static readonly decimal?[] Windows = [90, 30, 7, 1, 0.5m, 365, null];
    private static readonly decimal[] Margins = [0.4m, 0.5m, 1, 0, 0.333333m, 0.25m];

    private static readonly OracleModel[] Extras =
    [
        new(ModelKind.PositionBased, "j_shaped", First: 0.2m, Last: 0.6m),
        new(ModelKind.PositionBased, "inverse_j", First: 0.6m, Last: 0.2m),
        new(ModelKind.PositionBased, "middle", First: 0, Last: 0),
        new(ModelKind.PositionBased, "ends", First: 0.5m, Last: 0.5m),
        new(ModelKind.TimeDecay, "fast decay", HalfLifeDays: 0.04m),
        new(ModelKind.TimeDecay, "slow decay", HalfLifeDays: 90),
        new(ModelKind.Linear, "linear again"),
    ];

    public static OracleSettings Make(Random random)
    {
        var zone = Zones[random.Next(Zones.Length)];
        IReadOnlyList<OracleMode> modes =
        [
            new(ModeKind.Acquisition, Windows[random.Next(Windows.Length)]),
            new(ModeKind.Order, Windows[random.Next(Windows.Length)], random.Next(2) == 0),
            new(ModeKind.Lifetime, random.Next(2) == 0 ? null : Windows[random.Next(Windows.Length)]),
        ];
        return new OracleSettings
        {
            AsOf = RandomTimes.Zones[zone].Earliest.AddDays(random.Next(4) == 0 ? -1 : random.Next(90)),
            TimeZone = zone,
            GrossMargin = Margins[random.Next(Margins.Length)],
            DirectChannels = new string[][] { ["direct"], ["direct"], ["Direct", "😀"], [] }[random.Next(4)],
            Modes = random.Next(5) == 0 ? [modes[random.Next(3)]] : modes,
            Models = [.. OracleModel.AllEight, .. Extras.OrderBy(_ => random.Next()).Take(random.Next(3))],
            MaxAmount = random.Next(3) == 0 ? 10_000 : 1_000_000_000,
        };
    }
}
