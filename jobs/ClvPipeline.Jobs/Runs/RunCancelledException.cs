namespace ClvPipeline.Jobs;

/// <summary>A run was cancelled by somebody else than whoever started it. Nothing of it is visible.</summary>
public sealed class RunCancelledException(string runId, string by, CancellationToken token) : OperationCanceledException($"run {runId} was cancelled{(by.Length == 0 ? "" : $" by {by}")}", token);
