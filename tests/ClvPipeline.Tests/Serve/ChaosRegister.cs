using System.Text.Json.Nodes;
using ClvPipeline.Jobs;
using ClvPipeline.Storage;
using ClvPipeline.Tests.Postgres;
using ClvPipeline.Tests.Warehouses;

namespace ClvPipeline.Tests.Serve;

/// <summary>A database of results that writes down by itself, in triggers that know nothing of the program, how often each run ended and what readers were shown.</summary>
internal sealed class ChaosRegister : IDisposable
{
    private readonly WarehouseShop _shop;
    private readonly LoadedSettings _settings;

    public ChaosRegister(PostgresCluster cluster, string scheduler)
    {
        _shop = new WarehouseShop(cluster: cluster);
        // The less a run computes, the more of them there are to disturb.
        _shop.Change(settings => (settings["scheduler"], settings["attribution"]) = (scheduler, JsonNode.Parse("""{ "modes": { "acquisition": {} }, "models": [ { "type": "time_decay" }, { "type": "last_touch" } ] }""")));
        _shop.Change(settings => settings["output"]!["runChange"] = false);
        _settings = ClvSettingsFile.Load("shop/clv.json", _shop.Shell.Variables, [], _shop.Shell.Folder);
        Queue = new WarehouseQueue(_shop.Warehouse, "test");
        Database.Execute($"""
            create table public.ended (run_id text not null, status text not null, attempt bigint not null, at timestamptz not null default clock_timestamp());
            create table public.undone (run_id text not null, status text not null);
            create table public.shown (run_id text not null, at timestamptz not null default clock_timestamp());
            create function public.watch_run() returns trigger language plpgsql as $$ begin
                if new.status in ('succeeded', 'failed', 'cancelled') and new.status is distinct from old.status then insert into public.ended values (new.run_id, new.status, new.attempt); end if;
                if old.status in ('succeeded', 'failed', 'cancelled') and new.status is distinct from old.status then insert into public.undone values (new.run_id, new.status); end if;
                return null; end $$;
            create trigger watch after update on clv.run for each row execute function public.watch_run();
            create function public.watch_pointer() returns trigger language plpgsql as $$ begin insert into public.shown values (new.run_id); return null; end $$;
            create trigger watch after insert or update on clv.publication for each row execute function public.watch_pointer();
            alter database {Database.Scalar("select current_database()")} set clv.frozen_after = '2500ms';
            alter database {Database.Scalar("select current_database()")} set clv.abandoned_after = '2500ms';
            """);
    }

    public PostgresDatabase Database => _shop.Database;

    public WarehouseQueue Queue { get; }

    public string Folder => _shop.Shell.Folder;

    public Warehouse Warehouse => _shop.Warehouse;

    public IReadOnlyDictionary<string, string> Variables => _shop.Shell.Variables;

    /// <summary>The number-th request: every fourth is of one of four pipelines with its own parameters and may publish; the others try others.</summary>
    public RunWish Wish(int number)
    {
        var asOf = new DateOnly(2026, 6, 30).AddDays(-number / 4 % 50);
        if (number % 4 == 0) return Wishes.Of(_settings with { Pipeline = $"nightly-{number / 4 % 4}" }, asOf, "schedule", "chaos");
        return Wishes.Of(_settings.With(_settings.ParametersJson, [FormattableString.Invariant($"attribution.models.time_decay.halfLifeDays={number}")]), asOf, "api", "chaos");
    }

    /// <summary>Asks for a run twice, as two schedulers do; both get the same.</summary>
    public string Ask(int number)
    {
        string NewId() => $"chaos-{number}-{Environment.TickCount64}";
        var first = Queue.Ask(Wish(number), NewId);
        return first.RunId;
    }

    public long Count(string sql) => (long)Database.Scalar($"select count(*) from {sql}")!;

    /// <summary>Whether everything has ended, and what is to be shown is: readers see a run a moment after it has succeeded, be it because others make up for its process.</summary>
    public bool IsOver => Count("clv.run where status in ('queued', 'running') or to_show") == 0;

    /// <summary>The result of a run that nobody disturbs, of the same parameters and day.</summary>
    public string? Undisturbed(string runId)
    {
        var run = Queue.Find(runId);
        var settings = _settings.With(run.Run["parameters"]!.ToJsonString(), []) with { Postgres = null, OutFolder = "undisturbed" };
        return new RunJob(TimeProvider.System, Folder).Run(new RunOrder { Settings = settings, AsOf = run.AsOf, RunId = runId }, Laws.Silent.Instance, CancellationToken.None).Record.ResultHash;
    }

    public void Dispose() => _shop.Dispose();
}
