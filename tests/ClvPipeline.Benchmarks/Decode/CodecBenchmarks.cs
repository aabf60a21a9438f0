using BenchmarkDotNet.Attributes;
using ClvPipeline.Parquet.Compression;
using ClvPipeline.Parquet.Compression.Zstd;
using ClvPipeline.Parquet.Encodings;
using ClvPipeline.Parquet.Format;
using ClvPipeline.Parquet.Reading;
using ClvPipeline.Parquet.Writing;

namespace ClvPipeline.Benchmarks.Decode;

/// <summary>The inner loops of decoding, each on a page of a million bytes or 128 Ki values.</summary>
public class CodecBenchmarks
{
    private const int Bytes = 1 << 20, Values = Bytes / 8;
    private readonly byte[] _plain = new byte[Bytes + PooledBytes.Slack];
    private readonly long[] _longs = new long[Values];
    private readonly int[] _ints = new int[Values];
    private readonly byte[] _bytes = new byte[Values];
    private readonly ZstdDecoder _zstd = new();
    private Slice _snappy, _packed, _delta, _codes, _levels;

    /// <summary>Makes the pages.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        for (var i = 0; i < Values; i++) _longs[i] = 1_700_000_000_000_000 + i * 3_100_000L + random.Next(3_000_000);
        var plain = System.Runtime.InteropServices.MemoryMarshal.AsBytes<long>(_longs);
        var room = new byte[SnappyEncoder.MostBytes(Bytes) + PooledBytes.Slack];
        _snappy = new Slice(room, 0, new SnappyEncoder().Encode(plain, room));
        var packed = new byte[PooledBytes.Lead + ZstdLibrary.MostBytes(Bytes) + PooledBytes.Slack];
        if (ZstdLibrary.IsThere) _packed = new Slice(packed, PooledBytes.Lead, ZstdLibrary.Compress(plain, packed.AsSpan(PooledBytes.Lead, ZstdLibrary.MostBytes(Bytes))));
        _delta = Make(sink => DeltaWriter.Write(_longs, 8, sink));
        for (var i = 0; i < Values; i++) _ints[i] = random.Next(9);
        _codes = Make(sink => HybridWriter.Write(_ints, 4, sink));
        for (var i = 0; i < Values; i++) _ints[i] = random.Next(20) == 0 ? 0 : 1;
        _levels = Make(sink => HybridWriter.Write(_ints, 1, sink));
    }

    /// <summary>Snappy.</summary>
    [Benchmark]
    public bool SnappyPage() => Snappy.TryDecode(_snappy, _plain, Bytes);

    /// <summary>Zstandard.</summary>
    [Benchmark]
    public bool ZstdPage() => _packed.Length > 0 && _zstd.TryDecode(_packed, _plain, Bytes);

    /// <summary>CRC-32.</summary>
    [Benchmark]
    public long Checksum() => Crc32.Of(_plain.AsSpan(0, Bytes));

    /// <summary>DELTA_BINARY_PACKED.</summary>
    [Benchmark]
    public void DeltaPage()
    {
        var numbers = new DeltaNumbers(new Place("x"));
        numbers.Start(_delta, Values);
        numbers.Read(_longs);
    }

    /// <summary>Dictionary codes of four bits.</summary>
    [Benchmark]
    public void CodePage()
    {
        var codes = new Hybrid(new Place("x"));
        codes.Start(_codes, 4);
        codes.Read(_ints);
    }

    /// <summary>Definition levels with a null in twenty.</summary>
    [Benchmark]
    public int LevelPage()
    {
        var levels = new Hybrid(new Place("x"));
        levels.Start(_levels, 1);
        return levels.ReadBits(_bytes);
    }

    /// <summary>What memory allows: a copy of the same bytes.</summary>
    [Benchmark(Baseline = true)]
    public void Copy() => _plain.AsSpan(0, Bytes / 2).CopyTo(_plain.AsSpan(Bytes / 2));

    private static Slice Make(Action<ByteSink> write)
    {
        var sink = new ByteSink();
        write(sink);
        var length = sink.Length;
        sink.Take(PooledBytes.Slack);
        return new Slice(sink.Array, 0, length);
    }
}
