namespace ClvPipeline.Tests.Oracle;

/// <summary>What became of the rows of <c>customers</c>, row by row, and the segment of each customer.</summary>
public sealed class CustomerIntake
{
    private readonly Dictionary<Id, string>? segments;

    private CustomerIntake(Outcome[] outcomes, string?[] reasons, Dictionary<Id, string>? segments) =>
        (Outcomes, Reasons, this.segments) = (outcomes, reasons, segments);

    public Outcome[] Outcomes { get; }

    /// <summary>Why a row was rejected.</summary>
    public string?[] Reasons { get; }

    public static CustomerIntake Read(Shop shop)
    {
        if (shop.Customers is not { } rows) return new CustomerIntake([], [], null);
        var reasons = rows.Select(row => RowCheck.Key(row.CustomerId) ?? Utf8Text.Problem(row.Segment)).ToArray();
        var outcomes = reasons.Select(reason => reason is null ? Outcome.Used : Outcome.Rejected).ToArray();
        var segments = new Dictionary<Id, string>();
        foreach (var customer in Enumerable.Range(0, rows.Count).Where(i => outcomes[i] == Outcome.Used).GroupBy(i => rows[i].CustomerId!.Value))
        {
            var smallestFirst = customer
                .OrderBy(i => string.IsNullOrWhiteSpace(rows[i].Segment) ? 0 : 1)
                .ThenBy(i => Names.Normal(rows[i].Segment), Utf8Text.ByBytes)
                .ToList();
            segments[customer.Key] = Names.Normal(rows[smallestFirst[0]].Segment);
            foreach (var i in smallestFirst.Skip(1)) outcomes[i] = Outcome.Repeated;
        }
        return new CustomerIntake(outcomes, reasons, segments);
    }

    /// <summary>The segment of a buyer. A dataset without a segment column gives <c>(none)</c>, no dataset <c>(all)</c>.</summary>
    public string SegmentOf(Id customer) => segments is null ? Names.All : segments.GetValueOrDefault(customer, Names.Unknown);
}
