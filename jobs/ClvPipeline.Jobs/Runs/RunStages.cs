using System.Text.Json.Nodes;
using ClvPipeline.Storage;

namespace ClvPipeline.Jobs;

/// <summary>Passes progress on to whoever shows it and to the register, and takes the time of each stage.</summary>
internal sealed class RunStages(IProgressSink shown, TimeProvider clock) : IProgressSink
{
    private readonly Lock _lock = new();
    private readonly List<(string Stage, long Begun)> _stages = [];
    private long _total, _done;

    /// <summary>The run whose register is told; null where there is none.</summary>
    public WarehouseRun? Run { get; set; }

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
            (_total, _done) = (total, 0);
            Run?.Report(stage, 0);
        }
    }

    /// <inheritdoc />
    public void Advance(long done)
    {
        shown.Advance(done);
        if (Run is not { } run) return;
        lock (_lock)
        {
            _done += done;
            if (_total > 0 && _stages is [.., var (stage, _)]) run.Report(stage, (double)_done / _total);
        }
    }
}
