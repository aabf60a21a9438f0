namespace ClvPipeline;

/// <summary>A sum of doubles in units of 2⁻⁴⁰, as an integer of 128 bits: the same in any order, exact to 10⁻¹² for each term, and up to 10²⁶.</summary>
internal struct FixedSum
{
    private const double Unit = 1L << 40;
    private Int128 _sum;

    public readonly double Value => (double)_sum / Unit;

    public void Add(double value) => _sum += (Int128)Math.Round(value * Unit);

    public void Add(FixedSum other) => _sum += other._sum;
}
