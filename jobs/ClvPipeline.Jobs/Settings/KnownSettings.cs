namespace ClvPipeline.Jobs;

/// <summary>Every setting that there is, and those of the contract that this version refuses by name rather than ignore.</summary>
internal static class KnownSettings
{
    private static readonly SettingShape Text = new(SettingKind.Text), Number = new(SettingKind.Number), Exact = new(SettingKind.Exact), Whole = new(SettingKind.Whole);

    /// <summary>The whole file.</summary>
    public static readonly SettingShape Root = Group(
        ("timeZone", Text),
        ("currency", Text),
        ("asOf", new(SettingKind.Date)),
        ("sources", Group(
            ("touchpoints", Source("customer_id", "occurred_at", "channel", "touch_id", "campaign", "consent")),
            ("orders", Source("order_id", "customer_id", "ordered_at", "revenue", "cogs", "sales_channel", "currency")),
            ("customers", Source("customer_id", "segment")),
            ("spend", Source("channel", "date", "amount", "campaign", "currency")),
            ("identities", NotBuilt("joining several ids of one person must not be ignored in silence; leave it out only if ids are already joined")),
            ("erasures", NotBuilt("a promise to erase must not be ignored in silence; leave such customers out of the inputs instead")))),
        ("clv", Group(
            ("model", Text),
            ("fits", Text),
            ("horizonMonths", Whole),
            ("discountRate", Number),
            ("grossMargin", Exact with { Nullable = true }),
            ("saveProbability", Number),
            ("status", Group(
                ("lost", Number),
                ("atRisk", Number),
                ("slipping", Number),
                ("atRiskGap", Number),
                ("slippingGap", Number),
                ("newDays", Whole))))),
        ("attribution", Group(
            ("modes", Group(
                ("acquisition", Group(("windowDays", Number with { Nullable = true }))),
                ("order", Group(("windowDays", Number with { Nullable = true }), ("path", Text))),
                ("lifetime", Group(("windowDays", Number with { Nullable = true }))))),
            ("models", List(Model())),
            ("directChannels", List(Text)))),
        ("quality", Group(
            ("maxRejectedShare", Number),
            ("maxAmount", Exact),
            ("minShareOfLastRun", Number))),
        ("output", Group(
            ("folder", Text),
            ("customerValue", Text),
            ("customerHorizon", new(SettingKind.Flag)),
            ("orderValue", new(SettingKind.Flag)),
            ("channelPath", new(SettingKind.Flag)),
            ("segmentValue", new(SettingKind.Flag)),
            ("postgres", Text),
            ("keepRuns", Whole),
            ("report", new(SettingKind.Flag)),
            ("runChange", new(SettingKind.Flag)))),
        ("memoryLimit", Text),
        ("schedule", List(Group(
            ("name", Text),
            ("cron", Text),
            ("timeZone", Text),
            ("catchUp", Text),
            ("paused", new(SettingKind.Flag)),
            ("set", new(SettingKind.Changes))))),
        ("scheduler", Text),
        ("dashboard", Text),
        ("workers", Whole),
        ("alerts", Group(
            ("webhook", Text),
            ("on", List(Text)),
            ("lateAfterMinutes", Whole),
            ("channelMove", Number))),
        ("language", Text),
        ("report", Group(("customers", Text))),
        ("connections", new(SettingKind.Group, Refused: "connection strings do not belong in settings; they come from environment variables CLV__CONNECTIONS__<NAME>, or from a secrets file that CLV__SECRETS names")));

    /// <summary>Our columns of a dataset.</summary>
    public static IEnumerable<string> Columns(string dataset) => Root.Member("sources")!.Member(dataset)!.Member("columns")!.Members.Select(column => column.Name);

    private static SettingShape Group(params (string, SettingShape)[] members) => new(SettingKind.Group, members);

    private static SettingShape List(SettingShape item) => new(SettingKind.List, Item: item);

    private static SettingShape NotBuilt(string because) => new(SettingKind.Text, Refused: $"not built yet: {because}");

    private static SettingShape Source(params string[] columns) => Group(
        ("parquet", Text),
        ("columns", Group([.. columns.Select(column => (column, Text))])),
        ("timeZone", Text),
        ("postgres", Text),
        ("connection", Text),
        ("timeoutSeconds", Whole));

    /// <summary>A credit model: type, name and whatever parameters some type has; which of them a given type has is the engine's to say.</summary>
    private static SettingShape Model() => new(SettingKind.Model,
        [("type", Text), ("name", Text), .. ModelTypes.All.SelectMany(type => type.Parameters).Select(p => p.Name).Distinct().Select(name => (name, Number))]);
}
