using Microsoft.Extensions.Logging;

namespace ClvPipeline.Jobs.Serve;

/// <summary>Everything that <c>clv serve</c> has to say in its log: an event a line, each with a name of its own and its values apart.</summary>
internal static partial class ServeLog
{
    [LoggerMessage(EventId = 1, EventName = "serve.started", Level = LogLevel.Information, Message = "at work on {Register}: {Schedules} schedules kept by {Scheduler}, {Workers} runs at a time; the page is at {Urls}. Ctrl-C stops, and what is under way is handed back")]
    public static partial void Started(this ILogger log, string register, int schedules, string scheduler, int workers, string urls);

    [LoggerMessage(EventId = 2, EventName = "serve.stopped", Level = LogLevel.Information, Message = "stopped")]
    public static partial void Stopped(this ILogger log);

    [LoggerMessage(EventId = 3, EventName = "register.away", Level = LogLevel.Warning, Message = "the register cannot be reached, trying again: {Error}")]
    public static partial void Away(this ILogger log, string error);

    [LoggerMessage(EventId = 10, EventName = "run.begun", Level = LogLevel.Information, Message = "run {RunId}: begun (pipeline {Pipeline}, as of {AsOf}, attempt {Attempt})")]
    public static partial void Began(this ILogger log, string runId, string pipeline, string asOf, long attempt);

    [LoggerMessage(EventId = 11, EventName = "run.ended", Level = LogLevel.Information, Message = "run {RunId}: {Kind}: {Said}")]
    public static partial void Ended(this ILogger log, string runId, string kind, string said);

    [LoggerMessage(EventId = 12, EventName = "run.failed", Level = LogLevel.Error, Message = "run {RunId}: failed: {Error}")]
    public static partial void Failed(this ILogger log, string runId, string error);

    [LoggerMessage(EventId = 13, EventName = "run.put_back", Level = LogLevel.Warning, Message = "run {RunId}: put back, to be tried again: {Error}")]
    public static partial void PutBack(this ILogger log, string runId, string error);

    [LoggerMessage(EventId = 14, EventName = "run.recovered", Level = LogLevel.Warning, Message = "run {RunId}: its worker {Worker} died; it is {Status} now")]
    public static partial void Recovered(this ILogger log, string runId, string? worker, string status);

    [LoggerMessage(EventId = 15, EventName = "run.asked", Level = LogLevel.Information, Message = "run {RunId}: asked for over the page or the API by {By} ({Status})")]
    public static partial void Asked(this ILogger log, string runId, string by, string status);

    [LoggerMessage(EventId = 16, EventName = "run.cancelled", Level = LogLevel.Information, Message = "run {RunId}: somebody asked it to stop; it is {Status}")]
    public static partial void Cancelled(this ILogger log, string runId, string status);

    [LoggerMessage(EventId = 17, EventName = "pointer.moved", Level = LogLevel.Information, Message = "run {RunId}: somebody showed it to readers of {Output}")]
    public static partial void Moved(this ILogger log, string runId, string output);

    [LoggerMessage(EventId = 20, EventName = "schedule.fired", Level = LogLevel.Information, Message = "schedule {Pipeline}: fired; run {RunId} {Said}")]
    public static partial void Fired(this ILogger log, string pipeline, string runId, string said);

    [LoggerMessage(EventId = 21, EventName = "schedule.caught_up", Level = LogLevel.Information, Message = "schedule {Pipeline}: a night was missed; asked for run {RunId}")]
    public static partial void CaughtUp(this ILogger log, string pipeline, string runId);

    [LoggerMessage(EventId = 22, EventName = "schedule.rested", Level = LogLevel.Information, Message = "schedule {Pipeline}: fired while paused; nothing was asked for")]
    public static partial void Rested(this ILogger log, string pipeline);

    [LoggerMessage(EventId = 23, EventName = "schedule.failed", Level = LogLevel.Error, Message = "schedule {Pipeline}: could not be asked for, and is tried again: {Error}")]
    public static partial void NotAsked(this ILogger log, string pipeline, string error);

    [LoggerMessage(EventId = 24, EventName = "schedule.dead", Level = LogLevel.Error, Message = "schedule {Pipeline}: the clock does not know of it any more; the watch asks for its nights instead, a minute late")]
    public static partial void Dead(this ILogger log, string pipeline);

    [LoggerMessage(EventId = 25, EventName = "schedule.watched", Level = LogLevel.Information, Message = "schedule {Pipeline}: next at {Next}, {Missing} nights of the last month without a result")]
    public static partial void Watched(this ILogger log, string pipeline, string next, int missing);

    [LoggerMessage(EventId = 26, EventName = "schedule.paused", Level = LogLevel.Information, Message = "schedule {Pipeline}: {Said}")]
    public static partial void Paused(this ILogger log, string pipeline, string said);

    [LoggerMessage(EventId = 30, EventName = "alert.raised", Level = LogLevel.Warning, Message = "alert {Alert}: {Body}")]
    public static partial void Raised(this ILogger log, string alert, string body);

    [LoggerMessage(EventId = 31, EventName = "alert.told", Level = LogLevel.Information, Message = "alert {Alert}: told")]
    public static partial void Told(this ILogger log, string alert);

    [LoggerMessage(EventId = 32, EventName = "alert.not_told", Level = LogLevel.Warning, Message = "alert {Alert}: not told at try {Attempt}: {Error}")]
    public static partial void NotTold(this ILogger log, string alert, int attempt, string error);

    [LoggerMessage(EventId = 33, EventName = "watch.failed", Level = LogLevel.Error, Message = "looking after schedules and alerts failed, and is tried again: {Error}")]
    public static partial void WatchFailed(this ILogger log, string error);
}
