namespace ClvPipeline.Storage;

/// <summary>Why a run cannot begin.</summary>
public enum RunState
{
    /// <summary>It is under way, here or elsewhere.</summary>
    Active,
    /// <summary>It has succeeded before.</summary>
    Finished,
}

/// <summary>There is nothing to do: the run is under way or done. Not a failure; the same delivery came twice.</summary>
public sealed class RunTakenException(string runId, RunState state) : Exception(state == RunState.Active ? $"run {runId} is active" : $"run {runId} already exists")
{
    /// <summary>The run.</summary>
    public string RunId { get; } = runId;

    /// <summary>What stands in the way.</summary>
    public RunState State { get; } = state;
}
