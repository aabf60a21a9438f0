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
        lock (_lock)
        {
            _stages.Add((stage, clock.GetTimestamp()));
            (_total, _done, _unit) = (total, 0, unit);
        }

        Told?.Invoke(new RunProgress(stage, 0) { Unit = unit });
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
            if (_total <= 0 || _stages is not [.., var (stage, begun)]) return;
            var seconds = clock.GetElapsedTime(begun).TotalSeconds;
            progress = new RunProgress(stage, (double)_done / _total) { Rows = _done, Unit = _unit, Rate = seconds > 0.5 ? _done / seconds : null };
        }

        Told(progress);
    }
}
