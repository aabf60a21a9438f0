namespace ClvPipeline.Tests.Oracle;

/// <summary>Text. <paramref name="Batch"/> 0: one dictionary for all rows; else a list of its own for every so many rows, as plain pages have.</summary>
public sealed record TextColumn(ColumnType Type, IReadOnlyList<byte[]?> Values, int Batch) : PhysicalColumn(Type, Values.Count)
{
    public static ColumnType TextType { get; } = new(ColumnKind.Text, "string");

    public static TextColumn Of(IEnumerable<string?> values, int batch) =>
        new(TextType, [.. values.Select(value => value is null ? null : Utf8Text.Bytes(value))], batch);

    public override bool IsEmpty => Values.All(value => value is null);

    public override ColumnCursor Open() => new Cursor(this);

    private sealed class Cursor(TextColumn column) : ColumnCursor
    {
        private readonly Dictionary<string, int> codes = [];
        private byte[] data = [];
        private int[] offsets = [0];
        private int row;
        private int batchEnd;
        private int generation;

        public override ColumnType Type => column.Type;

        public override int Generation => generation;

        public override int ReadCodes(Span<int> codes, out Utf8Values values)
        {
            if (codes.IsEmpty || row == column.Rows) throw new InvalidOperationException($"read past row {column.Rows}");
            if (row == batchEnd) NextBatch();
            var count = Math.Min(codes.Length, batchEnd - row);
            for (var i = 0; i < count; i++, row++) codes[i] = column.Values[row] is { } text ? this.codes[Convert.ToHexString(text)] : -1;
            values = new Utf8Values(data, offsets);
            return count;
        }

        private void NextBatch()
        {
            // Whoever still looks at the old list shall see that it is gone.
            data.AsSpan().Fill((byte)'?');
            offsets.AsSpan().Clear();
            codes.Clear();
            generation++;
            batchEnd = column.Batch == 0 ? column.Rows : Math.Min(column.Rows, row + column.Batch);
            var distinct = column.Values.Skip(row).Take(batchEnd - row).OfType<byte[]>().DistinctBy(Convert.ToHexString).ToList();
            foreach (var (code, text) in distinct.Index()) codes[Convert.ToHexString(text)] = code;
            data = [.. distinct.SelectMany(text => text)];
            offsets = [0, .. distinct.Select((_, code) => distinct.Take(code + 1).Sum(text => text.Length))];
        }
    }
}
