using ClvPipeline.Storage;
using Npgsql;

namespace ClvPipeline.Jobs;

/// <summary><c>clv serve</c>: runs what the queue holds, until it is stopped.</summary>
internal static class ServeVerb
{
    public static Verb Create(CliHost host)
    {
        var source = new SettingsOptions();
        return new Verb("serve", "Runs what schedules and people ask for, until it is stopped. Several may share one database.",
            ["clv serve # with clv.json of this folder", "clv serve --config shop/clv.json # with other settings"],
            [source.Config, source.Sets],
            parsed => Run(source.Load(parsed, host), host));
    }

    private static int Run(LoadedSettings settings, CliHost host)
    {
        var observer = new LineObserver(host.Error, host.Clock);
        var queue = RunOutputs.Of(settings, null, host.WorkingDirectory).Queue(host.Clock);
        if (!Ready(queue, observer, host)) return ExitCode.Ok;
        host.Error.WriteLine($"At work on {queue.Name}, {(settings.Workers == 1 ? "one run" : $"{settings.Workers} runs")} at a time. Ctrl-C stops; what is under way is then handed back.");
        new Worker(new RunPlace(settings, queue, Worker.NameOfProcess) { Observer = observer }, host.Clock, host.WorkingDirectory).RunAsync(host.Cancellation).GetAwaiter().GetResult();
        return ExitCode.Ok;
    }

    // A database that is away at the start, after a power cut say, is waited for; one that cannot be used is said at once.
    private static bool Ready(IRunQueue queue, LineObserver observer, CliHost host)
    {
        while (!host.Cancellation.IsCancellationRequested)
        {
            try
            {
                queue.List(new RunQuery { Most = 1 });
                return true;
            }
            catch (NpgsqlException e) when (Warehouse.IsPassing(e))
            {
                observer.Away(e);
                host.Cancellation.WaitHandle.WaitOne(TimeSpan.FromSeconds(1));
            }
        }

        return false;
    }
}
