using System.Numerics;
using ClvPipeline.Parquet.Encodings;
using ClvPipeline.Parquet.Format;

namespace ClvPipeline.Parquet.Reading;

/// <summary>Which rows of a page have values, from its definition levels: a row has one where its level is the column's highest.</summary>
internal sealed class Validity(int highest, Place place) : IDisposable
{
    private readonly Hybrid _levels = new(place);
    private readonly PooledBytes _unpacked = new();
    private readonly int _width = 32 - BitOperations.LeadingZeroCount((uint)highest);
    private int _unpackedAt;
    private bool _packed;
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
        _levels.Start(levels, _width);
        (_left, _nulls, _packed) = (rows, nulls, false);
        All = _levels.IsRun(rows, highest);
        if (All && nulls > 0) throw Miscounted();
    }

    /// <summary>Levels in the encoding BIT_PACKED of the earliest writers: highest bit first, without a length. Returns the bytes that they take.</summary>
    public int StartPacked(Slice body, int rows)
    {
        var bytes = ((long)rows * _width + 7) / 8;
        if (bytes > body.Length) throw place.Error("a page is damaged: its levels are longer than the page");
        var from = body.Span;
        var valid = _unpacked.Room(rows);
        var (word, bits, at) = (0u, 0, 0);
        for (var i = 0; i < rows; i++)
        {
            for (; bits < _width; bits += 8) word = word << 8 | from[at++];
            bits -= _width;
            var level = (int)(word >> bits) & ((1 << _width) - 1);
            if (level > highest) throw TooHigh(level);
            valid[i] = level == highest ? (byte)1 : (byte)0;
        }
        (_left, _nulls, _packed, _unpackedAt, All) = (rows, -1, true, 0, false);
        return (int)bytes;
    }

    /// <summary>Fills <paramref name="valid"/> with 1 and 0; returns the number of ones.</summary>
    public int Read(Span<byte> valid)
    {
        if (All)
        {
            valid.Fill(1);
            return valid.Length;
        }
        var ones = _packed ? ReadUnpacked(valid) : highest == 1 ? _levels.ReadBits(valid) : ReadLevels(valid);
        _left -= valid.Length;
        if (_nulls >= 0)
        {
            _nulls -= valid.Length - ones;
            if (_nulls < 0 || (_left == 0 && _nulls > 0)) throw Miscounted();
        }
        return ones;
    }

    public void Dispose() => _unpacked.Dispose();

    private int ReadUnpacked(Span<byte> valid)
    {
        _unpacked.Array.AsSpan(_unpackedAt, valid.Length).CopyTo(valid);
        _unpackedAt += valid.Length;
        return valid.Count((byte)1);
    }

    // Inside structures a level counts how many of the optional ones around a value are there.
    private int ReadLevels(Span<byte> valid)
    {
        Span<int> levels = stackalloc int[256];
        var ones = 0;
        for (var at = 0; at < valid.Length; at += levels.Length)
        {
            var some = levels[..Math.Min(levels.Length, valid.Length - at)];
            _levels.Read(some);
            for (var i = 0; i < some.Length; i++)
            {
                if (some[i] > highest) throw TooHigh(some[i]);
                var one = some[i] == highest ? 1 : 0;
                valid[at + i] = (byte)one;
                ones += one;
            }
        }
        return ones;
    }

    private ParquetException TooHigh(int level) => place.Error($"a page is damaged: it has the definition level {level}, its column {highest} at most");

    private ParquetException Miscounted() => place.Error("a page is damaged: it does not have as many nulls as it says");
}
