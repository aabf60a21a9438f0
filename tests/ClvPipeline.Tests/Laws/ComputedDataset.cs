using System.Text;

namespace ClvPipeline.Tests.Laws;

/// <summary>A dataset whose columns are functions of the row's number, so that a shop of millions of rows takes no memory.</summary>
internal sealed class ComputedDataset(string name, long rows, params (string Name, ComputedColumn Column)[] columns) : IDataset
{
    private const int PartRows = 100_000;

    public string Name => name;

    public string? TimeZone => null;

    public IReadOnlyList<IPart> Parts { get; } =
        [.. Enumerable.Range(0, (int)((rows + PartRows - 1) / PartRows)).Select(i => new Part(name, (long)i * PartRows, (int)Math.Min(PartRows, rows - (long)i * PartRows), columns.ToDictionary()))];

    private sealed class Part(string source, long from, int rows, Dictionary<string, ComputedColumn> columns) : IPart
    {
        public string Source => source;

        public long FirstRow => from + 1;

        public int Rows => rows;

        public ColumnType? TypeOf(string column) => columns.GetValueOrDefault(column)?.Type;

        public ColumnCursor Open(string column) => new Cursor(columns[column], from);
    }

    private sealed class Cursor(ComputedColumn column, long next) : ColumnCursor
    {
        public override ColumnType Type => column.Type;

        public override void Read(Span<long> values, Span<byte> valid)
        {
            foreach (ref var value in values) value = column.Of(next++);
            valid.Fill(1);
        }

        public override int ReadCodes(Span<int> codes, out Utf8Values values)
        {
            foreach (ref var code in codes) code = (int)column.Of(next++);
            values = column.Names;
            return codes.Length;
        }
    }
}

/// <summary>A column that never holds null.</summary>
/// <param name="type">What it holds.</param>
/// <param name="of">By row, from 0: the value, or the number of the text.</param>
/// <param name="names">The texts.</param>
internal sealed class ComputedColumn(ColumnType type, Func<long, long> of, params IReadOnlyList<string> names)
{
    private readonly byte[] _data = Encoding.UTF8.GetBytes(string.Concat(names));
    private readonly int[] _offsets = Ends(names);

    public ColumnType Type => type;

    public Func<long, long> Of => of;

    public Utf8Values Names => new(_data, _offsets);

    public static ComputedColumn Integer(Func<long, long> of) => new(new ColumnType(ColumnKind.Integer, "INT64"), of);

    /// <summary>In microseconds since 1970.</summary>
    public static ComputedColumn Instant(Func<long, long> of) => new(new ColumnType(ColumnKind.Timestamp, "TIMESTAMP", TicksPerSecond: 1_000_000, Zoned: true), of);

    /// <summary>In cents.</summary>
    public static ComputedColumn Money(Func<long, long> of) => new(new ColumnType(ColumnKind.Decimal, "DECIMAL(18,2)", Scale: 2), of);

    public static ComputedColumn Text(Func<long, long> of, params IReadOnlyList<string> names) => new(new ColumnType(ColumnKind.Text, "STRING"), of, names);

    private static int[] Ends(IReadOnlyList<string> names)
    {
        var ends = new int[names.Count + 1];
        for (var i = 0; i < names.Count; i++) ends[i + 1] = ends[i] + Encoding.UTF8.GetByteCount(names[i]);
        return ends;
    }
}
