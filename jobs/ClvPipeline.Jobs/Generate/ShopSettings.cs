using System.Text.Json;

namespace ClvPipeline.Jobs.Generate;

/// <summary>The JSON files beside the data: settings to run with, the true parameters, the flaws.</summary>
internal static class ShopSettings
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true, NewLine = "\n" };

    public static void WriteSettings(Shop shop, Stream stream, IReadOnlyList<Part> touchpoints, IReadOnlyList<Part> orders) => Write(stream, new
    {
        timeZone = ShopClock.TimeZone,
        currency = OrderPart.Currencies[0],
        asOf = shop.Options.EndDate.ToString("yyyy-MM-dd"),
        sources = Sources(touchpoints, orders),
        clv = new { horizonMonths = 36, discountRate = 0.10, grossMargin = shop.Truth.MeanMargin },
        output = new { folder = "out" },
    });

    public static void WriteTruth(Shop shop, Stream stream) => Write(stream, new
    {
        customers = shop.Options.Customers,
        seed = shop.Options.Seed,
        firstDate = shop.Options.FirstDate.ToString("yyyy-MM-dd"),
        asOf = shop.Options.EndDate.ToString("yyyy-MM-dd"),
        timeUnit = "days",
        realised = new { buyers = shop.Buyers, touchpoints = shop.TouchesPerDay.Sum(rows => (long)rows), orderRows = shop.OrdersPerDay.Sum(rows => (long)rows), refunds = shop.Refunds },
        parameters = shop.Truth,
    });

    public static void WriteFlaws(Stream stream, FlawList flaws) => Write(stream, flaws.Sorted);

    /// <summary>Which files are listed as sources.</summary>
    private static Dictionary<string, object> Sources(IReadOnlyList<Part> touchpoints, IReadOnlyList<Part> orders) => new()
    {
        ["touchpoints"] = new { parquet = Glob(touchpoints) },
        ["orders"] = new { parquet = Glob(orders) },
        ["customers"] = new { parquet = CustomerFile.Name },
        ["spend"] = new { parquet = SpendFile.Name },
    };

    private static string Glob(IReadOnlyList<Part> parts) => parts.Count == 1 ? parts[0].FileName : Path.GetDirectoryName(parts[0].FileName) + "/*.parquet";

    private static void Write(Stream stream, object value)
    {
        JsonSerializer.Serialize(stream, value, Indented);
        stream.WriteByte((byte)'\n');
    }
}
