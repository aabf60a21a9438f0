namespace ClvPipeline.Parquet.Format;

/// <summary>Turns the footer's flat list of schema nodes into leaf columns with a kind and a name.</summary>
internal static class Schema
{
    private const int DeepestNesting = 64;
    // Paths repeat the names of their groups: few bytes could stand for many.
    private const long MostPathCharacters = 1 << 26;

    private record struct Group(string Path, int Left, int Levels, bool Repeated);

    /// <summary>The leaf columns in their order; the groups go to <paramref name="structures"/>.</summary>
    public static List<ParquetColumn> Leaves(List<SchemaElement> elements, List<ParquetColumn> structures, Place place)
    {
        if (elements.Count == 0) throw place.Error("the schema is empty");
        List<ParquetColumn> leaves = [];
        // The groups that are open, and how many children of each are still to come.
        Stack<Group> open = new();
        open.Push(new("", Children(elements[0], elements.Count, place), 0, false));
        long characters = 0;
        for (var i = 1; i < elements.Count; i++)
        {
            while (open.Count > 0 && open.Peek().Left == 0) open.Pop();
            if (open.Count == 0) throw place.Error("the schema is damaged: it has more elements than its groups hold");
            var around = open.Pop();
            open.Push(around with { Left = around.Left - 1 });
            var element = elements[i];
            if (around.Path.Length > 0 && (characters += around.Path.Length) > MostPathCharacters) throw place.Error("the schema is too large");
            var name = around.Path.Length == 0 ? element.Name : $"{around.Path}.{element.Name}";
            var levels = around.Levels + (element.Repetition == Repetition.Required ? 0 : 1);
            var repeated = around.Repeated || element.Repetition == Repetition.Repeated;
            if (element.Type is null || element.Children > 0)
            {
                if (open.Count > DeepestNesting) throw place.Error("the schema is nested too deeply");
                open.Push(new(name, Children(element, elements.Count, place), levels, repeated));
                structures.Add(new ParquetColumn(name, -1, ParquetKind.Nested, element.Logical == Logical.Group ? "a list or map" : repeated ? "a repeated structure" : "a structure, whose parts go by dotted names"));
            }
            else
            {
                leaves.Add(Leaf(element, name, leaves.Count, levels, repeated));
            }
        }
        if (open.Any(group => group.Left > 0)) throw place.Error("the schema is damaged: a group has fewer children than it says");
        return leaves;
    }

    private static int Children(SchemaElement element, int elements, Place place) =>
        element.Children >= 0 && element.Children < elements ? element.Children : throw place.Error($"the schema is damaged: a group says it has {element.Children} children");

    private static ParquetColumn Leaf(SchemaElement e, string name, int index, int levels, bool repeated)
    {
        var type = e.Type!.Value;
        var kind = repeated ? ParquetKind.Nested : KindOf(e, type);
        return new ParquetColumn(name, index, kind, TypeName(e, type, kind))
        {
            Physical = type,
            Length = e.Length,
            Levels = levels,
            Precision = kind == ParquetKind.Decimal ? e.Precision : 0,
            Scale = kind == ParquetKind.Decimal ? e.Scale : 0,
            IsInt96 = type == PhysicalType.Int96,
            IsUtc = e.Utc && kind is ParquetKind.Time or ParquetKind.Timestamp && type != PhysicalType.Int96,
            TicksPerSecond = kind switch { ParquetKind.Timestamp when type == PhysicalType.Int96 => 1_000_000, ParquetKind.Time or ParquetKind.Timestamp => e.TicksPerSecond, _ => 0 },
            BitWidth = kind == ParquetKind.Integer ? (e.Bits > 0 ? e.Bits : type == PhysicalType.Int32 ? 32 : 64) : 0,
            Signed = kind != ParquetKind.Integer || e.Signed,
        };
    }

