namespace ClvPipeline.Tests.Oracle;

/// <summary>A row of <c>orders</c> that passed its checks; money in micro-units. Rows equal in all of this say the same.</summary>
/// <remarks>A currency that passed is the run's, written or not: it tells no two rows apart.</remarks>
public sealed record OrderEntry(Id Customer, Id Order, long At, long Revenue, long? Cogs, string SalesChannel);
