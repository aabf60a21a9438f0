using System.Text.Json.Nodes;
using ClvPipeline.Jobs;
using ClvPipeline.Storage;
using ClvPipeline.Tests.Postgres;
using Xunit;

namespace ClvPipeline.Tests.Warehouses;

/// <summary>Runs whose results go to Postgres: what is there, what readers see, and what the register says.</summary>
public sealed class WarehouseRunTests
{
    [PostgresFact]
    public void Every_table_in_the_database_is_cell_by_cell_the_one_in_the_folder()
    {
        using var shop = new WarehouseShop(customers: 300);
        shop.Output("Warehouse", "out", ("customerHorizon", true), ("orderValue", true));
        Assert.Equal(ExitCode.Ok, shop.Clv("run", "--run-id", "before", "--as-of", "2026-06-20")); // so that there is something to compare with
        Assert.Equal(ExitCode.Ok, shop.Clv("run", "--run-id", "one"));
        Assert.EndsWith("Published: readers see this run now.\n", shop.Shell.Out);
        Assert.Contains($"Results: {Path.Combine("out", "runs", "one")} and schema clv of Warehouse\n", shop.Shell.Out);
        var folder = Path.Combine(shop.Shell.Folder, "out", "runs", "one");
        foreach (var spec in Tables.All.Concat(Tables.Optional).Append(RunCheckTable.Spec))
        {
            var expected = WarehouseRows.Of(ResultReader.Read(folder, spec));
            Assert.Equal(spec.Name != "rejected_row", expected.Count > 0);
            Assert.Equal(expected, WarehouseRows.Of(shop.Database, spec, "one"));
            Assert.Equal(expected, WarehouseRows.Of(shop.Database, spec, "one", $"current_{spec.Name}"));
        }

        // What is read back for the run after it, and for people, is the same too.
        foreach (var spec in Tables.All) Assert.Equal(WarehouseRows.Of(ResultReader.Read(folder, spec)), WarehouseRows.Of(WarehouseTable.Read(shop.Warehouse, "one", spec)));

        // The database's clock decides when it began, was done and was shown.
        TableSpec same = RunTable.Spec with { Columns = [.. RunTable.Spec.Columns.Where(column => column.Name is not ("started_at" or "published_at"))] };
        var file = ResultReader.Read(folder, RunTable.Spec);
        var columns = RunTable.Spec.Columns.Index().Where(column => same.Columns.Contains(column.Item)).Select(column => file.Columns[column.Index]).ToList();
        Assert.Equal(WarehouseRows.Of(new ResultTable(same, 1, columns)), WarehouseRows.Of(shop.Database, same, "one"));
        shop.AssertClean();
        shop.AssertSwept();
    }

    [PostgresFact]
    public void What_moved_since_the_run_before_is_the_same_from_a_database_as_from_a_folder()
    {
        using var shop = new WarehouseShop(customers: 120);
        var found = new List<object>();
        foreach (var folder in new[] { null, "out" })
        {
            shop.Output(folder is null ? "Warehouse" : null, folder);
            Assert.Equal(ExitCode.Ok, shop.Clv("run", "--run-id", "one", "--as-of", "2026-06-15"));
            Assert.Equal(ExitCode.Ok, shop.Clv("run", "--run-id", "two", "--as-of", "2026-06-30", "--set", "attribution.modes.order.windowDays=14"));
            found.Add(WarehouseRows.Of(folder is null ? WarehouseTable.Read(shop.Warehouse, "two", Tables.RunChange) : ResultReader.Read(Path.Combine(shop.Shell.Folder, folder, "runs", "two"), Tables.RunChange)));
            Assert.Equal(ExitCode.Ok, shop.Clv("diff", "one", "two", "--json"));
            found.Add(shop.Shell.Out);
        }

        Assert.Equal(found[0], found[2]);
        Assert.Equal(found[1], found[3]);
        Assert.Contains("\"parameters\"", (string)found[1], StringComparison.Ordinal);
        Assert.Equal("one", shop.Database.Scalar("select distinct previous_run_id from clv.run_change where run_id = 'two'"));
    }

