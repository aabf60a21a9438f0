using ClvPipeline.Jobs;
using ClvPipeline.Storage;
using ClvPipeline.Tests.Postgres;
using Xunit;

namespace ClvPipeline.Tests.Warehouses;

/// <summary>Old results go, their runs' rows stay; days gone by are filled in.</summary>
public sealed class RetentionTests
{
    [PostgresFact]
    public void The_last_runs_the_last_of_each_month_and_what_readers_may_see_are_kept()
    {
        using var shop = new WarehouseShop();
        shop.Output("Warehouse", null, ("keepRuns", 2));
        string[] days = ["2026-04-29", "2026-04-30", "2026-05-30", "2026-05-31", "2026-06-26", "2026-06-27", "2026-06-28"];
        foreach (var day in days) Assert.Equal(ExitCode.Ok, shop.Clv("run", "--run-id", day, "--as-of", day));
        // The first of each pair of April and May is not the month's last; 26 June is more than two runs ago.
        Assert.Equal("2026-04-30 2026-05-31 2026-06-27 2026-06-28", Kept(shop));
        Assert.Equal((long)days.Length, shop.Database.Scalar("select count(*) from clv.run where status = 'succeeded'"));
        Assert.Equal(4L, shop.Database.Scalar("select count(distinct run_id) from clv.channel_value"));
        Assert.Equal("2026-04-30 2026-05-31 2026-06-27 2026-06-28", shop.Database.Scalar("select string_agg(distinct as_of::text, ' ') from clv.channel_trend"));

        Assert.Equal(ExitCode.Ok, shop.Clv("rollback"));
        foreach (var run in new[] { "x", "y", "z" }) Assert.Equal(ExitCode.Ok, shop.Clv("run", "--run-id", run, "--as-of", "2026-06-28", "--set", "clv.grossMargin=0.1"));
        Assert.Contains("2026-06-27", Kept(shop));
        Assert.Equal("2026-06-27", shop.Shown);
        Assert.Equal(ExitCode.Failed, shop.Clv("publish", "2026-04-29"));
        Assert.Equal("run 2026-04-29: its results are no longer kept in Warehouse; run it again\n", shop.Shell.Error);
    }

    [PostgresFact]
    public void What_somebody_reads_is_left_to_the_next_time()
    {
        using var shop = new WarehouseShop();
        shop.Output("Warehouse", null, ("keepRuns", 1));
        Assert.Equal(ExitCode.Ok, shop.Clv("run", "--run-id", "a", "--as-of", "2026-06-26"));
        Assert.Equal(ExitCode.Ok, shop.Clv("run", "--run-id", "b", "--as-of", "2026-06-27"));
        using (var reader = shop.Database.Open())
        using (var begun = reader.BeginTransaction())
        {
            using var command = new Npgsql.NpgsqlCommand("select count(*) from clv.channel_trend", reader, begun);
            command.ExecuteScalar();
            Assert.Equal(ExitCode.Ok, shop.Clv("run", "--run-id", "c", "--as-of", "2026-06-28"));
            Assert.Equal("a b c", Kept(shop));
        }

        Assert.Equal(["a"], Retention.Apply(shop.Warehouse, 1));
        Assert.Equal("b c", Kept(shop));
    }

