using ClvPipeline.Jobs;
using ClvPipeline.Storage;
using ClvPipeline.Tests.Postgres;
using Xunit;

namespace ClvPipeline.Tests.Warehouses;

/// <summary>What moves the pointer and what does not, in a database and in a folder alike.</summary>
public sealed class PointerTests
{
    [PostgresTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_run_moves_the_pointer_only_with_its_own_settings_and_to_no_earlier_day(bool inDatabase)
    {
        using var shop = Shop(inDatabase);
        Run(shop, "june", ["--as-of", "2026-06-29"], shows: "june");
        Run(shop, "may", ["--as-of", "2026-05-31"], shows: "june");
        Run(shop, "what-if", ["--as-of", "2026-06-30", "--set", "clv.grossMargin=0.1"], shows: "june");
        Run(shop, "wanted", ["--as-of", "2026-06-30", "--set", "clv.grossMargin=0.1", "--publish"], shows: "wanted");
        Run(shop, "again", ["--as-of", "2026-06-30"], shows: "again");
    }

    [PostgresTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_rollback_shows_what_was_shown_before_and_holds_until_a_later_day(bool inDatabase)
    {
        using var shop = Shop(inDatabase);
        Assert.Equal(ExitCode.Failed, shop.Clv("rollback"));
        Assert.Contains("nothing is published, so there is nothing to go back from", shop.Shell.Error);
        Run(shop, "a", ["--as-of", "2026-06-27"], shows: "a");
        Assert.Equal(ExitCode.Failed, shop.Clv("rollback"));
        Assert.Contains("no run that was shown before a ", shop.Shell.Error);
        Run(shop, "b", ["--as-of", "2026-06-28"], shows: "b");
        Run(shop, "c", ["--as-of", "2026-06-29"], shows: "c");

        Assert.Equal(ExitCode.Ok, shop.Clv("rollback"));
        Assert.Contains(": readers see run b, as of 2026-06-28, pinned through as-of date 2026-06-29.\n", shop.Shell.Out);
        Run(shop, "c2", ["--as-of", "2026-06-29"], shows: "b");
        Assert.Contains("Not published: run b is pinned through as-of date 2026-06-29.", shop.Shell.Out);
        Assert.Equal(ExitCode.Ok, shop.Clv("rollback"));
        Assert.Equal("a", Shown(shop));
        Run(shop, "c3", ["--as-of", "2026-06-29"], shows: "a");
        Run(shop, "d", ["--as-of", "2026-06-30"], shows: "d");
        Assert.Equal(ExitCode.Ok, shop.Clv("rollback"));
        Assert.Equal("a", Shown(shop));
    }

    [PostgresTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_run_that_is_kept_is_shown_on_demand_and_a_pin_is_lifted_by_it(bool inDatabase)
    {
        using var shop = Shop(inDatabase);
        Run(shop, "a", ["--as-of", "2026-06-28"], shows: "a");
        Run(shop, "b", ["--as-of", "2026-06-29"], shows: "b");
        Assert.Equal(ExitCode.Ok, shop.Clv("rollback"));
        Run(shop, "what-if", ["--as-of", "2026-06-29", "--set", "clv.grossMargin=0.1"], shows: "a");
        Assert.Equal(ExitCode.Ok, shop.Clv("publish", "what-if", "--json"));
        Assert.Contains("\"pinned_through\": null", shop.Shell.Out);
        Assert.Equal("what-if", Shown(shop));
        Run(shop, "c", ["--as-of", "2026-06-29"], shows: "c");
        Assert.Equal(ExitCode.Ok, shop.Clv("publish", "a"));
        Assert.Equal("a", Shown(shop));
        Assert.Equal(ExitCode.Failed, shop.Clv("publish", "nobody"));
        Assert.StartsWith("run nobody: no such run in ", shop.Shell.Error, StringComparison.Ordinal);
    }

    [PostgresFact]
    public void Two_outputs_have_a_pointer_each()
    {
        using var shop = new WarehouseShop();
        shop.Output("Warehouse", "out");
        Assert.Equal(ExitCode.Ok, shop.Clv("run", "--run-id", "a", "--as-of", "2026-06-28"));
        Assert.Equal(ExitCode.Ok, shop.Clv("run", "--run-id", "b", "--as-of", "2026-06-29"));
        var settings = ClvSettingsFile.Load("shop/clv.json", shop.Shell.Variables, [], shop.Shell.Folder);
        WarehousePublication.Rollback(settings.Warehouse()!);
        Assert.Equal(ExitCode.Ok, shop.Clv("run", "--run-id", "c", "--as-of", "2026-06-29"));
        Assert.Contains("In the folder: Published: readers see this run now. In Warehouse: Not published: run a is pinned through as-of date 2026-06-29.\n", shop.Shell.Out);
        Assert.Equal(("c", "a"), (Publication.Current(Path.Combine(shop.Shell.Folder, "out"))!.RunId, shop.Shown));
        Assert.Equal(ExitCode.Ok, shop.Clv("publish", "b"));
        Assert.Equal(("b", "b"), (Publication.Current(Path.Combine(shop.Shell.Folder, "out"))!.RunId, shop.Shown));
    }

    [PostgresFact]
    public void A_run_whose_folder_was_complete_when_the_database_failed_is_delivered_when_it_is_asked_for_again()
    {
        using var shop = new WarehouseShop();
        shop.Output("Warehouse", "out");
        shop.Database.Execute("create function public.refuse() returns event_trigger language plpgsql as $$ begin raise exception 'not now'; end $$; create event trigger refuse on ddl_command_start when tag in ('CREATE TABLE') execute function public.refuse()");
        Assert.Equal(ExitCode.Failed, shop.Clv("run", "--run-id", "one"));
        Assert.Contains("not now", shop.Shell.Error);
        Assert.Null(Publication.Current(Path.Combine(shop.Shell.Folder, "out")));
        Assert.Equal("failed", shop.Database.Scalar("select status from clv.run where run_id = 'one'"));
        shop.Database.Execute("drop event trigger refuse");
        Assert.Equal(ExitCode.Ok, shop.Clv("run", "--run-id", "one"));
        Assert.Contains("Run one was complete, but readers were not shown it. Published: they see it now.", shop.Shell.Out);
        Assert.Equal(("one", "one"), (Publication.Current(Path.Combine(shop.Shell.Folder, "out"))!.RunId, shop.Shown));
        foreach (var spec in Tables.All) Assert.Equal(WarehouseRows.Of(ResultReader.Read(Path.Combine(shop.Shell.Folder, "out", "runs", "one"), spec)), WarehouseRows.Of(shop.Database, spec, "one"));
        Assert.Equal(ExitCode.Nothing, shop.Clv("run", "--run-id", "one"));
    }

    private static WarehouseShop Shop(bool inDatabase)
    {
        var shop = new WarehouseShop();
        shop.Output(inDatabase ? "Warehouse" : null, inDatabase ? null : "out");
        return shop;
    }

    private static void Run(WarehouseShop shop, string runId, string[] arguments, string shows)
    {
        Assert.Equal(ExitCode.Ok, shop.Clv("run", ["--run-id", runId, .. arguments]));
        Assert.Equal(shows, Shown(shop));
    }

    private static string? Shown(WarehouseShop shop) => shop.Shown ?? Publication.Current(Path.Combine(shop.Shell.Folder, "out"))?.RunId;
}
