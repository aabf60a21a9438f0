using System.Numerics;

namespace ClvPipeline.Parquet.Compression.Zstd;

/// <summary>A decoding table of finite state entropy (RFC 8878, 4.1). An entry packs the base of the next state (16 bits), its bits (8), the extra bits of the value (8) and the value's base (32).</summary>
internal sealed unsafe class FseTable(int mostLog, int mostSymbol)
{
    public const int MostSymbols = 256;
    private readonly short[] _shares = new short[MostSymbols];

    /// <summary>The entries, one for each state.</summary>
    public ulong[] Entries { get; } = new ulong[1 << mostLog];

    /// <summary>Bits of a state.</summary>
    public int Log { get; private set; }

    /// <summary>Whether there is a table that a later block may use again.</summary>
    public bool Ready { get; set; }

    /// <summary>One symbol and no bits.</summary>
    public bool TryRun(int symbol, ReadOnlySpan<byte> extra, ReadOnlySpan<uint> bases)
    {
        if (symbol > mostSymbol) return false;
        Log = 0;
        Entries[0] = Entry(0, 0, symbol, extra, bases);
        return Ready = true;
    }

    /// <summary>Reads shares from <paramref name="source"/> and builds the table; returns the bytes taken, or -1.</summary>
    public int Read(byte* source, long length, ReadOnlySpan<byte> extra, ReadOnlySpan<uint> bases)
    {
        var taken = ReadShares(source, length, out var log, out var symbols);
        if (taken < 0 || !TryBuild(_shares.AsSpan(0, symbols), log, extra, bases)) return -1;
        return taken;
    }

    /// <summary>Spreads the symbols over the states.</summary>
    public bool TryBuild(ReadOnlySpan<short> shares, int log, ReadOnlySpan<byte> extra, ReadOnlySpan<uint> bases)
    {
        Ready = false;
        var size = 1 << log;
        Span<byte> symbols = stackalloc byte[size];
        Span<ushort> next = stackalloc ushort[MostSymbols];
        // Symbols of less than one share stand at the end, a state each.
        var high = size - 1;
        for (var s = 0; s < shares.Length; s++)
        {
            if (shares[s] == -1) symbols[high--] = (byte)s;
            next[s] = (ushort)Math.Abs((int)shares[s]);
        }
        var (at, step, mask) = (0, (size >> 1) + (size >> 3) + 3, size - 1);
        for (var s = 0; s < shares.Length; s++)
        {
            for (var i = 0; i < shares[s]; i++)
            {
                symbols[at] = (byte)s;
                do at = (at + step) & mask; while (at > high);
            }
        }
        if (at != 0) return false;
        for (var i = 0; i < size; i++)
        {
            var state = next[symbols[i]]++;
            var bits = log - BitOperations.Log2(state);
            Entries[i] = Entry((state << bits) - size, bits, symbols[i], extra, bases);
        }
        Log = log;
        return Ready = true;
    }

    private static ulong Entry(int state, int bits, int symbol, ReadOnlySpan<byte> extra, ReadOnlySpan<uint> bases) =>
        (ulong)(uint)state | (ulong)(uint)bits << 16 | (ulong)(extra.IsEmpty ? 0u : extra[symbol]) << 24 | (ulong)(bases.IsEmpty ? (uint)symbol : bases[symbol]) << 32;

    // The shares of the symbols, in numbers whose width shrinks with what is left to give away.
    private int ReadShares(byte* source, long length, out int log, out int symbols)
    {
        symbols = 0;
        log = length > 0 ? (source[0] & 15) + 5 : 0;
        if (length == 0 || log > mostLog) return -1;
        var (bit, left) = (4L, (1 << log) + 1);
        var repeated = false;
        var most = Math.Min(mostSymbol, MostSymbols - 1);
        while (left > 1)
        {
            if (bit > length * 8) return -1;
            if (repeated)
            {
                // After a share of zero, two bits at a time say how many more zeros follow.
                uint more;
                do
                {
                    if (bit > length * 8) return -1;
                    more = Bits(source, bit) & 3;
                    bit += 2;
                    for (var i = 0; i < more; i++)
                    {
                        if (symbols > most) return -1;
                        _shares[symbols++] = 0;
                    }
                }
                while (more == 3);
                repeated = false;
                continue;
            }
            if (symbols > most) return -1;
            var width = BitOperations.Log2((uint)left) + 1;
            var short_ = (1 << width) - 1 - left;
            var word = Bits(source, bit);
            var value = (int)(word & ((1u << (width - 1)) - 1));
            if (value < short_)
            {
                bit += width - 1;
            }
            else
            {
                value = (int)(word & ((1u << width) - 1));
                if (value >= 1 << (width - 1)) value -= short_;
                bit += width;
            }
            var share = value - 1;
            left -= Math.Abs(share);
            _shares[symbols++] = (short)share;
            repeated = share == 0;
        }
        var taken = (bit + 7) >> 3;
        return left == 1 && taken <= length ? (int)taken : -1;
    }

    // Behind the source there is slack to load from.
    private static uint Bits(byte* source, long bit) => *(uint*)(source + (bit >> 3)) >> (int)(bit & 7);
}