    [PostgresTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_backfill_runs_each_date_once_and_goes_on_where_it_was(bool inDatabase)
    {
        using var shop = new WarehouseShop();
        shop.Output(inDatabase ? "Warehouse" : null, inDatabase ? null : "out");
        Assert.Equal(ExitCode.Ok, shop.Clv("run", "--run-id", "may", "--as-of", "2026-05-31"));
        Assert.Equal(ExitCode.Ok, shop.Clv("backfill", "--from", "2026-03-31", "--to", "2026-06-30", "--every", "month"));
        Assert.Equal(["2026-03-31", "2026-04-30", "2026-05-31", "2026-06-30"], shop.Shell.Out.Split('\n')[..4].Select(line => line[..10]));
        Assert.Equal(1, shop.Shell.Out.Split("skipped: it ran with the same settings and inputs").Length - 1);
        Assert.EndsWith("4 of 4 as-of dates are done.\n", shop.Shell.Out);
        Assert.Equal(ExitCode.Ok, shop.Clv("backfill", "--from", "2026-03-31", "--to", "2026-06-30", "--every", "month", "--json"));
        Assert.Equal(4, shop.Shell.Out.Split("skipped: it ran with the same settings and inputs").Length - 1);
        if (inDatabase) Assert.Equal("2026-03-31 2026-04-30 2026-05-31 2026-06-30", shop.Database.Scalar("select string_agg(distinct as_of::text, ' ') from clv.channel_trend"));
        Assert.Equal(ExitCode.Usage, shop.Clv("backfill", "--from", "2026-03-31", "--to", "2026-03-30"));
    }

    [PostgresFact]
    public void A_backfill_runs_what_comes_from_Postgres_again_unless_it_is_told_to_trust_queries()
    {
        using var shop = new WarehouseShop();
        shop.Database.Execute("create table orders as select n::text as order_id, n as customer_id, timestamptz '2026-01-01' + n * interval '1 day' as ordered_at, 10.0::numeric as revenue from generate_series(1, 50) n; create table touchpoints as select customer_id, ordered_at - interval '1 hour' as occurred_at, 'mail' as channel from orders");
        shop.Change(settings =>
        {
            settings["sources"] = new System.Text.Json.Nodes.JsonObject(new[] { "orders", "touchpoints" }.Select(name => KeyValuePair.Create(name, (System.Text.Json.Nodes.JsonNode?)new System.Text.Json.Nodes.JsonObject { ["postgres"] = name, ["connection"] = "Warehouse" })));
            settings["clv"]!["grossMargin"] = 0.5;
        });
        string[] months = ["--from", "2026-01-31", "--to", "2026-02-28", "--every", "month"];
        Assert.Equal(ExitCode.Ok, shop.Clv("backfill", months));
        // The same query, and other rows.
        shop.Database.Execute("update orders set revenue = 20 where order_id = '7'");
        Assert.Equal(ExitCode.Ok, shop.Clv("backfill", [.. months, "--trust-queries"]));
        Assert.Equal(2, shop.Shell.Out.Split("skipped: ").Length - 1);
        Assert.Equal(30 * 5m, shop.Database.Scalar("select total_clv from clv.run where as_of = '2026-01-31' order by run_no desc limit 1"));
        Assert.Equal(ExitCode.Ok, shop.Clv("backfill", months));
        Assert.DoesNotContain("skipped: ", shop.Shell.Out, StringComparison.Ordinal);
        Assert.Equal(30 * 5m, shop.Database.Scalar("select total_clv - 5 from clv.run where as_of = '2026-01-31' order by run_no desc limit 1"));
    }

    [Fact]
    public void Month_ends_stay_month_ends_and_other_days_stay_where_they_can()
    {
        Assert.Equal("2025-11-30 2025-12-31 2026-01-31 2026-02-28 2026-03-31", Dates("2025-11-30", "2026-04-29", "month"));
        Assert.Equal("2026-01-30 2026-02-28 2026-03-30", Dates("2026-01-30", "2026-04-29", "month"));
        Assert.Equal("2026-02-27 2026-02-28 2026-03-01", Dates("2026-02-27", "2026-03-01", "day"));
        Assert.Equal("2026-02-27 2026-03-06", Dates("2026-02-27", "2026-03-12", "week"));
        static string Dates(string from, string to, string every) => string.Join(' ', BackfillDates.Of(DateOnly.Parse(from, null), DateOnly.Parse(to, null), every).Select(Publishing.Date));
    }

    private static string? Kept(WarehouseShop shop) => (string?)shop.Database.Scalar("select string_agg(run_id, ' ' order by as_of, run_no) from clv.run where has_results and run_id not in ('x', 'y', 'z')");
}
