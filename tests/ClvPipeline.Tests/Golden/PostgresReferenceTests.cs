using ClvPipeline.Tests.Clv;
using ClvPipeline.Tests.Oracle;
using ClvPipeline.Tests.Postgres;
using Xunit;
using Files = ClvPipeline.Tests.Parquet.ReferenceFiles;

namespace ClvPipeline.Tests.Golden;

/// <summary>
/// The reference data with Postgres as source, as sink, and as both: every cell is that of the run from Parquet to Parquet, and what Postgres holds has the reference numbers. What else the reference
/// checks is arithmetic that has neither: the unrounded shares (<see cref="AttributionReferenceTests"/>), the vectors of likelihoods and forecasts, and fits of given (x, t_x, T) (<see cref="VectorTests"/>).
/// </summary>
public sealed class PostgresReferenceTests
{
    private const string Models = """
        [{ "type": "first_touch" }, { "type": "last_touch" }, { "type": "first_non_direct" }, { "type": "last_non_direct" }, { "type": "linear" }, { "type": "linear_unique" },
         { "type": "time_decay", "halfLifeDays": 7 }, { "type": "position_based" }, { "type": "position_based", "name": "j_shaped", "first": 0.2, "last": 0.6 }, { "type": "position_based", "name": "inverse_j", "first": 0.6, "last": 0.2 }]
        """;

    [PostgresTheory]
    [InlineData("edge", "", """{ "acquisition": { "windowDays": 30 } }""")]
    [InlineData("shop", "S1_first_order", """{ "acquisition": { "windowDays": null } }""")]
    [InlineData("shop", "S3_lookback30", """{ "order": { "windowDays": 30, "path": "overlap" } }""")]
    public void The_attribution_sets_are_the_same_from_and_to_Postgres(string shop, string set, string modes)
    {
        using var both = new SourceAndSink();
        Write(both, ReferenceFiles.Shop(shop, firstOrdersOnly: set == "S1_first_order"));
        both.Compare($$"""{ "asOf": "2024-12-31", "clv": { "model": "none", "grossMargin": 1 }, "quality": { "maxRejectedShare": 1 }, "attribution": { "modes": {{modes}}, "models": {{Models}} } }""");
        if (shop == "edge") AttributionReferenceTests.AssertSums(both.Stored(Tables.CustomerValue));
        else AttributionReferenceTests.AssertExact(set, both.Stored(Tables.ChannelSummary));
    }

    public static TheoryData<string> Fitted => Environment.GetEnvironmentVariable("CLV_LONG") == "1" ? ["bg_nbd", "mbg_nbd"] : ["bg_nbd"];

    [PostgresCdnowTheory]
    [MemberData(nameof(Fitted))]
    public void The_CDNOW_sample_is_the_same_from_and_to_Postgres(string model)
    {
        using var both = new SourceAndSink();
        Write(both, Cdnow.Shop());
        both.Compare($$"""{ "asOf": "1997-09-30", "clv": { "model": "{{model}}", "grossMargin": 0.3 }, "attribution": { "modes": { "lifetime": {} } } }""");
        PredictedRunTests.AssertPublished(model, both.Stored(Tables.ModelFit));
    }

    [PostgresFact]
    public void The_sample_is_the_same_from_and_to_Postgres()
    {
        using var both = new SourceAndSink();
        var folder = Path.Combine(Files.Root, "sample-data");
        foreach (var dataset in new[] { "touchpoints", "orders", "customers", "spend" }) both.Add(dataset, Path.Combine(folder, $"{dataset}.parquet"));
        both.Compare("""{ "timeZone": "Europe/Amsterdam", "asOf": "2026-06-30", "clv": { "model": "none", "grossMargin": 0.42 } }""", dayBefore: "2026-06-20");
        SampleTests.AssertChannels(both.Stored(Tables.ChannelSummary));
        SampleTests.AssertSegments(both.Stored(Tables.SegmentValue));
        Assert.NotEqual(0, both.Stored(Tables.RunChange).Rows);
    }

    /// <summary>Postgres reads the rows from DuckDB's own print of them, the program from the file.</summary>
    [PostgresFact]
    public void Files_that_DuckDB_wrote_are_the_same_as_a_table()
    {
        using var both = new SourceAndSink();
        both.Copy("t", "i64 bigint, i32 integer, i16 smallint, flag boolean, f64 double precision, f32 real, dec64 numeric(12,2), dec32 numeric(6,2), dec128 numeric(30,4), ts_us timestamp, tstz timestamptz, ts_ms timestamp, ts_ns timestamp, d date, channel text, name text, id uuid", Files.DuckDb("expected.csv"));
        var file = Files.DuckDb("zstd_V2.parquet");
        both.Add("touchpoints", file, "t", ("customer_id", "i32"), ("occurred_at", "ts_us"), ("channel", "channel"), ("touch_id", "id"), ("campaign", "i16"), ("consent", "flag"));
        both.Add("orders", file, "t", ("order_id", "name"), ("customer_id", "i64"), ("ordered_at", "ts_ns"), ("revenue", "dec128"), ("cogs", "f64"), ("sales_channel", "channel"));
        both.Add("customers", file, "t", ("customer_id", "i64"), ("segment", "channel"));
        both.Add("spend", file, "t", ("channel", "channel"), ("date", "d"), ("amount", "f32"), ("campaign", "i16"));
        both.Compare("""{ "asOf": "2025-04-30", "timeZone": "America/New_York", "clv": { "model": "none" }, "quality": { "maxRejectedShare": 0.1 } }""");
        Assert.NotEqual(0, both.Stored(Tables.RejectedRowTable).Rows);
    }

    private static void Write(SourceAndSink both, Shop shop)
    {
        foreach (var dataset in ShopFiles.Write(shop, new OracleSettings { AsOf = default }, new Layout(), both.Folder)) both.Add(dataset.Name, ShopFiles.PathOf(both.Folder, dataset.Name, 0));
    }
}
