using System.Text.Json.Nodes;
using ClvPipeline.Storage;
using Npgsql;

namespace ClvPipeline.Jobs;

/// <summary>How long the stages of a pipeline's last run took, by which the next one tells how far it is. An estimate: inputs grow, machines differ.</summary>
internal sealed class RunPace
{
    private readonly Dictionary<string, double> _seconds;
    private readonly double _rest;

    /// <summary>From what is known of a run.</summary>
    /// <param name="seconds">Seconds by stage.</param>
    /// <param name="whole">Seconds from its begin to its end, writing and publishing included, which are no stages that are written down.</param>
    public RunPace(IReadOnlyDictionary<string, double> seconds, double whole)
    {
        _seconds = new Dictionary<string, double>(seconds);
        _rest = Math.Max(0, whole - seconds.Values.Sum());
    }

    private double Whole => _seconds.Values.Sum() + _rest;

    /// <summary>That of the last run of a pipeline that succeeded; null where there is none, or the register is away just now.</summary>
    public static RunPace? Of(IRunQueue queue, string pipeline)
    {
        try
        {
            return queue.List(new RunQuery { Pipeline = pipeline, Statuses = [RunRecord.Succeeded], Most = 1 }) is [var run] ? Of(run) : null;
        }
        catch (NpgsqlException)
        {
            return null;
        }
    }

    /// <summary>How much of the run is done and how many seconds are left.</summary>
    /// <param name="before">The stages that are over.</param>
    /// <param name="stage">The stage that it is in.</param>
    /// <param name="done">How much of that is done, 0 to 1.</param>
    /// <param name="elapsed">Seconds since the first stage began.</param>
    public (double Share, double SecondsLeft)? Of(IReadOnlyCollection<string> before, string stage, double done, double elapsed)
    {
        if (Whole <= 0) return null;
        var known = _seconds.ContainsKey(stage);
        // What comes after the stages that are written down is one stage to us.
        var reckoned = known ? before.Distinct().Sum(each => each == stage ? 0 : _seconds.GetValueOrDefault(each)) + _seconds[stage] * done : Whole - _rest;
        var share = Math.Clamp(reckoned / Whole, 0, 1);
        // This run may be slower or faster than the last; until some of it is done, nobody knows.
        var pace = share > 0.1 && reckoned > 0 ? elapsed / reckoned : 1;
        return (share, Math.Max(0, (Whole - reckoned) * (known ? pace : 1)));
    }

    private static RunPace? Of(RunEntry run) => run.Run["stages"] is JsonObject stages && run.Instant("started_at") is { } begun && run.Instant("finished_at") is { } ended
        ? new RunPace(stages.ToDictionary(stage => stage.Key, stage => stage.Value!.GetValue<double>()), (ended - begun).TotalSeconds)
        : null;
}
