namespace ClvPipeline.Jobs.Generate;

/// <summary>All events of a simulated shop, kept by UTC day (day 0 is the one before the first local day). About 100 bytes a person.</summary>
internal sealed class Shop
{
    private const int PeopleAtATime = 1024;
    private readonly IReadOnlyList<EventLog> _logs;

    private Shop(GenerateOptions options, TrueParameters truth, ShopClock clock, People people, IReadOnlyList<EventLog> logs)
    {
        (Options, Truth, Clock, People, _logs) = (options, truth, clock, people, logs);
        TouchesPerDay = [.. Enumerable.Range(0, clock.Days + 1).Select(day => logs.Sum(log => log.Touches.Rows(day)))];
        OrdersPerDay = [.. Enumerable.Range(0, clock.Days + 1).Select(day => logs.Sum(log => log.OrderKeys.Rows(day)))];
    }

    public GenerateOptions Options { get; }
    public TrueParameters Truth { get; }
    public ShopClock Clock { get; }
    public People People { get; }
    public IReadOnlyList<int> TouchesPerDay { get; }
    public IReadOnlyList<int> OrdersPerDay { get; }
    public long Buyers => _logs.Sum(log => log.Buyers);
    public long Refunds => _logs.Sum(log => log.Refunds);

    /// <summary>Midnight of a UTC day of the shop, in microseconds since 1970.</summary>
    public long Midnight(int day) => (Clock.FirstDay - 1L + day) * ShopClock.Day * 1000;

    /// <summary>Lives all people, on as many threads as the options say.</summary>
    public static Shop Simulate(GenerateOptions options, TrueParameters truth, IProgressSink? progress, CancellationToken cancellation)
    {
        var clock = new ShopClock(options.FirstDate, options.EndDate);
        var calendar = new ShopCalendar(clock, options.FirstDate, truth);
        var people = new People(options.Seed, truth);
        var threads = options.Threads ?? Environment.ProcessorCount;
        var logs = Enumerable.Range(0, threads).Select(_ => new EventLog(clock, truth)).ToArray();
        var next = 0;
        progress?.Begin("simulate", options.Customers, "customers");
        Parallel.ForEach(logs, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, log =>
        {
            var simulator = new PersonSimulator(options.Customers, truth, people, calendar, log);
            for (int from; (from = Interlocked.Add(ref next, PeopleAtATime) - PeopleAtATime) < options.Customers;)
            {
                cancellation.ThrowIfCancellationRequested();
                var to = Math.Min(options.Customers, from + PeopleAtATime);
                for (var customer = from; customer < to; customer++)
                {
                    simulator.Live(customer);
                }
                progress?.Advance(to - from);
            }
        });
        return new Shop(options, truth, clock, people, logs);
    }

    /// <summary>Takes a day's touches out, sorted by time: the order of rows does not tell which thread made them.</summary>
    public void TakeTouches(int day, Span<ulong> rows)
    {
        Take(log => log.Touches, day, rows);
        rows.Sort();
    }

    /// <summary>Takes a day's orders out, sorted by time.</summary>
    public void TakeOrders(int day, Span<ulong> keys, Span<ulong> amounts)
    {
        Take(log => log.OrderKeys, day, keys);
        Take(log => log.OrderAmounts, day, amounts);
        keys.Sort(amounts);
    }

    /// <summary>How many touches a channel's campaign had on a local day (from 0).</summary>
    public int TouchesPerCost(int day, int channel, int campaign) =>
        _logs.Sum(log => log.TouchesPerCost[(day * log.Channels + channel) * EventLog.CampaignsPerChannel + campaign]);

    private void Take(Func<EventLog, DayRows> rows, int day, Span<ulong> into)
    {
        foreach (var log in _logs)
        {
            var count = rows(log).Rows(day);
            rows(log).Take(day, into[..count]);
            into = into[count..];
        }
    }
}
