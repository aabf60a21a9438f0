using System.Collections.Concurrent;
using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ClvPipeline.Jobs;

/// <summary>Progress for somebody who watches: a bar a stage, with what is done and how fast.</summary>
internal sealed class BarProgress : IProgressSink
{
    private readonly ProgressContext _bars;
    private readonly ConcurrentDictionary<int, string> _units;
    private ProgressTask? _task;

    private BarProgress(ProgressContext bars, ConcurrentDictionary<int, string> units) => (_bars, _units) = (bars, units);

    /// <summary>Does some work under bars, and returns what it returns.</summary>
    public static T Watch<T>(TextWriter to, Func<IProgressSink, T> work)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(to) });
        var units = new ConcurrentDictionary<int, string>();
        return console.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 24 }, new PercentageColumn(), new DoneColumn(units))
            .Start(bars =>
            {
                var progress = new BarProgress(bars, units);
                var result = work(progress);
                progress.End();
                return result;
            });
    }

    /// <inheritdoc />
    public void Begin(string stage, long total, string unit)
    {
        End();
        var task = _bars.AddTask(Markup.Escape(stage), maxValue: Math.Max(1, total));
        _units[task.Id] = unit;
        _task = task;
    }

    /// <inheritdoc />
    public void Advance(long done) => _task?.Increment(done);

    private void End()
    {
        if (_task is not { } task) return;
        task.Value = task.MaxValue;
        task.StopTask();
    }

    private sealed class DoneColumn(ConcurrentDictionary<int, string> units) : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
        {
            var unit = units.GetValueOrDefault(task.Id, "");
            if (!Rate.Matters(unit)) return Text.Empty;
            var seconds = task.ElapsedTime?.TotalSeconds ?? 0;
            var rate = seconds > 0.05 ? string.Create(CultureInfo.InvariantCulture, $", {Rate.Round(task.Value / seconds):N0} {unit}/s") : "";
            return new Text(string.Create(CultureInfo.InvariantCulture, $"{task.Value:N0} {unit}{rate}"));
        }
    }
}
