using BenchmarkDotNet.Attributes;

namespace ClvPipeline.Benchmarks.Engine;

/// <summary>What makes journeys of the rows of a bucket: customers are numbered, their touchpoints brought together and sorted by time.</summary>
public class SortBenchmarks
{
    private readonly KeyIndex<IntegerKey> _index = new();
    private readonly int[] _numbers = new int[SomeTouches.Rows];
    private readonly Touch[] _touches = new Touch[SomeTouches.Rows], _scratch = new Touch[SomeTouches.Rows];
    private readonly TouchOrder _order = new(new IdOrder(null), [.. Enumerable.Range(0, SomeTouches.Pairs + 1)]);
    private TouchRow<IntegerKey>[] _rows = [];
    private Touch[] _grouped = [];
    private int[] _starts = [];

    /// <summary>Touchpoints of a customer: few are sorted by insertion, more by merging.</summary>
    [Params(4, 30, 10_000)]
    public int PerCustomer { get; set; }

    /// <summary>Groups the touchpoints once and makes sure that sorting them gives what the library's sort gives.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _rows = SomeTouches.Make(SomeTouches.Rows / PerCustomer);
        var byCustomer = _rows.GroupBy(row => row.Key.Value).Select(group => group.Select(row => new Touch(row.Time, 0, row.Tag)).ToArray()).ToArray();
        _grouped = [.. byCustomer.SelectMany(touches => touches)];
        _starts = [0, .. byCustomer.Select(touches => touches.Length)];
        for (var i = 1; i < _starts.Length; i++) _starts[i] += _starts[i - 1];
        if (Number() != byCustomer.Length) throw new InvalidOperationException($"{Number()} customers were numbered; there are {byCustomer.Length}");
        Sort();
        var expected = byCustomer.SelectMany(touches => touches.OrderBy(touch => touch.Time).ThenBy(touch => touch.Tag));
        if (!_touches.Select(touch => (touch.Time, touch.Tag)).SequenceEqual(expected.Select(touch => (touch.Time, touch.Tag)))) throw new InvalidOperationException("the touchpoints are not in order");
    }

    /// <summary>The hash table: the number of each row's customer.</summary>
    [Benchmark]
    public int Number()
    {
        _index.Clear();
        _index.Number<TouchRow<IntegerKey>>(_rows, _numbers);
        return _index.Count;
    }

    /// <summary>Each customer's touchpoints by time; the copy below is part of it.</summary>
    [Benchmark]
    public void Sort()
    {
        Copy();
        for (var customer = 1; customer < _starts.Length; customer++) _order.Sort(_touches.AsSpan(_starts[customer - 1].._starts[customer]), _scratch);
    }

    /// <summary>What memory allows: a copy of the same touchpoints.</summary>
    [Benchmark(Baseline = true)]
    public void Copy() => _grouped.CopyTo(_touches, 0);
}
