using System.Globalization;
using System.Text.Json.Nodes;
using ClvPipeline.Jobs.Report;
using ClvPipeline.Storage;

namespace ClvPipeline.Jobs.Serve;

/// <summary>Finds what people are to be told, by looking at the register: of runs that schedules asked for, as somebody looks at all others anyway. Each is noted once, whoever sees it.</summary>
internal sealed class AlertWatch(AlertSettings settings, RunDesk desk, IWatchRegister register)
{
    private const int MostRuns = 200, MostAlerts = 500;
    private static readonly TimeSpan Fresh = TimeSpan.FromDays(1);
    private static readonly string[] Troubles = [AlertKind.Failed, AlertKind.Blocked, AlertKind.Late];
    private readonly HashSet<string> _compared = [];

    /// <summary>Looks, and notes what is new.</summary>
    /// <returns>What was noted.</returns>
    public IReadOnlyList<Alert> Look(IReadOnlyList<ScheduleStatus> schedules)
    {
        List<Alert> raised = [];
        var now = register.Now();
        foreach (var schedule in schedules)
        {
            var name = schedule.Schedule.Name;
            var runs = desk.Queue.List(new RunQuery { Pipeline = name, Most = MostRuns });
            var ended = runs.Where(run => run.Text("trigger") == "schedule" && run.Instant("finished_at") > now - Fresh).Reverse().ToList();
            foreach (var run in ended.Where(run => run.Status == RunRecord.Failed)) Raise(raised, Failure(run));
            foreach (var (asOf, fire) in schedule.Due.Where(due => due.Fire + settings.LateAfter < now)) Raise(raised, Late(name, asOf, fire));
            if (ended.LastOrDefault(run => run.Status == RunRecord.Succeeded) is { } good && Recovery(name, good) is { } recovered) Raise(raised, recovered);
            if (Move(runs, now) is { } moved) Raise(raised, moved);
        }

        return raised;
    }

    private void Raise(List<Alert> raised, Alert alert)
    {
        if (settings.On.Contains(alert.Kind) && register.Raise(alert)) raised.Add(alert);
    }

    private static Alert Failure(RunEntry run)
    {
        var error = run.Text("error") ?? "it left no reason";
        // A run that a check refused has computed everything: there are rows to look at.
        var blocked = HostChecks.IsRefusal(error);
        var message = blocked ? $"{run.Pipeline}: the run of {run.Text("as_of")} was blocked; readers still see the run before it. {error}" : $"{run.Pipeline}: the run of {run.Text("as_of")} failed. {error}";
        return Of(blocked ? AlertKind.Blocked : AlertKind.Failed, run.RunId, run.Pipeline!, run, message, []);
    }

    private static Alert Late(string pipeline, DateOnly asOf, DateTimeOffset fire)
    {
        var day = Publishing.Date(asOf);
        var due = fire.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
        return Of(AlertKind.Late, $"{pipeline}:{day}", pipeline, null, $"{pipeline}: there is no result of {day} yet; it was due at {due}.", new JsonObject { ["as_of"] = day, ["due_at"] = due });
    }

    private Alert? Recovery(string pipeline, RunEntry run)
    {
        var last = register.Alerts(MostAlerts).FirstOrDefault(alert => alert.Pipeline == pipeline && (Troubles.Contains(alert.Kind) || alert.Kind == AlertKind.Recovered));
        if (last is null || !Troubles.Contains(last.Kind) || run.Instant("finished_at") < last.RaisedAt) return null;
        return Of(AlertKind.Recovered, last.Number.ToString(CultureInfo.InvariantCulture), pipeline, run, $"{pipeline}: there is a result again, of {run.Text("as_of")}, after it was {last.Kind}.", new JsonObject { ["after"] = last.Kind });
    }

    /// <summary>What has moved between the last two runs that readers were shown: by the model that is told where one has to do.</summary>
    private Alert? Move(IReadOnlyList<RunEntry> runs, DateTimeOffset now)
    {
        var shown = runs.Where(run => run.Status == RunRecord.Succeeded && run.Instant("published_at") is not null).OrderByDescending(run => run.Instant("published_at")).Take(2).ToList();
        if (shown is not [var run, var before] || run.Instant("published_at") < now - Fresh || !_compared.Add(run.RunId)) return null;
        if (run.Text("parameters_hash") != before.Text("parameters_hash") || RunChannels.Find(desk.Outputs, run) is not { } facts || RunChannels.Find(desk.Outputs, before) is not { } was) return null;
        var moves = ChannelMoves.Of(facts, was, settings.ChannelMove);
        if (moves.Count == 0) return null;
        var told = string.Join(", ", moves.Take(5).Select(move => string.Create(CultureInfo.InvariantCulture, $"{move.Channel} {(move.Is >= move.Was ? "+" : "")}{move.Share * 100:0.#}%")));
        var details = new JsonObject
        {
            ["previous_run_id"] = before.RunId, ["mode"] = facts.Mode, ["model"] = facts.Model,
            ["channels"] = new JsonArray([.. moves.Select(move => new JsonObject { ["channel"] = move.Channel, ["clv_before"] = Money.Exact(move.Was), ["clv"] = Money.Exact(move.Is), ["change"] = Math.Round(move.Share, 6) })]),
        };
        return Of(AlertKind.Moved, run.RunId, run.Pipeline!, run, $"{run.Pipeline}: {told} from {before.Text("as_of")} to {run.Text("as_of")} ({facts.Mode}, {facts.Model}).", details);
    }

    private static Alert Of(string kind, string about, string pipeline, RunEntry? run, string message, JsonObject details)
    {
        var body = new JsonObject { ["kind"] = kind, ["pipeline"] = pipeline, ["as_of"] = run?.Text("as_of"), ["run_id"] = run?.RunId, ["message"] = message };
        foreach (var (name, value) in details.ToList())
        {
            details.Remove(name);
            body[name] = value;
        }

        return new Alert($"{kind}:{about}", kind, pipeline, run?.RunId, body.ToJsonString(Parameters.Plain));
    }
}
