using System.Diagnostics;
using ClvPipeline.Tests.Postgres;
using Xunit;
using Xunit.Abstractions;

namespace ClvPipeline.Tests.Serve;

/// <summary>Real processes and a real server, disturbed all the while: whatever happens, every run that was asked for ends exactly once.</summary>
public sealed class ChaosTests(ITestOutputHelper log)
{
    private const int Seed = 20_260_630;
    private static readonly bool Long = Environment.GetEnvironmentVariable("CLV_LONG") == "1";

    [PostgresClusterFact]
    public void Two_hundred_runs_end_exactly_once_while_processes_and_the_server_are_killed_frozen_and_started_again() => Disturb(log, "quartz", 200, TimeSpan.FromSeconds(Long ? 300 : 45));

    /// <summary>Asks for so many runs and disturbs three processes for so long.</summary>
    internal static void Disturb(ITestOutputHelper log, string scheduler, int count, TimeSpan lasting)
    {
        if (OperatingSystem.IsWindows()) return;
        using var cluster = PostgresCluster.Start();
        using var register = new ChaosRegister(cluster, scheduler);
        // At once, and twice: asking twice is asking once.
        var asked = new string[count];
        Parallel.For(0, 2 * count, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            var runId = register.Ask(i % count);
            if (Interlocked.CompareExchange(ref asked[i % count], runId, null) is { } other) Assert.Equal(other, runId);
        });
        Assert.Equal(count, register.Count("clv.run where status = 'queued'"));

        var all = asked.ToHashSet();
        ChaosProcess[] processes = [.. Enumerable.Range(0, 3).Select(_ => new ChaosProcess(register.Folder, register.Variables))];
        var reader = new ChaosReader(register.Database);
        var (random, begun) = (new Random(Seed), Stopwatch.StartNew());
        var deck = new Queue<int>();
        var (kills, freezes, stops, restarts, waves, slowest) = (0, 0, 0, 0, 1, TimeSpan.Zero);
        try
        {
            while (begun.Elapsed < lasting)
            {
                Thread.Sleep(random.Next(800, 2200));
                foreach (var each in processes) each.Wake();
                if (begun.Elapsed > lasting * (restarts + 1) / 3 && restarts < 2)
                {
                    restarts++;
                    cluster.StopImmediately();
                    Thread.Sleep(random.Next(0, 1500));
                    cluster.StartAgain();
                    continue;
                }

                // The long one goes on asking.
                if (begun.Elapsed > TimeSpan.FromSeconds(60) * waves)
                {
                    // What equals a run that still waits is that run.
                    for (var i = 0; i < count; i++) all.Add(register.Ask((waves * count) + i));
                    waves++;
                }

                var victim = processes[random.Next(processes.Length)];
                if (victim.IsFrozen) continue;
                // Dealt, not thrown: a short round has its share of each, too.
                if (deck.Count == 0) deck = new Queue<int>(new[] { 0, 1, 2, 3, 4 }.OrderBy(_ => random.Next()));
                switch (deck.Dequeue())
                {
                    case 0 or 1:
                        victim.Kill();
                        kills++;
                        break;
                    case 2 or 3:
                        victim.Freeze(TimeSpan.FromMilliseconds(random.Next(3200, 5500)));
                        freezes++;
                        break;
                    default:
                        var took = victim.Restart();
                        if (took > slowest) slowest = took;
                        stops++;
                        break;
                }
            }

            foreach (var each in processes) each.Wake(now: true);
            var ended = register.Count("clv.run where status not in ('queued', 'running')");
            var rest = Stopwatch.StartNew();
            while (!register.IsOver && rest.Elapsed < TimeSpan.FromSeconds(Long ? 900 : 240)) Thread.Sleep(100);
            log.WriteLine($"{all.Count} runs asked for, {count} of them twice; {kills} processes killed, {freezes} frozen and woken, {stops} stopped (at most {slowest.TotalSeconds:0.0} s) and started again, {restarts} immediate restarts of the server in {lasting.TotalSeconds:0} s; {ended} runs had ended by then, the rest took {rest.Elapsed.TotalSeconds:0.0} s");
        }
        finally
        {
            foreach (var each in processes) each.Dispose();
            reader.Dispose();
        }

