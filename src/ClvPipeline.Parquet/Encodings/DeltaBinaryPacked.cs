using ClvPipeline.Parquet.Format;
using ClvPipeline.Parquet.Reading;

namespace ClvPipeline.Parquet.Encodings;

/// <summary>DELTA_BINARY_PACKED values of INT32 and INT64 columns.</summary>
internal sealed class DeltaBinaryPacked(ParquetColumn column, FixedValues values, Place place) : PageValues
{
    private readonly DeltaNumbers _numbers = new(place);

    public override void Start(Slice bytes, int most) => _numbers.Start(bytes, most);

    public override void Read(Span<long> into)
    {
        _numbers.Read(into);
        // Sums are taken modulo the width of the type.
        if (column.Physical == PhysicalType.Int64)
        {
            if (!column.Signed) values.CheckSigns(into);
        }
        else if (column.Signed || column.BitWidth < 32)
        {
            for (var i = 0; i < into.Length; i++) into[i] = (int)into[i];
        }
        else
        {
            for (var i = 0; i < into.Length; i++) into[i] = (uint)into[i];
        }
    }
}
