namespace ClvPipeline.Tests.Oracle;

/// <summary>The raw rows of a shop, bad ones included, as its sources hold them.</summary>
public sealed record Shop
{
    public required IReadOnlyList<TouchRow> Touches { get; init; }

    public required IReadOnlyList<OrderRow> Orders { get; init; }

    /// <summary>Null where the shop has no such dataset.</summary>
    public IReadOnlyList<CustomerRow>? Customers { get; init; }

    public IdKind CustomerIds { get; init; } = IdKind.Text;

    public IdKind TouchIds { get; init; } = IdKind.Text;

    public IdKind OrderIds { get; init; } = IdKind.Text;

    public TimeReading TouchTimes { get; init; }

    public TimeReading OrderTimes { get; init; }

    /// <summary>The zone of local touch times and days; null: the run's.</summary>
    public string? TouchZone { get; init; }

    /// <summary>The zone of local order times and days; null: the run's.</summary>
    public string? OrderZone { get; init; }

    /// <summary>The optional columns that the sources lack (<c>touchpoints.touch_id</c>); their values are null in every row.</summary>
    public IReadOnlySet<string> Absent { get; init; } = new HashSet<string>();
}
