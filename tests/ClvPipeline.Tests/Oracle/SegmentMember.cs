namespace ClvPipeline.Tests.Oracle;

/// <summary>A customer with an order, and the segment of each dimension that the customer is in; money in micro-units.</summary>
/// <param name="Buyer">The customer.</param>
/// <param name="Expected">Expected profit.</param>
/// <param name="Segments">By dimension: the segment, and what it is part of.</param>
public sealed record SegmentMember(Buyer Buyer, long Expected, IReadOnlyDictionary<string, (string Name, string? PartOf)> Segments)
{
    public long Clv => Buyer.HistoricProfit + Expected;

    /// <summary>All customers of a shop.</summary>
    /// <param name="shop">The shop.</param>
    /// <param name="settings">The settings of the run.</param>
    /// <param name="expected">What is expected of each customer; none without a model.</param>
    public static IReadOnlyList<SegmentMember> Of(Shop shop, OracleSettings settings, IReadOnlyDictionary<Id, long>? expected = null)
    {
        var (touches, customers) = (TouchIntake.Read(shop, settings), CustomerIntake.Read(shop));
        var window = settings.Modes.FirstOrDefault(mode => mode.Kind == ModeKind.Acquisition) is { } acquisition ? acquisition.WindowDays : 90;
        var members = new List<SegmentMember>();
        foreach (var buyer in Buyer.Of(OrderIntake.Read(shop, settings), customers, settings))
        {
            var own = touches.Journeys.GetValueOrDefault(buyer.Customer, []);
            var segments = new Dictionary<string, (string, string?)>
            {
                ["(all)"] = (Names.All, null),
                ["segment"] = (buyer.Segment, null),
                ["cohort_month"] = ($"{buyer.CohortMonth:yyyy-MM-dd}", null),
                ["first_channel"] = (Journeys.UpTo(buyer.FirstOrderAt, window, own) is [var first, ..] ? first.Channel : Names.Unattributed, null),
                ["channel_use"] = Use([.. own.Select(touch => touch.Channel).Distinct().Order(Utf8Text.ByBytes)]),
                ["sales_channel"] = (buyer.Orders[0].Row!.SalesChannel, null),
            };
            foreach (var (attribute, value) in CustomerRow.Attributes.Zip(customers.AttributesOf(buyer.Customer))) segments[attribute == "channel_use" ? "_channel_use" : attribute] = (value, null);
            members.Add(new SegmentMember(buyer, expected?[buyer.Customer] ?? 0, segments));
        }

        return [.. members.Select(member => member.With("value_decile", $"{1 + 10 * members.Count(other => other.Clv > member.Clv) / members.Count:00}"))];
    }

    private SegmentMember With(string dimension, string segment) => this with { Segments = new Dictionary<string, (string, string?)>(Segments) { [dimension] = (segment, null) } };

    private static (string, string?) Use(string[] channels) => channels.Length switch
    {
        0 => (Names.Unattributed, null),
        1 => (channels[0], "single"),
        2 or 3 => (string.Join(" + ", channels), "multi"),
        _ => ("4+ channels", "multi"),
    };
}
