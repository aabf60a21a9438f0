namespace ClvPipeline.Storage;

/// <summary>Text, laid end to end. Of what is too long for an id or a name only as much is kept as shows that it is.</summary>
/// <param name="type">The type.</param>
/// <param name="padded">Whether it is filled up with blanks that mean nothing, as <c>char(n)</c> is.</param>
internal sealed class TextColumn(ColumnType type, bool padded) : CopyColumn(type)
{
    private const int Kept = 1001;

    private readonly int[] _offsets = new int[Capacity + 1];
    private byte[] _data = new byte[1 << 16];
    private int _generation, _rows;

    public override int Generation => _generation;

    public override void Begin()
    {
        base.Begin();
        _generation++;
        _rows = 0;
    }

    public override void TakeNull(int row)
    {
        Valid[row] = 0;
        _offsets[row + 1] = _offsets[row];
        _rows = row + 1;
    }

    public override void Take(int row, ReadOnlySpan<byte> field)
    {
        if (padded) field = field.TrimEnd((byte)' ');
        if (field.Length > Kept) field = field[..Kept];
        var (from, to) = (_offsets[row], _offsets[row] + field.Length);
        if (to > _data.Length) Array.Resize(ref _data, Math.Max(to, _data.Length * 2));
        field.CopyTo(_data.AsSpan(from));
        Valid[row] = 1;
        _offsets[row + 1] = to;
        _rows = row + 1;
    }

    public override int ReadCodes(Span<int> codes, out Utf8Values values)
    {
        var from = Take(codes.Length);
        for (var i = 0; i < codes.Length; i++) codes[i] = Valid[from + i] == 0 ? -1 : from + i;
        values = new Utf8Values(_data, _offsets.AsSpan(0, _rows + 1));
        return codes.Length;
    }
}
