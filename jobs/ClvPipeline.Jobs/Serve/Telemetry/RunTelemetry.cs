using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ClvPipeline.Jobs.Serve;

/// <summary>What runs tell tools that listen: a span a run and a stage, and what they came to. Costs nothing where nobody listens.</summary>
internal static class RunTelemetry
{
    /// <summary>The name that listeners subscribe to.</summary>
    public const string Name = "ClvPipeline";

    private static readonly ActivitySource Source = new(Name, VersionText.Version);
    private static readonly Meter Meter = new(Name, VersionText.Version);
    private static readonly Counter<long> Rows = Meter.CreateCounter<long>("clv.rows", "{row}", "Rows that runs have read, by dataset and what became of them.");
    private static readonly Histogram<double> Seconds = Meter.CreateHistogram<double>("clv.run.duration", "s", "How long runs took, by pipeline and how they ended.");
    private static readonly Histogram<double> StageSeconds = Meter.CreateHistogram<double>("clv.stage.duration", "s", "How long stages took.");
    private static readonly Gauge<double> Unattributed = Meter.CreateGauge<double>("clv.unattributed_share", "1", "The share of the value that no touchpoint may claim, in the pipeline's last run.");
    private static readonly Gauge<double> RejectedShare = Meter.CreateGauge<double>("clv.rejected_share", "1", "The share of a dataset's rows that the pipeline's last run rejected.");

    /// <summary>Begins the span of a run; null where nobody listens.</summary>
    public static Activity? Begin(string runId, string pipeline, DateOnly asOf) =>
        Source.StartActivity("run", ActivityKind.Internal, default(ActivityContext), [new("clv.run_id", runId), new("clv.pipeline", pipeline), new("clv.as_of", Publishing.Date(asOf))]);

    /// <summary>Begins the span of a stage, below that of its run.</summary>
    public static Activity? Begin(string stage, Activity? run) => run is null ? null : Source.StartActivity(stage, ActivityKind.Internal, run.Context, [new("clv.run_id", run.GetTagItem("clv.run_id"))]);

    /// <summary>Ends the span of a run.</summary>
    public static void End(Activity? run, string status, string? error)
    {
        run?.SetTag("clv.status", status);
        if (error is not null) run?.SetStatus(ActivityStatusCode.Error, error);
        run?.Dispose();
    }

    /// <summary>Counts a stage.</summary>
    public static void Stage(string stage, TimeSpan took) => StageSeconds.Record(took.TotalSeconds, new KeyValuePair<string, object?>("clv.stage", stage));

    /// <summary>Counts a run that came to an end.</summary>
    public static void Ended(string pipeline, string status, TimeSpan took) => Seconds.Record(took.TotalSeconds, new("clv.pipeline", pipeline), new("clv.status", status));

    /// <summary>Counts what a run read and came to.</summary>
    public static void Computed(RunOutcome outcome)
    {
        var pipeline = new KeyValuePair<string, object?>("clv.pipeline", outcome.Record.Pipeline);
        var counts = RowsRead.Of(outcome.Results);
        foreach (var count in counts) Rows.Add(count.Rows, pipeline, new("clv.dataset", count.Dataset), new("clv.outcome", count.Outcome));
        foreach (var dataset in counts.GroupBy(count => count.Dataset))
            if (dataset.Sum(count => count.Rows) is > 0 and var all) RejectedShare.Record((double)dataset.Where(count => count.Outcome == "rejected").Sum(count => count.Rows) / all, pipeline, new("clv.dataset", dataset.Key));
        var totals = outcome.Record.Totals;
        if (totals.Clv != 0) Unattributed.Record((double)totals.Unattributed / (double)totals.Clv, pipeline);
    }

    /// <summary>Measures the age of the newest result that readers see, whenever somebody asks.</summary>
    public static void Watch(Func<double?> age) =>
        Meter.CreateObservableGauge("clv.result.age", () => age() is { } seconds ? new Measurement<double>[] { new(seconds) } : [], "s", "How long ago the newest result was shown to readers.");
}
