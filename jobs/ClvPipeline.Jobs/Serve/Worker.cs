using ClvPipeline.Storage;

namespace ClvPipeline.Jobs;

/// <summary>
/// Takes runs from a queue and runs them, so many at a time, until it is told to stop; then what it was doing goes back into the queue. Every few seconds it looks whether other
/// workers have died. A register that is away is waited for.
/// </summary>
public sealed class Worker(RunPlace place, TimeProvider clock, string workingDirectory)
{
    // A worker that is told of everything asks for itself only in case that it was not.
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(5), Rounds = TimeSpan.FromSeconds(2), Longest = TimeSpan.FromSeconds(10);
    private readonly Lock _lock = new();
    private readonly List<IHeldRun> _held = [];

    /// <summary>What a worker of this process is called.</summary>
    public static string NameOfProcess => $"{Environment.MachineName}:{Environment.ProcessId}";

    /// <summary>How long a run has to stop by itself when the worker stops; after that it is given back as it is.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(7);

    /// <summary>Works until <paramref name="stop"/>.</summary>
    /// <returns>A task that ends when everything was handed back, within <see cref="Drain"/> and a moment.</returns>
    public async Task RunAsync(CancellationToken stop)
    {
        using var attendance = await Attend(stop).ConfigureAwait(false);
        var slots = place.Settings.Workers;
        // Threads of their own: computing leaves none of the pool's to others. They die with the process.
        Task[] work = [Start(() => LookAround(stop)), .. Enumerable.Range(0, slots).Select(_ => Start(() => Work(place.Shared(slots), stop)))];
        await Task.WhenAny(Task.WhenAll(work), Gone(stop)).ConfigureAwait(false);
        if (!stop.IsCancellationRequested) await Task.WhenAll(work).ConfigureAwait(false);
        List<IHeldRun> late;
        lock (_lock) late = [.. _held];
        await Task.WhenAny(Task.WhenAll(late.Select(run => Start(() => run.HandBack()))), Task.Delay(TimeSpan.FromSeconds(1.5), clock, CancellationToken.None)).ConfigureAwait(false);
    }

    private void Work(RunPlace shared, CancellationToken stop)
    {
        var job = new RunJob(clock, workingDirectory) { Place = shared };
        for (var pause = TimeSpan.FromSeconds(0.5); !stop.IsCancellationRequested;)
        {
            IHeldRun? held;
            try
            {
                var known = place.Queue.News;
                held = place.Queue.Claim(place.Worker);
                pause = TimeSpan.FromSeconds(0.5);
                if (held is null)
                {
                    place.Queue.WaitForNews(known, Poll, stop);
                    continue;
                }
            }
#pragma warning disable CA1031 // A worker outlives whatever happens to the register.
            catch (Exception e)
#pragma warning restore CA1031
            {
                place.Observer?.Away(e);
                stop.WaitHandle.WaitOne(pause);
                pause = pause < Longest ? pause * 2 : pause;
                continue;
            }

            Run(job, held, stop);
        }
    }

    private void Run(RunJob job, IHeldRun held, CancellationToken stop)
    {
        lock (_lock) _held.Add(held);
        try
        {
            job.Execute(held, stop);
        }
#pragma warning disable CA1031 // What made a run fail is written down and told; the worker goes on with the next.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
        finally
        {
            lock (_lock) _held.Remove(held);
        }
    }

    private void LookAround(CancellationToken stop)
    {
        while (!stop.WaitHandle.WaitOne(Rounds))
        {
            try
            {
                foreach (var found in place.Queue.Recover()) place.Observer?.Recovered(found);
            }
#pragma warning disable CA1031 // As above.
            catch (Exception)
#pragma warning restore CA1031
            {
                // Whoever claims says that the register is away.
            }
        }
    }

    private async Task<IDisposable?> Attend(CancellationToken stop)
    {
        while (true)
        {
            try
            {
                return place.Queue.Attend(place.Worker);
            }
            catch (IOException e)
            {
                place.Observer?.Away(e);
                await Task.Delay(TimeSpan.FromSeconds(1), clock, CancellationToken.None).ConfigureAwait(false);
                if (stop.IsCancellationRequested) return null;
            }
        }
    }

    private async Task Gone(CancellationToken stop)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registered = stop.Register(stopped.SetResult).ConfigureAwait(false);
        await stopped.Task.ConfigureAwait(false);
        await Task.Delay(Drain, clock, CancellationToken.None).ConfigureAwait(false);
    }

    private static Task Start(Action work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
