using System.Globalization;
using System.Text;

namespace ClvPipeline;

/// <summary>Reads an attribute of customers: text, whole numbers, true or false, or days, each as a name.</summary>
internal sealed class AttributeReader
{
    private readonly Attribute _attribute;
    private readonly Text? _text;
    private readonly ColumnCursor? _numbers;
    private readonly Dictionary<long, byte> _known = [];
    private readonly long[] _values = new long[RowBlock.Capacity];
    private readonly byte[] _valid = new byte[RowBlock.Capacity];

    public AttributeReader(IPart part, Attribute attribute)
    {
        _attribute = attribute;
        if (part.TypeOf(attribute.Column) is not { } type) return;
        if (type.Kind == ColumnKind.Text) _text = new Text(part.Open(attribute.Column), attribute);
        else _numbers = part.Open(attribute.Column);
    }

    public void Read(Span<byte> into, RowBlock block)
    {
        // What is read of a column that is left out means nothing, so the rest of it need not be read.
        if (_attribute.IsLeftOut || (_text is null && _numbers is null)) { into.Clear(); return; }
        if (_text is not null) { _text.Read(into, block); return; }
        var values = _values.AsSpan(0, into.Length);
        var valid = _valid.AsSpan(0, into.Length);
        _numbers!.Read(values, valid);
        for (var i = 0; i < into.Length; i++) into[i] = valid[i] != 1 ? (byte)0 : NumberOf(values[i]);
    }

    private byte NumberOf(long value)
    {
        if (_known.TryGetValue(value, out var code)) return code;
        if (_attribute.IsLeftOut) return 0;
        return _known[value] = _attribute.FromData(Encoding.UTF8.GetBytes(_numbers!.Type.Kind switch
        {
            ColumnKind.Boolean => value == 0 ? "false" : "true",
            ColumnKind.Date when value is > -700_000 and < 2_900_000 => DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays((int)value).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            _ => value.ToString(CultureInfo.InvariantCulture),
        }));
    }

    private sealed class Text(ColumnCursor cursor, Attribute attribute) : TextColumn<byte>(cursor)
    {
        public override string Column => attribute.Column;

        protected override (byte Value, string? Problem) Map(ReadOnlySpan<byte> text) => (attribute.FromData(text), null);

        protected override byte Null(out string? problem)
        {
            problem = null;
            return 0;
        }
    }
}
