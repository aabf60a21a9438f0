namespace ClvPipeline.Tests.Oracle;

/// <summary>Whole numbers, truth values, days, times, or decimals of up to 18 digits.</summary>
public sealed record LongColumn(ColumnType Type, IReadOnlyList<long?> Values) : PhysicalColumn(Type, Values.Count)
{
    public override bool IsEmpty => Values.All(value => value is null);

    public override ColumnCursor Open() => new Cursor(this);

    private sealed class Cursor(LongColumn column) : ColumnCursor
    {
        private int row;

        public override ColumnType Type => column.Type;

        public override void Read(Span<long> values, Span<byte> valid)
        {
            for (var i = 0; i < values.Length; i++, row++) (values[i], valid[i]) = column.Values[row] is { } value ? (value, (byte)1) : (0, (byte)0);
        }

        /// <inheritdoc />
        public override void Read(Span<Int128> values, Span<byte> valid)
        {
            // A decimal may be read wide even where it need not be.
            if (Type.Kind != ColumnKind.Decimal) base.Read(values, valid);
            for (var i = 0; i < values.Length; i++, row++) (values[i], valid[i]) = column.Values[row] is { } value ? ((Int128)value, (byte)1) : (0, (byte)0);
        }
    }
}
