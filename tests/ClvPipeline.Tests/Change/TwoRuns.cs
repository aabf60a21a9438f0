using System.Globalization;
using ClvPipeline.Tests.Laws;
using ClvPipeline.Tests.Oracle;

namespace ClvPipeline.Tests.Change;

/// <summary>A run and the one after it, of a shop that the seed decides.</summary>
internal sealed record TwoRuns(Shop Shop, OracleSettings Oracle, RunSettings Settings)
{
    private static readonly string[] Models = ["none", "mbg_nbd", "auto", "pareto_nbd"];

    public static TwoRuns Make(int seed)
    {
        var (_, shop, settings) = RandomShop.Make(seed, leastCustomers: 15);
        return new TwoRuns(shop, settings, EngineRun.Settings(settings, Models[seed % Models.Length]));
    }

    public bool Predicts => Settings.Clv.Model != "none";

    /// <summary>The as-of date of the run before, a few weeks ago.</summary>
    public DateOnly Then => Oracle.AsOf.AddDays(-20);

    /// <summary>The shop without every fifth order and every seventh touchpoint: they come late.</summary>
    public Shop WithoutLate => Shop with { Orders = [.. Shop.Orders.Where((_, i) => i % 5 != 3)], Touches = [.. Shop.Touches.Where((_, i) => i % 7 != 3)] };

    /// <summary>Settings that differ in everything that moves a value.</summary>
    public RunSettings Others => Settings with
    {
        Clv = Settings.Clv with { HorizonMonths = 12, DiscountRate = 0.3, Model = Predicts ? "bg_nbd" : "none" },
        Attribution = Settings.Attribution with
        {
            Acquisition = new ModeSettings(7),
            Lifetime = null,
            Models = [new ModelSettings { Type = "time_decay", Parameters = new Dictionary<string, double> { ["halfLifeDays"] = 1 } }, .. Settings.Attribution.Models.Take(2).Where(model => model.Name != "time_decay")],
        },
    };

    public RunResults Run(Shop shop, RunSettings settings, DateOnly asOf, EarlierRun? earlier = null, RunOptions? options = null, Layout? layout = null) =>
        Pipeline.Run(MemoryDataset.Inputs(shop, Oracle, layout ?? new Layout()), settings, new RunRequest("r", asOf) { Earlier = earlier }, options ?? new RunOptions(1), Silent.Instance, CancellationToken.None);

    /// <summary>The later run, in which everything has changed.</summary>
    public static RunResults Run(TwoRuns two, EarlierRun earlier) => two.Run(two.Shop, two.Others, two.Oracle.AsOf, earlier);

    /// <summary>What is kept of a run.</summary>
    public static EarlierRun Kept(RunResults results, RunSettings settings, DateOnly asOf, bool same = true) =>
        new() { RunId = "before", AsOf = asOf, ChannelSummary = results.Table("channel_summary"), ModelFit = results.Table("model_fit"), Settings = settings, SameSettings = same };

    /// <summary>By mode, model and channel: CLV in micro-units.</summary>
    public static Dictionary<string, long> Clv(RunResults results) => Rows.Of(results.Table("channel_summary")).ToDictionary(Key, row => Number(row["clv"]));

    /// <summary>By mode, model and channel: what some causes moved together.</summary>
    public static Dictionary<string, long> Moved(RunResults results, params string[] causes) =>
        Rows.Of(results.Table("run_change")).Where(row => causes.Length == 0 || causes.Contains(row["cause"])).GroupBy(Key).ToDictionary(rows => rows.Key, rows => rows.Sum(row => Number(row["clv"])));

    /// <summary>The difference of two, without what did not move.</summary>
    public static Dictionary<string, long> Minus(Dictionary<string, long> now, Dictionary<string, long> was) =>
        Moving(now.Keys.Union(was.Keys).ToDictionary(key => key, key => now.GetValueOrDefault(key) - was.GetValueOrDefault(key)));

    public static Dictionary<string, long> Moving(Dictionary<string, long> moved) => moved.Where(row => row.Value != 0).ToDictionary();

    /// <summary>The causes by which anything moved.</summary>
    public static string[] Causes(RunResults results) => [.. Rows.Of(results.Table("run_change")).Where(row => row["clv"] != "0").Select(row => row["cause"]!).Distinct()];

    private static string Key(Dictionary<string, string?> row) => $"{row["mode"]} | {row["model"]} | {row["channel"]}";

    private static long Number(string? text) => long.Parse(text!, CultureInfo.InvariantCulture);
}