    private static ParquetKind KindOf(SchemaElement e, PhysicalType type) => (type, e.Logical) switch
    {
        (PhysicalType.Boolean, Logical.None or Logical.Null) => ParquetKind.Boolean,
        (PhysicalType.Int32 or PhysicalType.Int64, Logical.None or Logical.Null) => ParquetKind.Integer,
        (PhysicalType.Int32, Logical.Integer) when e.Bits is 8 or 16 or 32 => ParquetKind.Integer,
        (PhysicalType.Int64, Logical.Integer) when e.Bits is 64 => ParquetKind.Integer,
        (PhysicalType.Int32, Logical.Date) => ParquetKind.Date,
        (PhysicalType.Int32, Logical.Time) when e.TicksPerSecond == 1_000 => ParquetKind.Time,
        (PhysicalType.Int64, Logical.Time) when e.TicksPerSecond > 1_000 => ParquetKind.Time,
        (PhysicalType.Int64, Logical.Timestamp) when e.TicksPerSecond > 0 => ParquetKind.Timestamp,
        (PhysicalType.Int96, _) => ParquetKind.Timestamp,
        (PhysicalType.Float or PhysicalType.Double, Logical.None or Logical.Null) => ParquetKind.Real,
        (PhysicalType.FixedLenByteArray, Logical.Float16) when e.Length == 2 => ParquetKind.Real,
        (PhysicalType.FixedLenByteArray, Logical.Uuid) when e.Length == 16 => ParquetKind.Uuid,
        (PhysicalType.Int32 or PhysicalType.Int64, Logical.Decimal) when Digits(e) && e.Precision <= 18 => ParquetKind.Decimal,
        (PhysicalType.ByteArray, Logical.Decimal) when Digits(e) => ParquetKind.Decimal,
        (PhysicalType.FixedLenByteArray, Logical.Decimal) when Digits(e) && e.Length is > 0 and <= 64 => ParquetKind.Decimal,
        (PhysicalType.ByteArray, Logical.Text or Logical.Enum or Logical.Json) => ParquetKind.Text,
        // Bytes are bytes, whatever a later version of the format may mean by them; a number might be something else.
        (PhysicalType.ByteArray, Logical.None or Logical.Bson or Logical.Null or Logical.Unknown) => ParquetKind.Binary,
        (PhysicalType.FixedLenByteArray, Logical.None or Logical.Null or Logical.Unknown) when e.Length is > 0 and <= 1 << 20 => ParquetKind.Binary,
        _ => ParquetKind.Unsupported,
    };

    private static bool Digits(SchemaElement e) => e.Precision is > 0 and <= 38 && e.Scale >= 0 && e.Scale <= e.Precision;

    private static string TypeName(SchemaElement e, PhysicalType type, ParquetKind kind)
    {
        var stored = type == PhysicalType.FixedLenByteArray ? $"{Names.Of(type)}[{e.Length}]" : Names.Of(type);
        var unit = e.TicksPerSecond switch { 1_000 => " millis", 1_000_000 => " micros", 1_000_000_000 => " nanos", _ => "" };
        var meaning = e.Logical switch
        {
            Logical.None => "",
            Logical.Text => "STRING",
            Logical.Decimal => $"DECIMAL {e.Precision},{e.Scale}",
            Logical.Time or Logical.Timestamp => $"{(e.Logical == Logical.Time ? "TIME" : "TIMESTAMP")}{unit}, {(e.Utc ? "UTC" : "local")}",
            Logical.Integer => $"{(e.Signed ? "INT" : "UINT")}_{e.Bits}",
            Logical.Unknown => "an annotation this codec does not know",
            _ => e.Logical.ToString().ToUpperInvariant(),
        };
        if (kind == ParquetKind.Nested) meaning = meaning.Length == 0 ? "in a list or map" : $"{meaning}, in a list or map";
        return meaning.Length == 0 ? stored : $"{stored} ({meaning})";
    }
}
