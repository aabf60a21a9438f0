namespace ClvPipeline.Storage;

/// <summary>How a column comes over the wire in binary.</summary>
internal enum WireType { Other, Boolean, Int2, Int4, Int8, Float4, Float8, Numeric, Text, PaddedText, Uuid, Date, Timestamp, TimestampTz }

/// <summary>What Postgres's types are to the engine.</summary>
internal static class PostgresTypes
{
    private static readonly Dictionary<uint, WireType> Known = new()
    {
        [16] = WireType.Boolean, [21] = WireType.Int2, [23] = WireType.Int4, [20] = WireType.Int8, [700] = WireType.Float4, [701] = WireType.Float8, [1700] = WireType.Numeric,
        [25] = WireType.Text, [1043] = WireType.Text, [19] = WireType.Text, [1042] = WireType.PaddedText, [2950] = WireType.Uuid,
        [1082] = WireType.Date, [1114] = WireType.Timestamp, [1184] = WireType.TimestampTz,
    };

    /// <summary>The columns whose decimals have to be whole: a fraction is a bad row there, where elsewhere it is cents.</summary>
    private static readonly string[] Ids = ["customer_id", "order_id", "touch_id"];

    /// <summary>The wire type of a type by its number (a domain's is its base type's). Enumerations and <c>citext</c> are sent as text.</summary>
    public static WireType Of(uint oid, char kind, string name) => Known.TryGetValue(oid, out var wire) ? wire : kind == 'e' || name == "citext" ? WireType.Text : WireType.Other;

    /// <summary>
    /// The type of one of our columns. A <c>numeric</c> has a scale of its own in each value: amounts are read to 8 digits behind the point,
    /// which is two more than count, so that they round as the exact number would.
    /// </summary>
    public static ColumnType Of(WireType wire, string name, string ours) => wire switch
    {
        WireType.Boolean => new(ColumnKind.Boolean, name),
        WireType.Int2 or WireType.Int4 or WireType.Int8 => new(ColumnKind.Integer, name),
        WireType.Float4 or WireType.Float8 => new(ColumnKind.Real, name),
        WireType.Numeric => new(ColumnKind.Decimal, name, Scale: Ids.Contains(ours) ? 0 : NumericColumn.AmountScale),
        WireType.Text or WireType.PaddedText => new(ColumnKind.Text, name),
        WireType.Uuid => new(ColumnKind.Uuid, name),
        WireType.Date => new(ColumnKind.Date, name),
        WireType.Timestamp => new(ColumnKind.Timestamp, name, TicksPerSecond: 1_000_000),
        WireType.TimestampTz => new(ColumnKind.Timestamp, name, TicksPerSecond: 1_000_000, Zoned: true),
        _ => new(ColumnKind.Other, name),
    };

    /// <summary>Where a column's fields are decoded to.</summary>
    public static CopyColumn Column(WireType wire, ColumnType type) => wire switch
    {
        WireType.Float4 or WireType.Float8 => new RealColumn(type),
        WireType.Numeric => new NumericColumn(type),
        WireType.Text or WireType.PaddedText => new TextColumn(type, wire == WireType.PaddedText),
        WireType.Uuid => new UuidColumn(type),
        _ => new LongColumn(type, wire),
    };
}
