using ClvPipeline.Storage;
using Microsoft.Extensions.Logging;

namespace ClvPipeline.Jobs.Serve;

/// <summary>What can be done over the page and the API, with a line in the log for each.</summary>
internal sealed class ServeActions(RunDesk desk, IReadOnlyList<Schedule> schedules, IWatchRegister register, ILogger log)
{
    /// <summary>Asks for a run.</summary>
    public Asked Ask(RunAsk request)
    {
        var asked = desk.Ask(request);
        log.Asked(asked.RunId, string.IsNullOrWhiteSpace(request.RequestedBy) ? "somebody" : request.RequestedBy.Trim(), asked.New ? "new" : $"{asked.Status} already");
        return asked;
    }

    /// <summary>Cancels a run.</summary>
    public string Cancel(string runId, string? by)
    {
        var status = desk.Queue.Cancel(runId, by);
        log.Cancelled(runId, status);
        return status;
    }

    /// <summary>Shows readers a run.</summary>
    public IReadOnlyList<(string Output, Publication Shown)> Publish(string runId) => Told(desk.Publish(runId));

    /// <summary>Shows readers what they saw before.</summary>
    public IReadOnlyList<(string Output, Publication Shown)> Rollback() => Told(desk.Rollback());

    /// <summary>Pauses a schedule or lets it go on.</summary>
    public void Pause(string name, bool paused, string? by)
    {
        if (schedules.All(schedule => schedule.Name != name)) throw new Microsoft.AspNetCore.Http.BadHttpRequestException($"schedule {name}: there is none of that name; there are {string.Join(", ", schedules.Select(schedule => schedule.Name))}", 404);
        register.Pause(name, paused, by);
        log.Paused(name, paused ? "paused" : "resumed");
    }

    private IReadOnlyList<(string Output, Publication Shown)> Told(IReadOnlyList<(string Output, Publication Shown)> moved)
    {
        foreach (var (output, shown) in moved) log.Moved(shown.RunId, output);
        return moved;
    }
}
