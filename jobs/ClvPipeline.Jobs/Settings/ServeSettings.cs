using ClvPipeline.Jobs.Serve;

namespace ClvPipeline.Jobs;

/// <summary>What <c>clv serve</c> does. None of it decides a number, so none is a parameter of a run.</summary>
public sealed record ServeSettings
{
    /// <summary>The names that <c>scheduler</c> may have.</summary>
    internal static readonly IReadOnlyList<string> Schedulers = ["quartz", "hangfire", "none"];

    /// <summary>What is run when; each is a pipeline.</summary>
    public IReadOnlyList<Schedule> Schedules { get; init; } = [];

    /// <summary>What says when a schedule fires: <c>quartz</c>, <c>hangfire</c>, or <c>none</c> for a process that only works or shows. Null: what the build has.</summary>
    public string? Scheduler { get; init; }

    /// <summary>Whether Hangfire's dashboard lets people act, and not only look.</summary>
    public bool DashboardActs { get; init; } = true;

    /// <summary>Who is told when something is wrong; null: nobody.</summary>
    public AlertSettings? Alerts { get; init; }
}
