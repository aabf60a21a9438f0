namespace ClvPipeline.Tests.Oracle;

/// <summary>A row of <c>orders</c> as the source holds it; the time is a reading in microseconds, see <see cref="Shop.OrderTimes"/>.</summary>
public sealed record OrderRow(Id? OrderId, Id? CustomerId, long? OrderedAt, double? Revenue, double? Cogs = null, string? SalesChannel = null, string? Currency = null);
