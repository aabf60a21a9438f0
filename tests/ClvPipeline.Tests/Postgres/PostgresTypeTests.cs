using ClvPipeline.Storage;
using ClvPipeline.Tests.Laws;
using Xunit;

namespace ClvPipeline.Tests.Postgres;

/// <summary>Every type that a column may have, at its edges: what Postgres prints is what we read.</summary>
public sealed class PostgresTypeTests(PostgresTypeTests.TypeDatabase types) : IClassFixture<PostgresTypeTests.TypeDatabase>
{
    private readonly PostgresDatabase? _database = types.Database;

    [PostgresTheory]
    [InlineData("0::int2", "0")]
    [InlineData("(-32768)::int2", "-32768000000")]
    [InlineData("2147483::int4", "2147483000000")]
    [InlineData("(-999999999)::int8", "-999999999000000")]
    [InlineData("1e9::int8", "is 1000000000 or more")]
    [InlineData("0.1::numeric", "100000")]
    [InlineData("12345.678901::numeric(18,6)", "12345678901")]
    [InlineData("-0.000001::numeric", "-1")]
    [InlineData("0.0000005::numeric", "0")]
    [InlineData("0.0000015::numeric", "2")]
    [InlineData("0.00000050000000000000000000000001::numeric", "1")]
    [InlineData("-0.00000250000000000000000000000001::numeric", "-3")]
    [InlineData("0.0000025::numeric", "2")]
    [InlineData("0.00000049999999999999999999::numeric", "0")]
    [InlineData("1e-300::numeric", "0")]
    [InlineData("10000::numeric", "10000000000")]
    [InlineData("999999999.999999::numeric", "999999999999999")]
    [InlineData("1e9::numeric", "is 1000000000 or more")]
    [InlineData("1e27::numeric", "is 1000000000 or more")]
    [InlineData("-1e40::numeric", "is 1000000000 or more")]
    [InlineData("'NaN'::numeric", "is not a number")]
    [InlineData("'infinity'::numeric", "is infinite")]
    [InlineData("'-infinity'::numeric", "is infinite")]
    [InlineData("0.25::float4", "250000")]
    [InlineData("-1.1::float8", "-1100000")]
    [InlineData("'NaN'::float8", "is not a number")]
    [InlineData("'-infinity'::float4", "is infinite")]
    [InlineData("null::numeric", "is null")]
    [InlineData("7::amount", "7000000")]
    public void An_amount_is_read_exactly_or_rejected(string sql, string expected)
    {
        Assert.Equal(expected, Read($"select 1 as order_id, 1 as customer_id, timestamptz '2020-01-01' as ordered_at, {sql} as revenue", "revenue"));
    }

    [PostgresTheory]
    [InlineData("timestamptz '2020-02-29 12:00:00.000001+01'", "1582974000000001")]
    [InlineData("timestamptz '1970-01-01 00:00:00+00'", "0")]
    [InlineData("timestamptz '1969-12-31 23:59:59.999999+00'", "lies outside 1970-2199")]
    [InlineData("timestamptz '2199-12-31 23:59:59.999999+00'", "is not visible")]
    [InlineData("timestamptz '2200-01-01 00:00:00+00'", "lies outside 1970-2199")]
    [InlineData("timestamptz 'infinity'", "lies outside 1970-2199")]
    [InlineData("timestamptz '-infinity'", "lies outside 1970-2199")]
    [InlineData("timestamptz '4713-01-01 BC'", "lies outside 1970-2199")]
    [InlineData("timestamptz '294276-12-31'", "lies outside 1970-2199")]
    [InlineData("timestamp '2020-03-29 02:30:00'", "1585445400000000")] // Europe/Amsterdam skips that hour
    [InlineData("timestamp '2020-10-25 02:30:00'", "1603585800000000")] // and has this one twice: the first counts
    [InlineData("timestamp 'infinity'", "lies outside 1970-2199")]
    [InlineData("date '2020-06-01'", "1591048799999999")]
    [InlineData("date 'infinity'", "lies outside 1970-2199")]
    [InlineData("date '-infinity'", "lies outside 1970-2199")]
    [InlineData("date '5874897-12-31'", "lies outside 1970-2199")]
    [InlineData("'2020-06-01T10:00:00Z'::text", "1591005600000000")]
    [InlineData("'soon'::varchar(10)", "is not an ISO 8601 time")]
    [InlineData("null::date", "is null")]
    public void An_instant_is_read_exactly_or_rejected(string sql, string expected) =>
        Assert.Equal(expected, Read($"select 1 as order_id, 1 as customer_id, {sql} as ordered_at, 1.0 as revenue", "first_order_at"));

    [PostgresTheory]
    [InlineData("7::int2", "7")]
    [InlineData("(-9223372036854775808)::int8", "-9223372036854775808")]
    [InlineData("12::numeric(10,0)", "12")]
    [InlineData("9223372036854775807::numeric", "9223372036854775807")]
    [InlineData("12.000::numeric", "12")]
    [InlineData("12.5::numeric", "is not a whole number of 64 bits")]
    [InlineData("'NaN'::numeric", "is not a whole number of 64 bits")]
    [InlineData("9223372036854775808::numeric", "does not fit 64 bits")]
    [InlineData("1e30::numeric", "is not a whole number of 64 bits")]
    [InlineData("'é\u202e'');drop table x'::text", "é\u202e');drop table x")]
    [InlineData("'abc'::char(8)", "abc")]
    [InlineData("repeat('é', 500)::text", "ééé…")]
    [InlineData("repeat('é', 501)::text", "longer than 1,000 bytes")]
    [InlineData("repeat('x', 1000000)::text", "longer than 1,000 bytes")]
    [InlineData("'  '::text", "is blank")]
    [InlineData("'red'::colour", "red")]
    [InlineData("'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11")]
    [InlineData("null::uuid", "is null")]
    public void An_id_is_read_exactly_or_rejected(string sql, string expected)
    {
        var read = Read($"select 1 as order_id, {sql} as customer_id, timestamptz '2020-01-01' as ordered_at, 1.0 as revenue", "customer_id");
        Assert.Equal(expected, read.Length == 500 ? "ééé…" : read);
    }

