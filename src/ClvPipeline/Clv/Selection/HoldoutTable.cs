namespace ClvPipeline;

/// <summary>Customers with the same history before the split and as many purchases after it.</summary>
/// <param name="Triplet">The place of the triplet in <see cref="HoldoutTable.Before"/>.</param>
/// <param name="Purchases">Days with a purchase after the split.</param>
/// <param name="Customers">How many they are.</param>
internal readonly record struct HoldoutRow(int Triplet, int Purchases, int Customers);

/// <summary>What a model may learn from, and what it is then judged by: customers who were there before the split.</summary>
/// <param name="Days">From the split to now.</param>
/// <param name="Before">Their triplets at the split.</param>
/// <param name="Now">The same customers' triplets now.</param>
/// <param name="Rows">What each has done since, ascending.</param>
internal sealed record HoldoutTable(int Days, TripletTable Before, TripletTable Now, HoldoutRow[] Rows);
