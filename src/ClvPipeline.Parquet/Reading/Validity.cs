using ClvPipeline.Parquet.Encodings;
using ClvPipeline.Parquet.Format;

namespace ClvPipeline.Parquet.Reading;

/// <summary>Which rows of a page have values, from its definition levels.</summary>
internal sealed class Validity(Place place)
{
    private readonly Hybrid _levels = new(place);
    private int _left;
    private int _nulls;

    /// <summary>Whether no row of the page is null: then there is nothing to read.</summary>
    public bool All { get; private set; } = true;

    /// <summary>A page of a required column.</summary>
    public void StartRequired() => All = true;

    /// <param name="levels">The levels, without a length before them.</param>
    /// <param name="rows">Rows of the page.</param>
    /// <param name="nulls">The nulls that the page header tells of, or -1.</param>
    public void Start(Slice levels, int rows, int nulls)
    {
        _levels.Start(levels, 1);
        (_left, _nulls) = (rows, nulls);
        All = _levels.IsRun(rows, 1);
        if (All && nulls > 0) throw Miscounted();
    }

    /// <summary>Fills <paramref name="valid"/> with 1 and 0; returns the number of ones.</summary>
    public int Read(Span<byte> valid)
    {
        if (All)
        {
            valid.Fill(1);
            return valid.Length;
        }
        var ones = _levels.ReadBits(valid);
        _left -= valid.Length;
        if (_nulls >= 0)
        {
            _nulls -= valid.Length - ones;
            if (_nulls < 0 || (_left == 0 && _nulls > 0)) throw Miscounted();
        }
        return ones;
    }

    private ParquetException Miscounted() => place.Error("a page is damaged: it does not have as many nulls as it says");
}