    [PostgresFact]
    public void With_a_database_alone_nothing_is_written_to_a_folder()
    {
        using var shop = new WarehouseShop();
        Assert.Equal(ExitCode.Ok, shop.Clv("run", "--run-id", "one"));
        Assert.Contains("Results: schema clv of Warehouse\n", shop.Shell.Out);
        Assert.Equal(["shop"], Directory.GetFileSystemEntries(shop.Shell.Folder).Select(path => Path.GetFileName(path)));
        Assert.Equal("one", shop.Shown);
    }

    [PostgresFact]
    public void The_same_run_twice_changes_nothing()
    {
        using var shop = new WarehouseShop();
        Assert.Equal(ExitCode.Ok, shop.Clv("run", "--run-id", "one"));
        const string state = "select md5(string_agg(r::text, '' order by run_no) || (select string_agg(p::text, '') from clv.publication p) || (select string_agg(c.oid::text, ',' order by c.oid) from pg_class c where relnamespace = 'clv_part'::regnamespace)) from clv.run r";
        var before = shop.Database.Scalar(state);
        Assert.Equal(ExitCode.Nothing, shop.Clv("run", "--run-id", "one"));
        Assert.Equal("run one already exists; nothing was done\n", shop.Shell.Error.Split('\n')[^2] + "\n");
        Assert.Equal(ExitCode.Ok, shop.Clv("publish", "one"));
        Assert.Equal(before, shop.Database.Scalar(state));
    }

    [PostgresFact]
    public void A_refused_run_keeps_what_shows_why_and_may_be_tried_again()
    {
        using var shop = new WarehouseShop();
        Assert.Equal(ExitCode.Ok, shop.Clv("run", "--run-id", "good"));
        shop.Database.Execute("update clv.publication set orders = orders * 3");
        Assert.Equal(ExitCode.Refused, shop.Clv("run", "--run-id", "bad"));
        Assert.Equal("good", shop.Shown);
        Assert.Equal("failed", shop.Database.Scalar("select status from clv.run where run_id = 'bad'"));
        Assert.StartsWith("Refused by check orders_of_last_run", (string)shop.Database.Scalar("select error from clv.run where run_id = 'bad'")!);
        Assert.Equal(1L, shop.Database.Scalar("select count(*) from clv.run_check where run_id = 'bad' and not passed"));
        Assert.Equal(0L, shop.Database.Scalar("select count(*) from clv.channel_value where run_id = 'bad'"));
        Assert.Equal(ExitCode.Failed, shop.Clv("publish", "bad"));
        Assert.Equal("run bad: failed; only a run that has succeeded can be published\n", shop.Shell.Error);

        shop.Database.Execute("update clv.publication set orders = orders / 3");
        Assert.Equal(ExitCode.Ok, shop.Clv("run", "--run-id", "bad"));
        Assert.Equal(("bad", 2L), (shop.Shown, (long)shop.Database.Scalar("select attempt from clv.run where run_id = 'bad'")!));
        shop.AssertSwept();
    }

    [PostgresFact]
    public void Bad_input_is_a_failed_run_in_the_register_only_if_it_began()
    {
        using var shop = new WarehouseShop();
        File.Delete(Path.Combine(shop.Shell.Folder, "shop", "orders.parquet"));
        Assert.Equal(ExitCode.Failed, shop.Clv("run"));
        Assert.Equal(0L, shop.Database.Scalar("select count(*) from clv.run"));
    }

    [PostgresFact]
    public void A_cancelled_run_says_so_in_the_register()
    {
        using var shop = new WarehouseShop();
        using var stop = new CancellationTokenSource();
        shop.Shell.Cancellation = stop.Token;
        var settings = ClvSettingsFile.Load("shop/clv.json", shop.Shell.Variables, [], shop.Shell.Folder);
        Assert.ThrowsAny<OperationCanceledException>(() => shop.Shell.In(host => RunVerb.Run(new RunOrder { Settings = settings, RunId = "stopped" }, json: false, host, results =>
        {
            stop.Cancel();
            return results;
        })));
        Assert.Equal("cancelled", shop.Database.Scalar("select status from clv.run where run_id = 'stopped'"));
        shop.AssertClean();
        shop.AssertSwept();
    }

