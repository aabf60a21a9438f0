using ClvPipeline.Storage;

namespace ClvPipeline.Jobs.Serve;

/// <summary>Takes requests for runs and about runs, from wherever they come: what may be asked, and in which words the register is asked for it.</summary>
internal sealed class RunDesk
{
    private const int LongestText = 2_000;
    private readonly LoadedSettings _settings;
    private readonly TimeProvider _clock;
    private readonly string? _defaultUser;

    public RunDesk(LoadedSettings settings, IRunQueue queue, RunOutputs outputs, CliHost host)
    {
        (_settings, Queue, Outputs, _clock, _defaultUser) = (settings, queue, outputs, host.Clock, host.Variable("USER") ?? host.Variable("USERNAME"));
        Pipelines = settings.Serve.Schedules.Count > 0 ? [.. settings.Serve.Schedules.Select(schedule => schedule.Settings)] : [settings];
    }

    /// <summary>The register.</summary>
    public IRunQueue Queue { get; }

    /// <summary>Where results are.</summary>
    public RunOutputs Outputs { get; }

    /// <summary>The settings of each pipeline: of the schedules, or those of the file where there are none.</summary>
    public IReadOnlyList<LoadedSettings> Pipelines { get; }

    /// <summary>The settings of a pipeline; of the first where none is named.</summary>
    /// <exception cref="UsageException">There is no such pipeline.</exception>
    public LoadedSettings Pipeline(string? name)
    {
        if (name is null) return Pipelines[0];
        if (Pipelines.FirstOrDefault(settings => settings.Pipeline == name) is { } found) return found;
        if (name == _settings.Pipeline) return _settings;
        throw new UsageException($"pipeline: there is no '{name}'; expected {string.Join(", ", Pipelines.Select(settings => settings.Pipeline))}");
    }

    /// <summary>The settings that a form begins from: of the pipeline of a run that is run again, else of the one that was chosen.</summary>
    public LoadedSettings Settings(string? ofRun, string? chosen) => ofRun is not null ? _settings.Of(ofRun) : Pipeline(string.IsNullOrEmpty(chosen) ? null : chosen);

    /// <summary>The last day that surely is over, or the one that the settings fix.</summary>
    public DateOnly LatestDay(LoadedSettings pipeline) => AsOfDate.Of(pipeline.AsOf, pipeline.Run.TimeZone, _clock.GetUtcNow());

    /// <summary>Asks for a run.</summary>
    /// <exception cref="UsageException">Everything that is wrong with the request, in one go.</exception>
    /// <exception cref="BadInputException">There is no such run to begin from.</exception>
    public Asked Ask(RunAsk request)
    {
        foreach (var (name, text) in new[] { ("note", request.Note), ("requested_by", request.RequestedBy) })
            if (text?.Length > LongestText) throw new UsageException($"{name}: longer than {LongestText} characters");
        var (by, note) = (Said(request.RequestedBy) ?? _defaultUser, Said(request.Note));
        if (request.Of is { } of)
        {
            var run = Answer.OrMissing(() => Queue.Find(of));
            var own = _settings.Of(run.Pipeline ?? _settings.Pipeline);
            if (request.Pipeline is { } other && other != own.Pipeline) throw new UsageException($"pipeline: run {of} is of pipeline {own.Pipeline}, and is run again there");
            return Queue.Ask(Wishes.Again(own, run, request.Sets, request.AsOf, "api", by, note, request.Publish), _clock);
        }

        var pipeline = Pipeline(request.Pipeline);
        var asOf = AsOfDate.Of(request.AsOf ?? pipeline.AsOf, pipeline.Run.TimeZone, _clock.GetUtcNow());
        return Queue.Ask(Wishes.Of(request.Sets.Count == 0 ? pipeline : pipeline.With(pipeline.ParametersJson, request.Sets), asOf, "api", by, note, request.Publish), _clock);
    }

    /// <summary>Shows readers a run that is kept.</summary>
    public IReadOnlyList<(string Output, Publication Shown)> Publish(string runId) => Pointers.Publish(Outputs, runId, _clock);

    /// <summary>Shows readers what they saw before.</summary>
    public IReadOnlyList<(string Output, Publication Shown)> Rollback() => Pointers.Back(Outputs, _clock);

    private static string? Said(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
