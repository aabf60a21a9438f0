namespace ClvPipeline.Storage;

/// <summary>What came of asking for a run.</summary>
/// <param name="RunId">The run: the new one, or the one that is the same request.</param>
/// <param name="New">Whether it is new.</param>
/// <param name="Status">Its state now.</param>
public sealed record Asked(string RunId, bool New, string Status);
