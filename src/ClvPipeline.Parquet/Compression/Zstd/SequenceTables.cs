namespace ClvPipeline.Parquet.Compression.Zstd;

/// <summary>The three codes of a block's sequences, and the constants behind them (RFC 8878, 3.1.1.3.2).</summary>
internal sealed unsafe class SequenceTables
{
    private const int MostLiteralCode = 35, MostMatchCode = 52, MostOffsetCode = 31;

    private static readonly uint[] LiteralBases =
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 20, 22, 24, 28, 32, 40, 48, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536];

    private static readonly byte[] LiteralExtra = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];

    private static readonly uint[] MatchBases =
    [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34,
        35, 37, 39, 41, 43, 47, 51, 59, 67, 83, 99, 131, 259, 515, 1027, 2051, 4099, 8195, 16387, 32771, 65539,
    ];

    private static readonly byte[] MatchExtra =
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16,
    ];

    private static readonly uint[] OffsetBases = [.. Enumerable.Range(0, MostOffsetCode + 1).Select(code => 1u << code)];
    private static readonly byte[] OffsetExtra = [.. Enumerable.Range(0, MostOffsetCode + 1).Select(code => (byte)code)];

    private static readonly short[] LiteralShares = [4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1, -1, -1];

    private static readonly short[] MatchShares =
    [
        1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
        1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1,
    ];

    private static readonly short[] OffsetShares = [1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1];

    public FseTable Literals { get; } = new(9, MostLiteralCode);

    public FseTable Offsets { get; } = new(8, MostOffsetCode);

    public FseTable Matches { get; } = new(9, MostMatchCode);

    /// <summary>A new frame knows no tables of the one before.</summary>
    public void Forget() => Literals.Ready = Offsets.Ready = Matches.Ready = false;

    /// <summary>Reads the tables as <paramref name="modes"/> say; returns the bytes taken, or -1.</summary>
    public int Read(int modes, byte* source, long length)
    {
        if ((modes & 3) != 0) return -1;
        var at = Read(Literals, modes >> 6, source, length, LiteralExtra, LiteralBases, LiteralShares, 6);
        if (at < 0) return -1;
        var more = Read(Offsets, (modes >> 4) & 3, source + at, length - at, OffsetExtra, OffsetBases, OffsetShares, 5);
        if (more < 0) return -1;
        at += more;
        more = Read(Matches, (modes >> 2) & 3, source + at, length - at, MatchExtra, MatchBases, MatchShares, 6);
        return more < 0 ? -1 : at + more;
    }

    private static int Read(FseTable table, int mode, byte* source, long length, byte[] extra, uint[] bases, short[] shares, int log) => mode switch
    {
        0 => table.TryBuild(shares, log, extra, bases) ? 0 : -1,
        1 => length > 0 && table.TryRun(source[0], extra, bases) ? 1 : -1,
        2 => table.Read(source, length, extra, bases),
        _ => table.Ready ? 0 : -1,
    };
}
