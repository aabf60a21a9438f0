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
        // The planner asks such a function for its value, to guess how many rows there are: it then waits until the run's tables are there.
        shop.Database.Execute("""
            create function public.slow() returns text stable language plpgsql as $$ begin
                if coalesce(current_setting('test.planned', true), '') = '' then perform set_config('test.planned', 'yes', false); perform pg_advisory_lock_shared(42); end if;
                return ''; end $$
            """);
        using NpgsqlConnection connection = shop.Database.Open(), gate = shop.Database.Open();
        using (var close = new NpgsqlCommand("select pg_advisory_lock(42)", gate)) close.ExecuteNonQuery();
        using var command = new NpgsqlCommand("select count(*), count(distinct run_id), min(run_id) from clv.current_channel_value where channel >= public.slow()", connection);
        var reading = command.ExecuteReaderAsync();
        while (shop.Database.Scalar("select count(*) from pg_stat_activity where datname = current_database() and wait_event = 'advisory'") is 0L) await Task.Delay(10);
        var opened = Task.Run(() =>
        {
            while (shop.Database.Scalar("select count(*) from clv.run where run_id = 'after' and status = 'succeeded'") is 0L) Thread.Sleep(5);
            var before = shop.Shown;
            using var open = new NpgsqlCommand("select pg_advisory_unlock(42)", gate);
            open.ExecuteNonQuery();
            return before;
        });
        Assert.Equal(ExitCode.Ok, shop.Clv("run", "--run-id", "after"));
        Assert.Equal("before", await opened);
        Assert.Equal("after", shop.Shown);
        await using var row = await reading;
        Assert.True(await row.ReadAsync());
        Assert.NotEqual(0, row.GetInt64(0));
        Assert.Equal(1, row.GetInt64(1));
    }
}
