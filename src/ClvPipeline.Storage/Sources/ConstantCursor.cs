namespace ClvPipeline.Storage;

/// <summary>A text column with the same value in every row, or with none: a partition folder's.</summary>
internal sealed class ConstantCursor(ColumnType type, byte[]? value) : ColumnCursor
{
    private readonly int[] _offsets = value is null ? [0] : [0, value.Length];

    /// <inheritdoc />
    public override ColumnType Type => type;

    /// <inheritdoc />
    public override int ReadCodes(Span<int> codes, out Utf8Values values)
    {
        codes.Fill(value is null ? -1 : 0);
        values = new Utf8Values(value, _offsets);
        return codes.Length;
    }
}
