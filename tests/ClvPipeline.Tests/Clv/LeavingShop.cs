using ClvPipeline.Tests.Laws;
using ClvPipeline.Tests.Oracle;

namespace ClvPipeline.Tests.Clv;

/// <summary>A small shop whose customers buy each at a rate of their own and leave one after another, and the settings to run it with. The seed alone decides.</summary>
internal static class LeavingShop
{
    private const int Days = 720;
    private const long MicrosPerDay = 86_400_000_000;
    private static readonly DateOnly AsOf = new(2026, 6, 30);

    public static (Shop Shop, OracleSettings Settings) Make(int seed, int customers = 200)
    {
        var random = new Random(seed);
        var (kind, orders, segments) = ((IdKind)(seed % 3), new List<OrderRow>(), new List<CustomerRow>());
        for (var i = 0; i < customers; i++)
        {
            var (id, gap, revenue) = (IdOf(kind, i * 7 - customers), 10 + 60 * random.NextDouble(), 20 + 200 * random.NextDouble());
            if (i % 3 > 0) segments.Add(new CustomerRow(id, i % 3 == 1 ? "home" : "office"));
            for (double day = random.Next(Days); day < Days; day -= gap * Math.Log(1 - random.NextDouble()))
            {
                // Some orders cost more than they bring.
                orders.Add(new OrderRow(IdOf(kind, orders.Count), id, At(Days - day), Math.Round(revenue, 2), Math.Round(revenue * (0.3 + random.NextDouble()), 2)));
                if (random.Next(6) == 0) break;
            }
        }

        return (Of(kind, [.. orders], [.. segments]), new OracleSettings { AsOf = AsOf, GrossMargin = 0.4m });
    }

    /// <summary>A shop with these orders and no touchpoints.</summary>
    public static Shop Of(IdKind kind, OrderRow[] orders, CustomerRow[]? customers = null) => new() { CustomerIds = kind, OrderIds = kind, Touches = [], Orders = orders, Customers = customers };

    /// <summary>An id of that kind; ids of different numbers differ.</summary>
    public static Id IdOf(IdKind kind, int number) => kind switch
    {
        IdKind.Integer => Id.Of((long)number),
        IdKind.Text => Id.Of($"{(number % 2 == 0 ? "client-no-" : "é")}{number}"),
        _ => Id.Of(new UInt128((ulong)(number & 3) << 62, (ulong)(number + 1_000_000))),
    };

    /// <summary>So many days before noon of the as-of day.</summary>
    public static long At(double daysAgo) => new DateTimeOffset(AsOf, new TimeOnly(12, 0), TimeSpan.Zero).ToUnixTimeMilliseconds() * 1000 - (long)(daysAgo * MicrosPerDay);

    /// <summary>Runs the engine on a shop.</summary>
    public static RunResults Run(Shop shop, OracleSettings settings, string model, Func<RunSettings, RunSettings>? with = null, int threads = 1, int? bucketBits = null, Layout? layout = null) =>
        Pipeline.Run(MemoryDataset.Inputs(shop, settings, layout ?? new Layout()), (with ?? (same => same))(EngineRun.Settings(settings, model)), new RunRequest("r", settings.AsOf),
            new RunOptions(threads) { BucketBits = bucketBits }, Silent.Instance, CancellationToken.None);
}
