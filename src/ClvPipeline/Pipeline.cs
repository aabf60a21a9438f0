namespace ClvPipeline;

/// <summary>What is asked of a run besides its settings.</summary>
/// <param name="RunId">The run's id, in every row of its results.</param>
/// <param name="AsOf">The last local day whose events count.</param>
public sealed record RunRequest(string RunId, DateOnly AsOf)
{
    /// <summary>The run to say of what moved since; null for none.</summary>
    public EarlierRun? Earlier { get; init; }
}

/// <summary>How the machine is used; never changes a result.</summary>
/// <param name="Threads">The number of threads.</param>
public sealed record RunOptions(int Threads)
{
    /// <summary>
    /// How much memory a run may take, in bytes. Half of it is for rows, a quarter for paths and an eighth for what segments keep of customers, which go to <see cref="Spill"/> beyond that; the rest is for everything else.
    /// </summary>
    public long MemoryLimit { get; init; } = long.MaxValue;

    /// <summary>Where rows go that memory has no room for; null to keep all of them in memory.</summary>
    public ISpillStore? Spill { get; init; }

    /// <summary>The number of buckets as a power of two; null to let the input decide.</summary>
    internal int? BucketBits { get; init; }
}

/// <summary>The line: intake → value → journeys → attribution → results. A pure function of its inputs, settings and request.</summary>
public static class Pipeline
{
    /// <summary>Checks whether the inputs' columns can mean what they should, as <see cref="Run"/> does first of all. Reads no row.</summary>
    /// <exception cref="BadInputException">They cannot.</exception>
    public static void Check(Inputs inputs, RunSettings settings, DateOnly asOf) => _ = new IntakeContext(inputs, settings, asOf);

    /// <summary>Runs it.</summary>
    /// <exception cref="BadInputException">The inputs cannot be what the settings say.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static RunResults Run(Inputs inputs, RunSettings settings, RunRequest request, RunOptions options, IProgressSink progress, CancellationToken cancellation)
    {
        var context = new IntakeContext(inputs, settings, request.AsOf);
        return context.Kind == KeyKind.Integer
            ? Run<IntegerKey>(inputs, context, request, options, progress, cancellation)
            : Run<WideKey>(inputs, context, request, options, progress, cancellation);
    }

    /// <summary>Explains one customer: the same computation, kept line by line. Null if no row names the customer.</summary>
    /// <exception cref="BadInputException">The inputs cannot be what the settings say, or the id is not of their kind.</exception>
    public static Explanation? Explain(Inputs inputs, RunSettings settings, DateOnly asOf, string customerId, RunOptions options, IProgressSink progress, CancellationToken cancellation)
    {
        inputs = inputs with { Spend = null }; // no part of anybody's value
        var context = new IntakeContext(inputs, settings, asOf);
        return context.Kind == KeyKind.Integer
            ? ExplainRun.Of<IntegerKey>(inputs, context, asOf, customerId, options, progress, cancellation)
            : ExplainRun.Of<WideKey>(inputs, context, asOf, customerId, options, progress, cancellation);
    }

    private static RunResults Run<TKey>(Inputs inputs, IntakeContext context, RunRequest request, RunOptions options, IProgressSink progress, CancellationToken cancellation)
        where TKey : unmanaged, IKey<TKey>
    {
        using var intake = Intake<TKey>.Read(inputs, context, options, null, progress, cancellation);
        var predictions = Predictions.Fit(intake, options.Threads, progress, cancellation);
        // Before the rows give their memory back.
        var changes = request.Earlier is { } earlier ? new RunChange<TKey>(intake, predictions, earlier, options, progress, cancellation).Steps(request.AsOf) : [];
        progress.Begin("attribute", intake.Buckets, "buckets");
        var parts = new (Settlement<TKey> Bucket, Spreader<TKey> Spreader)[Math.Max(1, Math.Min(options.Threads, intake.Buckets))];
        var covered = new CoveredMonths(intake.Spend);
        for (var i = 0; i < parts.Length; i++)
        {
            var settlement = new Settlement<TKey>(intake);
            var segments = !context.Settings.SegmentValue ? null : new SegmentVisit(context, predictions, covered, intake.Pool, options.Spill, options.MemoryLimit / 8 / parts.Length);
            parts[i] = (settlement, new Spreader<TKey>(settlement, context, predictions, intake.PathBits, segments, intake.Pool, options.Spill, options.MemoryLimit / 4 / parts.Length));
        }

        try
        {
            var results = Attribute(inputs, intake, predictions, parts, request, progress, cancellation);
            // In the order in which results are listed, in which rejected rows are the last.
            return results with { Tables = [.. results.Tables.SkipLast(1), RunChangeTable.Build(request, changes, results.Table("channel_summary")), results.Tables[^1]] };
        }
        finally
        {
            foreach (var (_, spreader) in parts) spreader.Dispose();
        }
    }

    private static RunResults Attribute<TKey>(
        Inputs inputs, Intake<TKey> intake, Predictions? predictions, (Settlement<TKey> Bucket, Spreader<TKey> Spreader)[] parts, RunRequest request, IProgressSink progress, CancellationToken cancellation)
        where TKey : unmanaged, IKey<TKey>
    {
        Workers.Run(parts.Length, intake.Buckets, (thread, bucket) =>
        {
            parts[thread].Bucket.Settle(bucket);
            parts[thread].Spreader.Spread();
            intake.Release(bucket);
            progress.Advance(1);
        }, cancellation);
        progress.Begin("results", 1, "steps");
        var results = ResultBuilder.Build(inputs, intake, predictions, request, parts, cancellation);
        progress.Advance(1);
        return results;
    }
}
