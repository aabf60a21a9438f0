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

    /// <summary>The last day that surely is over, or the one that the settings fix.</summary>
    public DateOnly LatestDay(LoadedSettings pipeline) => AsOfDate.Of(pipeline.AsOf, pipeline.Run.TimeZone, _clock.GetUtcNow());

    /// <summary>Asks for a run.</summary>
    /// <exception cref="UsageException">Everything that is wrong with the request, in one go.</exception>
    /// <exception cref="BadInputException">There is no such run to begin from.</exception>
    public Asked Ask(RunRequest request)
    {
        var of = request.Of is { } id ? Queue.Find(id) : null;
        var pipeline = request.Pipeline is null && of?.Pipeline is { } its ? Known(its) : Pipeline(request.Pipeline);
        if (of is not null && Kept(of) is null) throw new UsageException($"run {of.RunId}: its parameters are not kept, so it cannot be run again");
        var wanted = pipeline.With(of is null ? pipeline.ParametersJson : Kept(of)!, request.Sets);
        foreach (var (name, text) in new[] { ("note", request.Note), ("requested_by", request.RequestedBy) })
            if (text?.Length > LongestText) throw new UsageException($"{name}: longer than {LongestText} characters");

        var asOf = AsOfDate.Of(request.AsOf ?? of?.AsOf ?? pipeline.AsOf, pipeline.Run.TimeZone, _clock.GetUtcNow());
        return Queue.Ask(new RunWish
        {
            Pipeline = pipeline.Pipeline, AsOf = asOf, Parameters = wanted.ParametersJson, ParametersHash = wanted.ParametersHash, Trigger = "api",
            RequestedBy = Said(request.RequestedBy) ?? _defaultUser, Note = Said(request.Note),
            // What was changed and comes to the same is the same: by what it is, not by how it was asked for.
            MayPublish = request.Publish || wanted.ParametersHash == pipeline.ParametersHash,
        }, () => RunId.New(asOf, _clock.GetUtcNow()));
    }

    /// <summary>The parameters of a run, as JSON; null where its register does not hold them.</summary>
    public static string? Kept(RunEntry run) => run.Run["parameters"]?.ToJsonString(Parameters.Plain);

    /// <summary>Shows readers a run that is kept.</summary>
    public IReadOnlyList<(string Output, Publication Shown)> Publish(string runId) => Pointers.Publish(Outputs, runId, _clock);

    /// <summary>Shows readers what they saw before.</summary>
    public IReadOnlyList<(string Output, Publication Shown)> Rollback() => Pointers.Back(Outputs, _clock);

    // A run of a schedule that is gone from the settings is run again with those of the file.
    private LoadedSettings Known(string pipeline) => Pipelines.FirstOrDefault(settings => settings.Pipeline == pipeline) ?? _settings with { Pipeline = pipeline };

    private static string? Said(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
