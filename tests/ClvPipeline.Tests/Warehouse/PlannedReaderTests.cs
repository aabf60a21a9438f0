using ClvPipeline.Jobs;
using ClvPipeline.Tests.Postgres;
using Npgsql;
using Xunit;

namespace ClvPipeline.Tests.Warehouses;

/// <summary>A query is planned before it runs: one whose plan does not know of a run's tables yet must not be shown that run.</summary>
public sealed class PlannedReaderTests
{
    [PostgresFact]
    public async Task A_query_that_is_being_planned_while_a_run_is_published_sees_one_run_and_all_of_it()
    {
        using var shop = new WarehouseShop();
        Assert.Equal(ExitCode.Ok, shop.Clv("run", "--run-id", "before"));
        // The planner asks such a function for its value, to guess how many rows there are; once, so that the query itself is not slow.
        shop.Database.Execute("""
            create function public.slow() returns text stable language plpgsql as $$ begin
                if coalesce(current_setting('test.planned', true), '') = '' then perform set_config('test.planned', 'yes', false); perform pg_sleep(1.2); end if;
                return ''; end $$
            """);
        using var connection = shop.Database.Open();
        using var command = new NpgsqlCommand("select count(*), count(distinct run_id), min(run_id) from clv.current_channel_value where channel >= public.slow()", connection);
        var reading = command.ExecuteReaderAsync();
        while (shop.Database.Scalar("select count(*) from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'") is 0L) await Task.Delay(10);
        Assert.Equal(ExitCode.Ok, shop.Clv("run", "--run-id", "after"));
        Assert.Equal("after", shop.Shown);
        await using var row = await reading;
        Assert.True(await row.ReadAsync());
        Assert.NotEqual(0, row.GetInt64(0));
        Assert.Equal(1, row.GetInt64(1));
    }
}
