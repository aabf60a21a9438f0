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
