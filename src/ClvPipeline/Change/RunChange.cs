namespace ClvPipeline;

/// <summary>
/// What moved since the run before, one cause after another: its channels are valued again from today's rows as of its day, by its settings and its models (what differs
/// came late); then as of today; then with models fitted anew; then by today's settings, which is today's run. Each difference belongs to what was changed, so they add up
/// to all of it exactly. Rows are read once, for today's run; how they are read is never changed.
/// </summary>
internal sealed class RunChange<TKey>(Intake<TKey> intake, Predictions? predictions, EarlierRun earlier, RunOptions options, IProgressSink progress, CancellationToken cancellation)
    where TKey : unmanaged, IKey<TKey>
{
    private readonly RunSettings _today = intake.Context.Settings;
    private PurchaseHistory? _then;

    /// <summary>The changes from the run before to today's.</summary>
    /// <param name="asOf">Today's as-of date.</param>
    public IReadOnlyList<ChangeStep> Steps(DateOnly asOf)
    {
        if (earlier.Settings is not { } settings) return [new ChangeStep(Causes.NotSeparable, null, earlier.Unreadable ?? "the settings of the run before cannot be read")];
        var predicts = settings.Clv.Model != "none";
        var kept = predicts && earlier.ModelFit is { } table ? GivenModels.Of(table) : null;
        var lost = predicts && kept is null ? "the models of the run before are not kept" : null;
        List<(string Cause, Func<ChannelClv>? After, string? Lost)> chain = [(Causes.LateEvents, () => Value(settings, earlier.AsOf, kept), lost)];
        if (asOf != earlier.AsOf) chain.Add((Causes.NewEvents, () => Value(settings, asOf, kept), lost));
        if (predicts) chain.Add((Causes.Fit, () => ValueAnew(settings, asOf), null));
        if (!earlier.SameSettings) chain.Add((Causes.Parameters, null, null));
        chain[^1] = (chain[^1].Cause, null, null); // where nothing is left to change, it is today's run
        progress.Begin("change", chain.Count - 1, "steps");
        return [.. Walk(chain)];
    }

    private IEnumerable<ChangeStep> Walk(List<(string Cause, Func<ChannelClv>? After, string? Lost)> chain)
    {
        // What another version or source may have changed shows as of the day of the run before, beside what came late.
        var unclear = earlier.Otherwise;
        foreach (var (cause, after, lost) in chain)
        {
            var (value, problem) = after is null ? (null, null) : lost is null ? Try(after) : (null, lost);
            if (after is not null && value is null)
            {
                unclear = unclear is null || unclear == problem ? problem : $"{unclear}; {problem}";
                continue;
            }

            yield return unclear is null ? new ChangeStep(cause, value) : new ChangeStep(Causes.NotSeparable, value, unclear);
            unclear = null;
            progress.Advance(1);
        }
    }

    // Settings of then may not do for rows of today: an unlinked refund without cogs where there was no gross margin.
    private static (ChannelClv?, string?) Try(Func<ChannelClv> after)
    {
        try
        {
            return (after(), null);
        }
        catch (BadInputException e)
        {
            return (null, $"today's rows cannot be valued by the settings of the run before: {e.Message}");
        }
    }

    private ChannelClv Value(RunSettings settings, DateOnly asOf, GivenModels? models)
    {
        var view = intake.As(intake.Context.As(settings, asOf));
        if (models is null) return Spread(view, null);
        var history = PurchaseHistory.Summarise(view, options.Threads, Unseen.Instance, cancellation, withHoldout: false);
        _then ??= history; // what margins are drawn to is learnt from the data too, and stays what it was then
        return Spread(view, new ExpectedProfits(models, history, _then, settings.Clv, options.Threads, cancellation));
    }

    private ChannelClv ValueAnew(RunSettings settings, DateOnly asOf)
    {
        var view = intake.As(intake.Context.As(settings, asOf));
        var known = predictions is not null && settings.Clv.Model == _today.Clv.Model && settings.Clv.Fits == _today.Clv.Fits;
        var history = PurchaseHistory.Summarise(view, options.Threads, Unseen.Instance, cancellation, withHoldout: !known && settings.Clv.Model == "auto");
        var models = GivenModels.Of(known ? predictions!.Fitted : Predictions.Models(history, settings.Clv, options.Threads, cancellation));
        return Spread(view, new ExpectedProfits(models, history, history, settings.Clv, options.Threads, cancellation));
    }

    private ChannelClv Spread(Intake<TKey> view, ExpectedProfits? expected)
    {
        var parts = new (Settlement<TKey> Bucket, Spreader<TKey> Spreader)[Math.Max(1, Math.Min(options.Threads, view.Buckets))];
        for (var i = 0; i < parts.Length; i++)
        {
            var settlement = new Settlement<TKey>(view);
            parts[i] = (settlement, new Spreader<TKey>(settlement, view.Context, expected));
        }

        Workers.Run(parts.Length, view.Buckets, (thread, bucket) =>
        {
            parts[thread].Bucket.Settle(bucket);
            parts[thread].Spreader.Spread();
        }, cancellation);
        foreach (var (_, spreader) in parts.Skip(1)) parts[0].Spreader.Cells.Add(spreader.Cells);
        return ChannelClv.Of(parts[0].Spreader.Cells, view.Context);
    }

    // The steps are told as one stage.
    private sealed class Unseen : IProgressSink
    {
        public static readonly Unseen Instance = new();

        public void Begin(string stage, long total, string unit) { }

        public void Advance(long done) { }
    }
}
