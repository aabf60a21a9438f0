using ClvPipeline.Parquet.Format;
using ClvPipeline.Parquet.Reading;

namespace ClvPipeline.Parquet.Encodings;

/// <summary>DELTA_BINARY_PACKED values of INT32 and INT64 columns.</summary>
internal sealed class DeltaBinaryPacked(ParquetColumn column, Place place) : PageValues
{
    private readonly DeltaNumbers _numbers = new(place);

    public override void Start(Slice bytes, int most) => _numbers.Start(bytes, most);

    public override void Read(Span<long> into)
    {
        _numbers.Read(into);
        // Sums are taken modulo the width of the type.
        if (column.Physical == PhysicalType.Int64) return;
        if (column.Signed || column.BitWidth < 32)
        {
            for (var i = 0; i < into.Length; i++) into[i] = (int)into[i];
        }
        else
        {
            for (var i = 0; i < into.Length; i++) into[i] = (uint)into[i];
        }
    }

    /// <summary>Numbers of 64 bits without a sign.</summary>
    public override void Read(Span<Int128> into)
    {
        Span<long> some = stackalloc long[256];
        for (var at = 0; at < into.Length; at += some.Length)
        {
            var n = Math.Min(some.Length, into.Length - at);
            _numbers.Read(some[..n]);
            for (var i = 0; i < n; i++) into[at + i] = (ulong)some[i];
        }
    }
}
