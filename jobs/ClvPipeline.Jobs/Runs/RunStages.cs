using System.Text.Json.Nodes;
using ClvPipeline.Storage;

namespace ClvPipeline.Jobs;

/// <summary>Passes progress on to whoever shows it and to the register, and takes the time of each stage.</summary>
internal sealed class RunStages(IProgressSink shown, TimeProvider clock) : IProgressSink
{
    private readonly Lock _lock = new();
    private readonly List<(string Stage, long Begun)> _stages = [];
    private long _total, _done;
    private string _unit = "";

    /// <summary>Tells the register; null where there is none.</summary>
    public Action<RunProgress>? Told { get; init; }

    /// <summary>How long the stages took last time; null where nobody knows.</summary>
    public RunPace? Pace { get; init; }

    /// <summary>How long each stage took so far, in seconds, as JSON.</summary>
    public string Json
    {
        get
        {
            lock (_lock)
            {
                var ends = _stages.Skip(1).Select(stage => stage.Begun).Append(clock.GetTimestamp());
                var seconds = _stages.Zip(ends, (stage, end) => (stage.Stage, Seconds: Math.Round(clock.GetElapsedTime(stage.Begun, end).TotalSeconds, 3)));
                return new JsonObject(seconds.GroupBy(stage => stage.Stage).Select(stage => KeyValuePair.Create(stage.Key, (JsonNode?)stage.Sum(each => each.Seconds)))).ToJsonString();
            }
        }
    }

    /// <inheritdoc />
    public void Begin(string stage, long total, string unit)
    {
        shown.Begin(stage, total, unit);
        RunProgress progress;
        lock (_lock)
        {
            _stages.Add((stage, clock.GetTimestamp()));
            (_total, _done, _unit) = (total, 0, unit);
            progress = Now(stage, clock.GetTimestamp());
        }

        Told?.Invoke(progress);
    }

    /// <inheritdoc />
    public void Advance(long done)
    {
        shown.Advance(done);
        if (Told is null) return;
        RunProgress progress;
        lock (_lock)
        {
            _done += done;
            if (_stages is not [.., var (stage, begun)]) return;
            progress = Now(stage, begun);
        }

        Told(progress);
    }

    private RunProgress Now(string stage, long begun)
    {
        var (now, share) = (clock.GetTimestamp(), _total > 0 ? Math.Min(1, (double)_done / _total) : 0);
        var seconds = clock.GetElapsedTime(begun, now).TotalSeconds;
        var whole = Pace?.Of([.. _stages.Take(_stages.Count - 1).Select(each => each.Stage)], stage, share, clock.GetElapsedTime(_stages[0].Begun, now).TotalSeconds);
        return new RunProgress(stage, share) { Rows = _done, Unit = _unit, Rate = seconds > 0.5 && _done > 0 ? _done / seconds : null, Share = whole?.Share, SecondsLeft = whole?.SecondsLeft };
    }
}