    [PostgresTheory]
    [InlineData("revenue", "json '{}'", "orders.revenue in query 'orders' at Warehouse is json; expected a decimal, double, float or integer")]
    [InlineData("revenue", "money '1.00'", "orders.revenue in query 'orders' at Warehouse is money; expected a decimal, double, float or integer")]
    [InlineData("ordered_at", "time '10:00'", "orders.ordered_at in query 'orders' at Warehouse is time without time zone; expected a timestamp, a date or ISO 8601 text")]
    [InlineData("customer_id", "array[1]", "orders.customer_id in query 'orders' at Warehouse is integer[]; expected an integer, text or UUID")]
    [InlineData("sales_channel", "true", "orders.sales_channel in query 'orders' at Warehouse is boolean; expected text")]
    public void A_type_that_cannot_mean_what_it_should_is_refused(string column, string sql, string expected)
    {
        Dictionary<string, string> columns = new() { ["order_id"] = "1", ["customer_id"] = "1", ["ordered_at"] = "timestamptz '2020-01-01'", ["revenue"] = "1.0", [column] = sql };
        Assert.Equal(expected, Assert.Throws<BadInputException>(() => Read($"select {string.Join(", ", columns.Select(one => $"{one.Value} as {one.Key}"))}", "revenue")).Message);
    }

    [PostgresFact]
    public void Nulls_are_nulls_and_consent_is_asked()
    {
        const string rows = """
            select * from (values (1, timestamptz '2020-01-01', 'email', true, null), (1, '2020-01-02', null, null, 'x'), (1, '2020-01-03', 'social', false, null), (null, '2020-01-04', 'social', true, null))
            as rows (customer_id, occurred_at, channel, consent, campaign)
            """;
        using var inputs = Open(("touchpoints", rows), ("orders", "select 1 as order_id, 1 as customer_id, timestamptz '2020-01-05' as ordered_at, 1.0 as revenue, null::float8 as cogs, null::text as currency"));
        var results = Run(inputs);
        Assert.Equal([("no_consent", "1"), ("rejected", "1"), ("used", "2")], Rows.Of(results.Table("intake_count")).Where(row => row["dataset"] == "touchpoints").Select(row => (row["outcome"]!, row["rows"]!)).Order());
        Assert.Equal(["(none)", "email"], Rows.Of(results.Table("channel_summary")).Where(row => row["model"] == "linear" && row["mode"] == "order" && row["channel"] != "(unattributed)").Select(row => row["channel"]!).Order());
    }

    /// <summary>One database for all rows of these theories, with a domain and an enumeration.</summary>
    public sealed class TypeDatabase : IDisposable
    {
        public TypeDatabase() => Database?.Execute("create domain amount as numeric(12,2); create type colour as enum ('red', 'blue')");

        internal PostgresDatabase? Database { get; } = PostgresCluster.SkipReason(false) is null ? new PostgresDatabase() : null;

        public void Dispose() => Database?.Dispose();
    }

    private string Read(string orders, string column)
    {
        using var inputs = Open(("touchpoints", "select 0 as customer_id, now() as occurred_at, 'x' as channel where false"), ("orders", orders));
        // The kinds of ids have to agree, be there rows or not.
        using var alike = column == "customer_id" ? Open(("touchpoints", $"select customer_id, now() as occurred_at, 'x' as channel from ({orders}) o where false"), ("orders", orders)) : null;
        var results = Run(alike ?? inputs);
        if (Rows.Of(results.Table("rejected_row")).SingleOrDefault() is { } rejected) return rejected["reason"]![(rejected["column_name"]!.Length + 1)..];
        if (Rows.Of(results.Table("intake_count")).Any(row => row["outcome"] == "not_visible" && row["rows"] != "0")) return "is not visible";
        return column == "revenue" && Rows.Of(results.Table("customer_value")).SingleOrDefault() is null
            ? results.Totals.ProfitWithoutPurchase.ToString(System.Globalization.CultureInfo.InvariantCulture)
            : Rows.Of(results.Table("customer_value")).Single()[column]!;
    }

    private static RunResults Run(SourceInputs inputs) => Pipeline.Run(inputs.Inputs,
        new RunSettings { TimeZone = "Europe/Amsterdam", Clv = new ClvSettings { Model = "none", GrossMargin = 1m }, Quality = new QualitySettings { MaxRejectedShare = 1 } },
        new RunRequest("r", new DateOnly(2030, 1, 1)), new RunOptions(2), Silent.Instance, CancellationToken.None);

    private SourceInputs Open(params (string Name, string Query)[] queries) => SourceInputs.Open(
        [.. queries.Select(query => new DatasetSource(query.Name, "", new Dictionary<string, string>(), null) { Postgres = new PostgresSource(query.Query, PostgresShop.Connection, null) })],
        "/", PostgresShop.Connections(_database!.ConnectionString), CancellationToken.None);
}