        log.WriteLine($"{register.Database.Scalar("select string_agg(status || ' ' || n, ', ' order by status) from (select status, count(*) n from clv.run group by 1) s")}; ended exactly once {register.Count("(select from public.ended group by run_id having count(*) = 1) e")}; taken up {register.Database.Scalar("select sum(attempt) from clv.run")} times, deaths {register.Database.Scalar("select sum(deaths) from clv.run")}; pointer moved {register.Count("public.shown")} times; {reader.Readings} readings of {reader.Seen.Count} runs, {reader.Torn.Count} torn");
        foreach (var complaint in processes.SelectMany(each => each.Complaints)) log.WriteLine(complaint);
        AssertExactlyOnce(register, all.Count);
        Assert.Equal([], reader.Torn);
        Assert.True(reader.Readings > 50, $"only {reader.Readings} readings");
        Assert.Equal("", string.Join('\n', processes.SelectMany(each => each.Complaints)));
        Assert.True(slowest < TimeSpan.FromSeconds(10), $"a process took {slowest.TotalSeconds:0.0} s to stop");
    }

    private static void AssertExactlyOnce(ChaosRegister register, int runs)
    {
        Assert.Equal(runs, register.Count("clv.run"));
        Assert.Equal(runs, register.Count("(select from public.ended group by run_id having count(*) = 1) e"));
        Assert.Equal(runs, register.Count("public.ended"));
        Assert.Equal(0, register.Count("public.undone"));
        // The only reason for which a run may fail here is that two workers have died with it.
        Assert.Equal("", register.Database.Scalar("select coalesce(string_agg(run_id || ': ' || status || ' ' || coalesce(error, ''), E'\\n'), '') from clv.run where status <> 'succeeded' and (status <> 'failed' or deaths < 2)"));
        Assert.InRange(register.Count("clv.run where status = 'succeeded'"), runs * 9 / 10, runs);

        // Whoever succeeded has all its tables, by one attempt, and nobody else has any.
        var tables = register.Count("clv.result_table where table_name not in ('customer_horizon', 'order_value')");
        Assert.Equal(0, register.Count($"clv.run r where status = 'succeeded' and (select count(*) from pg_class c where c.relnamespace = 'clv_part'::regnamespace and c.relkind = 'r' and c.relispartition and c.relname like '%\\_' || r.run_no || '\\_' || r.attempt) <> {tables} and has_results"));
        Assert.Equal(0, register.Count("pg_class c where c.relnamespace = 'clv_part'::regnamespace and c.relkind = 'r' and c.relispartition and not exists (select from clv.run r where r.status = 'succeeded' and c.relname like '%\\_' || r.run_no || '\\_' || r.attempt)"));

        // The pointer went forward only, and stands at the last day of those that may move it.
        Assert.Equal(0, register.Count("(select r.as_of < lag(r.as_of) over (order by s.at) as back from public.shown s join clv.run r using (run_id)) moves where back"));
        Assert.Equal(true, register.Database.Scalar("select (select as_of from clv.publication) = (select max(as_of) from clv.run where may_publish and status = 'succeeded')"));

        // The same numbers as undisturbed: of a pipeline's run and of one with other parameters, those that were taken up most often.
        foreach (var runId in new[] { "may_publish", "not may_publish" }.Select(which => (string)register.Database.Scalar($"select run_id from clv.run where status = 'succeeded' and {which} order by attempt desc, run_id limit 1")!))
            Assert.Equal(register.Undisturbed(runId), register.Database.Scalar($"select result_hash from clv.run where run_id = '{runId}'"));
    }
}
