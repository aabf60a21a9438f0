namespace ClvPipeline.Parquet.Format;

/// <summary>The annotations that matter to a reader, as one list: logical types, and converted types translated into them.</summary>
internal enum Logical { None, Text, Enum, Json, Bson, Decimal, Date, Time, Timestamp, Integer, Uuid, Float16, Null, Interval, Group, Unknown }

/// <summary>A node of the schema as the footer lists them, depth first.</summary>
internal sealed class SchemaElement
{
    public PhysicalType? Type;
    public int Length;
    public Repetition Repetition = Repetition.Required;
    public string Name = "";
    public int Children;
    public ConvertedType Converted = ConvertedType.None;
    public int Scale;
    public int Precision;
    public Logical Logical = Logical.None;
    public long TicksPerSecond;
    public bool Utc;
    public int Bits;
    public bool Signed = true;

    public static SchemaElement Read(ref ThriftReader r, Place place)
    {
        var e = new SchemaElement();
        var id = 0;
        while (r.Next(ref id, out var type))
        {
            switch (id)
            {
                case 1:
                    var physical = r.I32(type);
                    e.Type = (uint)physical <= (uint)PhysicalType.FixedLenByteArray ? (PhysicalType)physical : throw place.Error($"the schema names the unknown physical type {physical}");
                    break;
                case 2: e.Length = r.I32(type); break;
                case 3:
                    var repetition = r.I32(type);
                    e.Repetition = (uint)repetition <= (uint)Repetition.Repeated ? (Repetition)repetition : throw place.Error($"the schema names the unknown repetition {repetition}");
                    break;
                case 4: e.Name = r.Text(type); break;
                case 5: e.Children = r.I32(type); break;
                case 6: e.Converted = (ConvertedType)r.I32(type); break;
                case 7: e.Scale = r.I32(type); break;
                case 8: e.Precision = r.I32(type); break;
                case 10: r.Struct(type); e.ReadLogical(ref r); break;
                default: r.Skip(type); break;
            }
        }
        if (e.Logical == Logical.None) e.Translate();
        return e;
    }

    private void ReadLogical(ref ThriftReader r)
    {
        var id = 0;
        while (r.Next(ref id, out var type))
        {
            Logical = id switch
            {
                1 => Logical.Text, 2 or 3 => Logical.Group, 4 => Logical.Enum, 5 => Logical.Decimal, 6 => Logical.Date, 7 => Logical.Time, 8 => Logical.Timestamp,
                10 => Logical.Integer, 11 => Logical.Null, 12 => Logical.Json, 13 => Logical.Bson, 14 => Logical.Uuid, 15 => Logical.Float16, _ => Logical.Unknown,
            };
            if (Logical is not (Logical.Decimal or Logical.Time or Logical.Timestamp or Logical.Integer))
            {
                r.Skip(type);
                continue;
            }
            r.Struct(type);
            var field = 0;
            while (r.Next(ref field, out var of))
            {
                switch (Logical, field)
                {
                    case (Logical.Decimal, 1): Scale = r.I32(of); break;
                    case (Logical.Decimal, 2): Precision = r.I32(of); break;
                    case (Logical.Integer, 1): Bits = r.I8(of); break;
                    case (Logical.Integer, 2): Signed = r.Bool(of); break;
                    case (Logical.Time or Logical.Timestamp, 1): Utc = r.Bool(of); break;
                    case (Logical.Time or Logical.Timestamp, 2): r.Struct(of); ReadUnit(ref r); break;
                    default: r.Skip(of); break;
                }
            }
        }
    }

    private void ReadUnit(ref ThriftReader r)
    {
        var id = 0;
        while (r.Next(ref id, out var type))
        {
            TicksPerSecond = id switch { 1 => 1_000, 2 => 1_000_000, 3 => 1_000_000_000, _ => 0 };
            r.Skip(type);
        }
    }

    // Files from before logical types carry converted types only. Their times count in UTC, says the format.
    private void Translate()
    {
        (Logical, TicksPerSecond, Bits, Signed) = Converted switch
        {
            ConvertedType.None => (Logical.None, 0, 0, true),
            ConvertedType.Utf8 => (Logical.Text, 0, 0, true),
            ConvertedType.Map or ConvertedType.MapKeyValue or ConvertedType.List => (Logical.Group, 0, 0, true),
            ConvertedType.Enum => (Logical.Enum, 0, 0, true),
            ConvertedType.Decimal => (Logical.Decimal, 0, 0, true),
            ConvertedType.Date => (Logical.Date, 0, 0, true),
            ConvertedType.TimeMillis => (Logical.Time, 1_000, 0, true),
            ConvertedType.TimeMicros => (Logical.Time, 1_000_000, 0, true),
            ConvertedType.TimestampMillis => (Logical.Timestamp, 1_000, 0, true),
            ConvertedType.TimestampMicros => (Logical.Timestamp, 1_000_000L, 0, true),
            >= ConvertedType.UInt8 and <= ConvertedType.UInt64 => (Logical.Integer, 0, 8 << (Converted - ConvertedType.UInt8), false),
            >= ConvertedType.Int8 and <= ConvertedType.Int64 => (Logical.Integer, 0, 8 << (Converted - ConvertedType.Int8), true),
            ConvertedType.Json => (Logical.Json, 0, 0, true),
            ConvertedType.Bson => (Logical.Bson, 0, 0, true),
            ConvertedType.Interval => (Logical.Interval, 0, 0, true),
            _ => (Logical.Unknown, 0L, 0, true),
        };
        Utc = Logical is Logical.Time or Logical.Timestamp;
    }
}
