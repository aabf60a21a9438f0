namespace ClvPipeline.Storage;

/// <summary>A column of a source that lies in memory.</summary>
/// <param name="Type">What it holds.</param>
/// <param name="Values">Its values; <c>valid</c> is 2 where there is something that is no value of the type.</param>
/// <param name="Unreadable">What stands in such a row.</param>
public sealed record HeldColumn(ColumnType Type, ResultColumn Values, Func<int, string>? Unreadable = null)
{
    /// <summary>Reads it from row <paramref name="first"/> on.</summary>
    public ColumnCursor Open(int first = 0) => new Cursor(this, first);

    private sealed class Cursor(HeldColumn column, int first) : ColumnCursor
    {
        private int _at = first, _last;

        public override ColumnType Type => column.Type;

        public override bool Wide => column is { Type.Kind: ColumnKind.Decimal, Values: ResultColumn.Wide };

        public override void Read(Span<long> values, Span<byte> valid) => Copy(values, ((ResultColumn.Longs)column.Values).Values, valid, ((ResultColumn.Longs)column.Values).Valid);

        public override void Read(Span<double> values, Span<byte> valid) => Copy(values, ((ResultColumn.Reals)column.Values).Values, valid, ((ResultColumn.Reals)column.Values).Valid);

        public override void Read(Span<Int128> values, Span<byte> valid) => Copy(values, ((ResultColumn.Wide)column.Values).Values, valid, ((ResultColumn.Wide)column.Values).Valid);

        public override int ReadCodes(Span<int> codes, out Utf8Values values)
        {
            var text = (ResultColumn.Text)column.Values;
            text.Codes.AsSpan(_at, codes.Length).CopyTo(codes);
            values = new Utf8Values(text.Data, text.Offsets);
            _at += codes.Length;
            return codes.Length;
        }

        public override string Unreadable(int row) => column.Unreadable?.Invoke(_last + row) ?? base.Unreadable(row);

        private void Copy<T>(Span<T> values, T[] from, Span<byte> valid, byte[]? fromValid)
        {
            from.AsSpan(_at, values.Length).CopyTo(values);
            if (fromValid is null) valid[..values.Length].Fill(1);
            else fromValid.AsSpan(_at, values.Length).CopyTo(valid);
            (_last, _at) = (_at, _at + values.Length);
        }
    }
}
