using System.Runtime.ExceptionServices;

namespace ClvPipeline;

/// <summary>Runs the same work on several threads, handing out numbered items; the first failure stops the others and is thrown as it was.</summary>
internal static class Workers
{
    /// <summary>Calls <paramref name="work"/> for every item from 0 to <paramref name="items"/> − 1, each on the thread that comes to it first.</summary>
    /// <param name="threads">The largest number of threads.</param>
    /// <param name="items">The number of items.</param>
    /// <param name="work">Given the thread's number (from 0) and the item's.</param>
    /// <param name="cancellation">Stops between items.</param>
    public static void Run(int threads, int items, Action<int, int> work, CancellationToken cancellation)
    {
        var next = -1;
        ExceptionDispatchInfo? failure = null;
        threads = Math.Max(1, Math.Min(threads, items));
        var others = new Thread[threads - 1];
        for (var t = 0; t < others.Length; t++)
        {
            var number = t + 1;
            others[t] = new Thread(() => Loop(number), 16 << 20) { IsBackground = true, Name = $"clv-{number}" };
            others[t].Start();
        }

        Loop(0);
        foreach (var thread in others) thread.Join();
        failure?.Throw();
        cancellation.ThrowIfCancellationRequested();

        void Loop(int thread)
        {
            try
            {
                while (Volatile.Read(ref failure) is null && !cancellation.IsCancellationRequested)
                {
                    var item = Interlocked.Increment(ref next);
                    if (item >= items) return;
                    work(thread, item);
                }
            }
            catch (Exception e)
            {
                Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(e), null);
            }
        }
    }
}
