namespace ClvPipeline.Tests.Oracle;

/// <summary>What became of the rows of <c>customers</c>, row by row, and the segment of each customer.</summary>
public sealed class CustomerIntake
{
    private readonly Dictionary<Id, CustomerRow>? kept;

    private CustomerIntake(Outcome[] outcomes, string?[] reasons, Dictionary<Id, CustomerRow>? kept) =>
        (Outcomes, Reasons, this.kept) = (outcomes, reasons, kept);

    public Outcome[] Outcomes { get; }

    /// <summary>Why a row was rejected.</summary>
    public string?[] Reasons { get; }

    public static CustomerIntake Read(Shop shop)
    {
        if (shop.Customers is not { } rows) return new CustomerIntake([], [], null);
        var reasons = rows.Select(row => RowCheck.Key(row.CustomerId) ?? Utf8Text.Problem(row.Segment)).ToArray();
        var outcomes = reasons.Select(reason => reason is null ? Outcome.Used : Outcome.Rejected).ToArray();
        var kept = new Dictionary<Id, CustomerRow>();
        foreach (var customer in Enumerable.Range(0, rows.Count).Where(i => outcomes[i] == Outcome.Used).GroupBy(i => rows[i].CustomerId!.Value))
        {
            var smallestFirst = BySmallest(customer, i => rows[i].Segment);
            for (var a = 0; a < CustomerRow.Attributes.Count; a++)
            {
                var attribute = a;
                smallestFirst = BySmallest(smallestFirst, i => rows[i].Values[attribute]);
            }
            kept[customer.Key] = rows[smallestFirst.First()];
            foreach (var i in smallestFirst.Skip(1)) outcomes[i] = Outcome.Repeated;
        }
        return new CustomerIntake(outcomes, reasons, kept);

        static IOrderedEnumerable<int> BySmallest(IEnumerable<int> customer, Func<int, string?> text) => (customer is IOrderedEnumerable<int> ordered
            ? ordered.ThenBy(i => string.IsNullOrWhiteSpace(text(i)) ? 0 : 1)
            : customer.OrderBy(i => string.IsNullOrWhiteSpace(text(i)) ? 0 : 1)).ThenBy(i => Names.Normal(text(i)), Utf8Text.ByBytes);
    }

    /// <summary>The segment of a buyer. A dataset without a segment column gives <c>(none)</c>, no dataset <c>(all)</c>.</summary>
    public string SegmentOf(Id customer) => kept is null ? Names.All : kept.TryGetValue(customer, out var row) ? Names.Normal(row.Segment) : Names.Unknown;

    /// <summary>The attributes of a buyer, in the order of <see cref="CustomerRow.Attributes"/>.</summary>
    public IReadOnlyList<string> AttributesOf(Id customer) =>
        kept is null ? [] : kept.TryGetValue(customer, out var row) ? [.. row.Values.Select(Names.Normal)] : [.. CustomerRow.Attributes.Select(_ => Names.Unknown)];
}
