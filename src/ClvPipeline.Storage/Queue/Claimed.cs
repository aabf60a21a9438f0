namespace ClvPipeline.Storage;

/// <summary>What became of an attempt to take a certain run up.</summary>
public enum ClaimState
{
    /// <summary>It is ours.</summary>
    Taken,
    /// <summary>It is under way elsewhere.</summary>
    Active,
    /// <summary>It waits until another run of its pipeline is done.</summary>
    Waiting,
    /// <summary>It has ended.</summary>
    Finished,
}

/// <summary>A run that was to be taken up.</summary>
/// <param name="State">What became of that.</param>
/// <param name="Run">The run, where it is ours.</param>
/// <param name="Because">A sentence for people, where it is not.</param>
public sealed record Claimed(ClaimState State, IHeldRun? Run, string Because);
