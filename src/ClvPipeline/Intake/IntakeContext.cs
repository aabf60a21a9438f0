namespace ClvPipeline;

/// <summary>What all threads of an intake share: zones, limits, the tables of names, and where text goes.</summary>
internal sealed class IntakeContext
{
    private bool _stopped;

    public IntakeContext(Inputs inputs, RunSettings settings, DateOnly asOf)
    {
        Settings = settings;
        Kind = ColumnRoles.Check(inputs);
        Zone = LocalTime.Of(settings.TimeZone);
        AsOfEnd = EndOf(asOf);
        Zones = inputs.All.Where(d => d.TimeZone is not null).ToDictionary(d => d.Name, d => LocalTime.Of(d.TimeZone!));
        HasTouchIds = inputs.Touchpoints.Parts.Any(p => p.TypeOf("touch_id") is not null);
        HasSpend = inputs.Spend is not null;
        TouchIds = KindOf(inputs.Touchpoints, "touch_id");
        OrderIds = KindOf(inputs.Orders, "order_id");
        Attributes = Attribute.Of(inputs.Customers, SegmentDimensions.Names);
        SegmentOfUnknown = Segments.Own(inputs.Customers is null ? Names.All : Names.Unknown);
        if (settings.Clv.GrossMargin is null && inputs.Orders.Parts.FirstOrDefault(p => (p.Rows > 0 || p.Streamed) && p.TypeOf("cogs") is null) is { } part) throw NeedsMargin($"{part.Source} has no column for cogs");
    }

    public RunSettings Settings { get; private set; }

    /// <summary>Whether some thread failed: the others need not read on.</summary>
    public bool Stopped { get => Volatile.Read(ref _stopped); set => Volatile.Write(ref _stopped, value); }

    public KeyKind Kind { get; }

    /// <summary>The run's zone.</summary>
    public LocalTime Zone { get; }

    /// <summary>The last microsecond whose events count.</summary>
    public long AsOfEnd { get; private set; }

    public IReadOnlyDictionary<string, LocalTime> Zones { get; }

    public bool HasTouchIds { get; }

    /// <summary>Whether it is known what channels cost.</summary>
    public bool HasSpend { get; }

    public KeyKind TouchIds { get; }

    public KeyKind OrderIds { get; }

    public ChannelPairs Pairs { get; } = new();

    public Names Segments { get; } = new();

    /// <summary>The segment of a buyer whom <c>customers</c> does not know: <c>(unknown)</c>, or <c>(all)</c> without that dataset.</summary>
    public int SegmentOfUnknown { get; }

    /// <summary>Further columns of <c>customers</c>, by name: some may be left out in the end.</summary>
    public IReadOnlyList<Attribute> Attributes { get; }

    public Names SalesChannels { get; } = new();

    public Utf8Arena Texts { get; } = new();

    /// <summary>The same intake as a run of other settings or of an earlier day would see it. What decides how rows are read stays as it is.</summary>
    public IntakeContext As(RunSettings settings, DateOnly asOf)
    {
        var other = (IntakeContext)MemberwiseClone();
        (other.Settings, other.AsOfEnd) = (settings, EndOf(asOf));
        return other;
    }

    private long EndOf(DateOnly asOf) => Zone.EndOfDay(asOf.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber);

    private static KeyKind KindOf(IDataset dataset, string column) => dataset.Parts.Select(p => p.TypeOf(column)?.Kind).FirstOrDefault(kind => kind is not null) switch
    {
        ColumnKind.Text => KeyKind.Text,
        ColumnKind.Uuid => KeyKind.Uuid,
        _ => KeyKind.Integer,
    };

    /// <summary>The sentence for a run that needs a gross margin and has none.</summary>
    public static BadInputException NeedsMargin(string found) =>
        new($"orders: {found}, and there is no clv.grossMargin; map a column of costs to cogs, or set clv.grossMargin (0.40 is 40 % of revenue)");
}
