using ClvPipeline.Storage;

namespace ClvPipeline.Jobs;

/// <summary>Runs as people and schedules ask the queue for them.</summary>
public static class Wishes
{
    /// <summary>A run of a pipeline with its own settings, or with those that were changed for this time.</summary>
    /// <param name="settings">The pipeline's settings.</param>
    /// <param name="asOf">The last local day that counts.</param>
    /// <param name="trigger"><c>manual</c>, <c>backfill</c>, <c>schedule</c> or <c>api</c>.</param>
    /// <param name="requestedBy">Who asks.</param>
    /// <param name="note">Why.</param>
    /// <param name="publish">Whether readers are to see it although its settings were changed.</param>
    public static RunWish Of(LoadedSettings settings, DateOnly asOf, string trigger, string? requestedBy, string? note = null, bool publish = false) => new()
    {
        Pipeline = settings.Pipeline, AsOf = asOf, Parameters = settings.ParametersJson, ParametersHash = settings.ParametersHash, Trigger = trigger, RequestedBy = requestedBy, Note = note,
        MayPublish = publish || !settings.ChangedBySet,
    };

    /// <summary>A run once more, with the parameters that it had and changes to them. It may be shown to readers by itself only if these are the pipeline's own.</summary>
    /// <param name="own">The pipeline's own settings; those of another pipeline, where it is no longer there.</param>
    /// <param name="run">The run.</param>
    /// <param name="sets">The changes, each as behind <c>--set</c>.</param>
    /// <param name="asOf">Another as-of date; null for the run's.</param>
    /// <param name="trigger">As above.</param>
    /// <param name="requestedBy">Who asks.</param>
    /// <param name="note">Why.</param>
    /// <param name="publish">Whether readers are to see it in any case.</param>
    /// <exception cref="UsageException">The changes are none.</exception>
    /// <exception cref="BadInputException">Nothing is known of the run's parameters.</exception>
    public static RunWish Again(LoadedSettings own, RunEntry run, IReadOnlyList<string> sets, DateOnly? asOf, string trigger, string? requestedBy, string? note = null, bool publish = false)
    {
        if (run.Problem is { } problem) throw new BadInputException($"run {run.RunId}: {problem}");
        var parameters = run.Run["parameters"] ?? throw new BadInputException($"run {run.RunId}: its parameters are not known, so it cannot be run again");
        var pipeline = run.Pipeline ?? own.Pipeline;
        var settings = own.With(parameters.ToJsonString(Parameters.Plain), sets) with { Pipeline = pipeline };
        return Of(settings, asOf ?? run.AsOf ?? throw new BadInputException($"run {run.RunId}: its as-of date is not known; give one with --as-of"), trigger, requestedBy, note, publish) with
        {
            MayPublish = publish || (!settings.ChangedBySet && pipeline == own.Pipeline),
        };
    }

    /// <summary>Asks a queue for a run.</summary>
    public static Asked Ask(this IRunQueue queue, RunWish wish, TimeProvider clock) => queue.Ask(wish, () => RunId.New(wish.AsOf, clock.GetUtcNow()));
}
