using System.Text.Json.Nodes;
using ClvPipeline.Jobs.Generate;

namespace ClvPipeline.Benchmarks;

/// <summary>The generated shop that a benchmark runs on, and settings files beside it.</summary>
/// <param name="Folder">Where it is.</param>
/// <param name="Touchpoints">Rows of <c>touchpoints</c>.</param>
/// <param name="OrderRows">Rows of <c>orders</c>.</param>
internal sealed record BenchmarkShop(string Folder, long Touchpoints, long OrderRows)
{
    private const double FirstShare = 0.4, LastShare = 0.4, HalfLifeDays = 7, WindowDays = 30;
    private const double MicrosecondsPerDay = 86_400e6;

    /// <summary>All rows that a run reads, customers apart.</summary>
    public long Rows => Touchpoints + OrderRows;

    /// <summary>The size of the two files (or sets of files) that both sides read.</summary>
    public long Bytes => Files.Sum(file => new FileInfo(file).Length);

    private IEnumerable<string> Files => new[] { "touchpoints", "orders" }.SelectMany(dataset => Directory.EnumerateFiles(Folder, $"{dataset}*.parquet")
        .Concat(Directory.Exists(Path.Combine(Folder, dataset)) ? Directory.EnumerateFiles(Path.Combine(Folder, dataset), "*.parquet") : []));

    /// <summary>Two modes, five models, values by channel and nothing more: what the peer does too.</summary>
    public string SettingsFile => Path.Combine(Folder, "benchmark.json");

    /// <summary>The same modes and models with paths, groups of customers and the report, as they are without settings for them.</summary>
    public string DefaultSettingsFile => Path.Combine(Folder, "benchmark-default.json");

    /// <summary>All three modes, the six default models, every customer and segment in the results.</summary>
    public string FullSettingsFile => Path.Combine(Folder, "benchmark-full.json");

    /// <summary>What the peer's statements find by <c>getvariable</c>.</summary>
    public string VariablesFile => Path.Combine(Folder, "benchmark-variables.json");

    /// <summary>The shop of that many customers in <paramref name="data"/>; it is made if it is not there yet.</summary>
    public static BenchmarkShop In(string data, int customers, CustomerIdKind ids)
    {
        var folder = Path.Combine(data, $"shop-{customers}-{ids.ToString().ToLowerInvariant()}");
        if (!File.Exists(Path.Combine(folder, "clv.json")))
        {
            ShopGenerator.Write(new GenerateOptions { Customers = customers, OutFolder = folder, IdKind = ids, TouchIds = false }, null, CancellationToken.None);
        }
        var realised = Json(Path.Combine(folder, "true-parameters.json"))["realised"]!;
        var shop = new BenchmarkShop(folder, (long)realised["touchpoints"]!, (long)realised["orderRows"]!);
        shop.WriteSettings();
        return shop;
    }

    /// <summary>Reads every file once, so that no run waits for the disk.</summary>
    public void Warm()
    {
        var buffer = new byte[1 << 20];
        foreach (var file in Files)
        {
            using var stream = File.OpenRead(file);
            while (stream.Read(buffer) > 0) { }
        }
    }

    private void WriteSettings()
    {
        var settings = Json(Path.Combine(Folder, "clv.json"));
        settings["clv"] = new JsonObject { ["model"] = "none", ["grossMargin"] = (double)settings["clv"]!["grossMargin"]! };
        ((JsonObject)settings["sources"]!).Remove("spend");
        settings["output"] = new JsonObject { ["customerValue"] = "all" };
        File.WriteAllText(FullSettingsFile, settings.ToJsonString());

        ((JsonObject)settings["sources"]!).Remove("customers");
        settings["output"] = new JsonObject { ["customerValue"] = "none" };
        settings["attribution"] = new JsonObject
        {
            ["modes"] = new JsonObject
            {
                ["order"] = new JsonObject { ["windowDays"] = WindowDays, ["path"] = "overlap" },
                ["lifetime"] = new JsonObject { ["windowDays"] = null },
            },
            ["models"] = new JsonArray(
                new JsonObject { ["type"] = "first_touch" }, new JsonObject { ["type"] = "last_touch" }, new JsonObject { ["type"] = "linear" },
                new JsonObject { ["type"] = "time_decay", ["halfLifeDays"] = HalfLifeDays },
                new JsonObject { ["type"] = "position_based", ["first"] = FirstShare, ["last"] = LastShare }),
        };
        File.WriteAllText(DefaultSettingsFile, settings.ToJsonString());
        settings["output"] = new JsonObject { ["customerValue"] = "none", ["channelPath"] = false, ["segmentValue"] = false, ["report"] = false };
        File.WriteAllText(SettingsFile, settings.ToJsonString());
        File.WriteAllText(VariablesFile, new JsonObject
        {
            ["touchpoints"] = Path.Combine(Folder, (string)settings["sources"]!["touchpoints"]!["parquet"]!),
            ["orders"] = Path.Combine(Folder, (string)settings["sources"]!["orders"]!["parquet"]!),
            ["as_of_end"] = AsOfEnd((string)settings["asOf"]!, (string)settings["timeZone"]!),
            ["window_us"] = (long)(WindowDays * MicrosecondsPerDay),
            ["half_life_us"] = (long)(HalfLifeDays * MicrosecondsPerDay),
            ["gross_margin"] = (double)settings["clv"]!["grossMargin"]!,
            ["first_share"] = FirstShare,
            ["last_share"] = LastShare,
        }.ToJsonString());
    }

    /// <summary>The last microsecond of the local day, since 1970 in UTC.</summary>
    private static long AsOfEnd(string day, string zone)
    {
        var midnight = DateOnly.ParseExact(day, "yyyy-MM-dd").AddDays(1).ToDateTime(TimeOnly.MinValue);
        var instant = new DateTimeOffset(midnight, TimeZoneInfo.FindSystemTimeZoneById(zone).GetUtcOffset(midnight));
        return (instant - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond - 1;
    }

    private static JsonNode Json(string path) => JsonNode.Parse(File.ReadAllBytes(path))!;
}