    [PostgresFact]
    public void What_the_database_does_not_hold_as_it_was_sent_is_not_published()
    {
        using var shop = new WarehouseShop();
        Assert.Equal(ExitCode.Ok, shop.Clv("run", "--run-id", "good"));
        // A server that loses a row, and one that alters an amount.
        foreach (var (harm, sentence) in new[] { ("return null", "rows in the database"), ("new.clv := new.clv + 0.000001; return new", "does not add up to the customers") })
        {
            shop.Database.Execute($$"""
                create or replace function public.harm() returns trigger language plpgsql as 'begin if new.channel = ''direct'' then {{harm}}; end if; return new; end';
                create or replace function public.plant() returns event_trigger language plpgsql as $plant$
                declare made record;
                begin
                    for made in select objid::regclass as name from pg_event_trigger_ddl_commands() where object_identity like 'clv_part.channel_summary%' and command_tag = 'CREATE TABLE' loop
                        execute format('create trigger harm before insert on %s for each row execute function public.harm()', made.name);
                    end loop;
                end $plant$;
                drop event trigger if exists plant; create event trigger plant on ddl_command_end when tag in ('CREATE TABLE') execute function public.plant();
                """);
            Assert.Equal(ExitCode.Failed, shop.Clv("run", "--run-id", "harmed"));
            Assert.Contains(sentence, shop.Shell.Error);
            Assert.Equal("good", shop.Shown);
        }

        shop.Database.Execute("drop event trigger plant");
        Assert.Equal(ExitCode.Ok, shop.Clv("run", "--run-id", "next"));
        Assert.Equal("next", shop.Shown);
        shop.AssertSwept();
    }

    [PostgresFact]
    public void The_register_lists_and_shows_runs_of_the_database_and_of_a_folder_alike()
    {
        using var shop = new WarehouseShop();
        shop.Output("Warehouse", "out");
        Assert.Equal(ExitCode.Ok, shop.Clv("run", "--run-id", "one"));
        Assert.Equal(ExitCode.Ok, shop.Clv("run", "--run-id", "two", "--set", "clv.grossMargin=0.1"));
        Assert.Equal(ExitCode.Ok, shop.Clv("runs", "--json"));
        var stored = JsonNode.Parse(shop.Shell.Out)!["runs"]!.AsArray();
        Assert.Equal(ExitCode.Ok, shop.Shell.Clv("runs", "--out", "out", "--json"));
        var filed = JsonNode.Parse(shop.Shell.Out)!["runs"]!.AsArray();
        Assert.Equal(["two False", "one True"], stored.Select(run => $"{run!["run_id"]} {run["is_current"]!.GetValue<bool>()}"));
        Assert.Equal(["two False", "one True"], filed.Select(run => $"{run!["run_id"]} {run["is_current"]!.GetValue<bool>()}"));
        foreach (var column in RunTable.Spec.Columns.Where(column => column.Name is not ("started_at" or "published_at")))
            Assert.True(JsonNode.DeepEquals(filed[1]![column.Name], stored[1]![column.Name]), $"{column.Name}: {filed[1]![column.Name]} in the folder, {stored[1]![column.Name]} in the database");
        Assert.Equal(ExitCode.Ok, shop.Clv("runs"));
        Assert.Contains("* one  2026-06-30  succeeded  2026-07-01 01:30Z", shop.Shell.Out);
        foreach (var shown in new[] { shop.Clv("show", "one"), shop.Shell.Clv("show", "one", "--out", "out") })
        {
            Assert.Equal(ExitCode.Ok, shown);
            Assert.Contains("status                   succeeded\n", shop.Shell.Out);
            Assert.Contains("\"read\": ", shop.Shell.Out);
        }

        Assert.Equal(ExitCode.Failed, shop.Clv("show", "onne"));
        Assert.Equal("run onne: no such run in Warehouse; did you mean one?\n", shop.Shell.Error);
    }
}
