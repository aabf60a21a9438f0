namespace ClvPipeline.Tests.Oracle;

/// <summary>UUIDs, or decimals of up to 38 digits.</summary>
public sealed record WideColumn(ColumnType Type, IReadOnlyList<Int128?> Values) : PhysicalColumn(Type, Values.Count)
{
    public override bool IsEmpty => Values.All(value => value is null);

    public override ColumnCursor Open() => new Cursor(this);

    private sealed class Cursor(WideColumn column) : ColumnCursor
    {
        private int row;

        public override ColumnType Type => column.Type;

        public override bool Wide => true;

        public override void Read(Span<Int128> values, Span<byte> valid)
        {
            for (var i = 0; i < values.Length; i++, row++) (values[i], valid[i]) = column.Values[row] is { } value ? (value, (byte)1) : (0, (byte)0);
        }
    }
}
