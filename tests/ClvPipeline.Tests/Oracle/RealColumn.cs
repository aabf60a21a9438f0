namespace ClvPipeline.Tests.Oracle;

/// <summary>Doubles or floats.</summary>
public sealed record RealColumn(ColumnType Type, IReadOnlyList<double?> Values) : PhysicalColumn(Type, Values.Count)
{
    public override bool IsEmpty => Values.All(value => value is null);

    public override ColumnCursor Open() => new Cursor(this);

    private sealed class Cursor(RealColumn column) : ColumnCursor
    {
        private int row;

        public override ColumnType Type => column.Type;

        public override void Read(Span<double> values, Span<byte> valid)
        {
            for (var i = 0; i < values.Length; i++, row++) (values[i], valid[i]) = column.Values[row] is { } value ? (value, (byte)1) : (0, (byte)0);
        }
    }
}
