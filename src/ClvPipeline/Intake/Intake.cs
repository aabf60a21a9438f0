namespace ClvPipeline;

/// <summary>
/// Every row that counts, split by customer into buckets small enough for the processor's cache. A bucket holds everything of its customers,
/// so whatever comes next happens inside one bucket, without locks, on any number of threads.
/// </summary>
internal sealed class Intake<TKey> : IDisposable where TKey : unmanaged, IKey<TKey>
{
    private const int RowsPerBucket = 16_384, MaxBucketBits = 12, GroupBits = RowStore<int>.GroupBits;

    private readonly IntakeWorker<TKey>[] _workers;
    private readonly int _bucketBits;
    private readonly int[] _visited;

    private Intake(IntakeContext context, int bucketBits, IntakeWorker<TKey>[] workers, SlabPool pool)
    {
        (Context, _bucketBits, _workers, Pool) = (context, bucketBits, workers, pool);
        _visited = new int[(Buckets - 1 >> GroupBits) + 1];
    }

    public IntakeContext Context { get; }

    /// <summary>Whether there are rows of days after the as-of date, which are to be passed over.</summary>
    public bool HoldsLater { get; private init; }

    public int Buckets => 1 << _bucketBits;

    /// <summary>Where rows are kept, and what is made of them as they are given back.</summary>
    public SlabPool Pool { get; }

    /// <summary>Into how many parts, as a power of two, journeys are split by path: there are about four rows to a journey.</summary>
    public int PathBits => Math.Max(0, _bucketBits - 2);

    public IReadOnlyList<IntakeWorker<TKey>> Workers => _workers;

    /// <summary>Rows by dataset and outcome, as far as reading decides it (rejected, not visible).</summary>
    public Dictionary<string, OutcomeCounts> Counts
    {
        get
        {
            var sums = ColumnRoles.Columns.Keys.ToDictionary(name => name, _ => new OutcomeCounts());
            foreach (var worker in _workers)
                foreach (var (dataset, counts) in worker.Counts) sums[dataset].Add(counts);
            return sums;
        }
    }

    /// <summary>The rejected rows that are kept, in the order of datasets, sources and rows.</summary>
    public IReadOnlyList<RejectedRow> Rejected => [.. _workers.SelectMany(w => w.Rejected.Select(r => r.Row with { RowNumber = r.Part.FirstRow + r.Row.RowNumber }))
        .OrderBy(r => Array.IndexOf([.. ColumnRoles.Columns.Keys], r.Dataset)).ThenBy(r => r.Source, StringComparer.Ordinal).ThenBy(r => r.RowNumber)];

    /// <summary>What was spent; null where there is no such dataset.</summary>
    public SpendSums? Spend
    {
        get
        {
            if (!Context.HasSpend) return null;
            var sums = new SpendSums();
            foreach (var worker in _workers) sums.Add(worker.Spend);
            return sums;
        }
    }

    /// <summary>Reads all datasets side by side.</summary>
    public static Intake<TKey> Read(Inputs inputs, IntakeContext context, RunOptions options, TKey? only, IProgressSink progress, CancellationToken cancellation)
    {
        var parts = inputs.All.SelectMany(dataset => dataset.Parts.Select(part => (dataset, part))).ToArray();
        var rows = parts.Sum(p => (long)p.part.Rows);
        var bits = options.BucketBits ?? Bits(rows);
        progress.Begin("read", rows, "rows");
        var workers = new IntakeWorker<TKey>[Math.Max(1, Math.Min(options.Threads, parts.Length))];
        var pool = new SlabPool();
        var intake = new Intake<TKey>(context, bits, workers, pool);
        for (var i = 0; i < workers.Length; i++) workers[i] = new IntakeWorker<TKey>(context, bits, only, pool, progress, cancellation) { Spill = options.Spill, RowBytes = options.MemoryLimit / 2 / workers.Length };
        try
        {
            intake.Read(inputs, parts, cancellation);
            return intake;
        }
        catch
        {
            intake.Dispose();
            throw;
        }
    }

    /// <summary>Says, from any thread, that this was the last visit to a bucket: its memory is used again.</summary>
    public void Release(int bucket)
    {
        var group = bucket >> GroupBits;
        if (Interlocked.Increment(ref _visited[group]) < Math.Min(Buckets - (group << GroupBits), 1 << GroupBits)) return;
        foreach (var worker in _workers)
        {
            worker.Touches.Release(group);
            worker.TouchIds.Release(group);
            worker.Orders.Release(group);
            worker.Customers.Release(group);
            worker.Attributes.Release(group);
        }
    }

    /// <summary>The same rows as another run would have seen them, of no later day. They still belong to this intake.</summary>
    public Intake<TKey> As(IntakeContext context) => new(context, _bucketBits, _workers, Pool) { HoldsLater = context.AsOfEnd < Context.AsOfEnd };

    /// <summary>Gives back what the rows take on disk.</summary>
    public void Dispose()
    {
        foreach (var worker in _workers) worker?.Dispose();
    }

    private void Read(Inputs inputs, (IDataset Dataset, IPart Part)[] parts, CancellationToken cancellation) =>
        ClvPipeline.Workers.Run(_workers.Length, parts.Length, (thread, item) =>
        {
            try
            {
                Read(inputs, _workers[thread], parts[item].Dataset, parts[item].Part);
            }
            catch
            {
                Context.Stopped = true; // a part may be a query of an hour
                foreach (var worker in _workers) worker.Stop();
                throw;
            }
        }, cancellation);

    private static void Read(Inputs inputs, IntakeWorker<TKey> worker, IDataset dataset, IPart part)
    {
        if (dataset == inputs.Touchpoints) worker.ReadTouches(dataset, part);
        else if (dataset == inputs.Orders) worker.ReadOrders(dataset, part);
        else if (dataset == inputs.Customers) worker.ReadCustomers(dataset, part);
        else if (dataset == inputs.Spend) worker.ReadSpend(dataset, part);
    }

    private static int Bits(long rows)
    {
        var bits = 0;
        while (bits < MaxBucketBits && rows >> bits > RowsPerBucket) bits++;
        return bits;
    }
}
