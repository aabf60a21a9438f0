namespace ClvPipeline.Tests.Oracle;

/// <summary>What one journey shares out: counts, and money in micro-units.</summary>
public sealed record Value(long Customers, long Orders, long Revenue, long Profit);
