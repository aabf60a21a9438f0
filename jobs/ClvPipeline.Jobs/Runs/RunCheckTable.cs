namespace ClvPipeline.Jobs;

/// <summary>The table <c>run_check</c>: every invariant and gate of a run.</summary>
public static class RunCheckTable
{
    /// <summary>The table as documented.</summary>
    public static TableSpec Spec { get; } = new("run_check", "One row per invariant and gate of a run; a run with one that did not pass is not published.",
    [
        new("run_id", ResultKind.Text, "The run."),
        new("name", ResultKind.Text, "What was checked."),
        new("passed", ResultKind.Boolean, "Whether it held."),
        new("measured", ResultKind.Real, "What was found."),
        new("threshold", ResultKind.Real, "What is just allowed."),
    ]);

    /// <summary>The rows of a run.</summary>
    public static ResultTable Of(string runId, IReadOnlyList<RunCheck> checks) => new(Spec, checks.Count,
    [
        OwnColumn.Texts([.. checks.Select(_ => runId)]),
        OwnColumn.Texts([.. checks.Select(check => check.Name)]),
        new ResultColumn.Longs([.. checks.Select(check => check.Passed ? 1L : 0)]),
        new ResultColumn.Reals([.. checks.Select(check => check.Measured)]),
        new ResultColumn.Reals([.. checks.Select(check => check.Threshold)]),
    ]);
}
