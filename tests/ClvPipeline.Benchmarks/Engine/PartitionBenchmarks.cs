using BenchmarkDotNet.Attributes;

namespace ClvPipeline.Benchmarks.Engine;

/// <summary>The scatter of a million touchpoints into buckets, and the way back out of them.</summary>
public class PartitionBenchmarks
{
    private readonly TouchRow<IntegerKey>[] _rows = SomeTouches.Make(), _copy = new TouchRow<IntegerKey>[SomeTouches.Rows];
    private RowStore<TouchRow<IntegerKey>> _filled = null!;

    /// <summary>Bits of the bucket's number.</summary>
    [Params(4, 8, 12)]
    public int Bits { get; set; }

    /// <summary>Fills one store and makes sure that it holds every row, in its bucket, in order of arrival.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _filled = Scatter();
        var done = 0;
        for (var bucket = 0; bucket < 1 << Bits; bucket++)
        {
            var rows = _filled.CopyTo(bucket, _copy.AsSpan(done));
            var expected = _rows.Where(row => row.Key.Hash >> (64 - Bits) == (ulong)bucket).Select(row => row.Time);
            if (!expected.SequenceEqual(_copy.AsSpan(done, rows).ToArray().Select(row => row.Time))) throw new InvalidOperationException($"bucket {bucket} does not hold the rows that belong there");
            done += rows;
        }

        if (done != SomeTouches.Rows) throw new InvalidOperationException($"{done} rows came back of {SomeTouches.Rows}");
    }

    /// <summary>Every row into its bucket, in memory that is as fresh as a run's.</summary>
    [Benchmark]
    public long Partition() => Scatter().Bytes;

    /// <summary>Every bucket into one array.</summary>
    [Benchmark]
    public int Gather()
    {
        var done = 0;
        for (var bucket = 0; bucket < 1 << Bits; bucket++) done += _filled.CopyTo(bucket, _copy.AsSpan(done));
        return done;
    }

    /// <summary>What memory allows: a copy of the same rows.</summary>
    [Benchmark(Baseline = true)]
    public void Copy() => _rows.CopyTo(_copy, 0);

    private RowStore<TouchRow<IntegerKey>> Scatter()
    {
        var store = new RowStore<TouchRow<IntegerKey>>(1 << Bits, new SlabPool());
        foreach (ref readonly var row in _rows.AsSpan()) store.Add((int)(row.Key.Hash >> (64 - Bits)), row);
        return store;
    }
}
