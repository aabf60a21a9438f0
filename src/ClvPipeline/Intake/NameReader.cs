using System.Globalization;
using System.Text;

namespace ClvPipeline;

/// <summary>Reads a column of names (channels, campaigns, segments …) as their numbers. Whole numbers, such as campaign ids, are names too.</summary>
internal sealed class NameReader
{
    private readonly Names _names;
    private readonly int _none;
    private readonly Text? _text;
    private readonly ColumnCursor? _numbers;
    private readonly Dictionary<long, int> _known = [];
    private readonly long[] _values = new long[RowBlock.Capacity];
    private readonly byte[] _valid = new byte[RowBlock.Capacity];

    public NameReader(IPart part, string column, Names names)
    {
        (_names, _none) = (names, names.Own(Names.None));
        switch (part.TypeOf(column)?.Kind)
        {
            case null: break;
            case ColumnKind.Text: _text = new Text(part.Open(column), column, names, _none); break;
            default: _numbers = part.Open(column); break;
        }
    }

    public void Read(Span<int> into, RowBlock block)
    {
        if (_text is not null) { _text.Read(into, block); return; }
        if (_numbers is null) { into.Fill(_none); return; }
        var values = _values.AsSpan(0, into.Length);
        var valid = _valid.AsSpan(0, into.Length);
        _numbers.Read(values, valid);
        for (var i = 0; i < into.Length; i++) into[i] = valid[i] == 0 ? _none : NumberOf(values[i]);
    }

    private int NumberOf(long value)
    {
        if (_known.TryGetValue(value, out var code)) return code;
        return _known[value] = _names.FromData(Encoding.UTF8.GetBytes(value.ToString(CultureInfo.InvariantCulture)));
    }

    private sealed class Text(ColumnCursor cursor, string column, Names names, int none) : TextColumn<int>(cursor)
    {
        // Columns without a dictionary repeat their names row after row: this saves the lock and the string.
        private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> _seen =
            new Dictionary<byte[], int>(Utf8Comparer.Instance).GetAlternateLookup<ReadOnlySpan<byte>>();

        public override string Column => column;

        protected override (int Value, string? Problem) Map(ReadOnlySpan<byte> text)
        {
            if (_seen.TryGetValue(text, out var code)) return (code, null);
            if (RowBlock.Problem(text) is { } problem) return (none, problem);
            return (_seen[text] = names.FromData(text), null);
        }

        protected override int Null(out string? problem)
        {
            problem = null;
            return none;
        }
    }
}
