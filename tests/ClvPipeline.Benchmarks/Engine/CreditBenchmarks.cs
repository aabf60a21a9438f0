using BenchmarkDotNet.Attributes;

namespace ClvPipeline.Benchmarks.Engine;

/// <summary>One value after another spread over its journey by the five models of the scale benchmark; a million touchpoints in all.</summary>
public class CreditBenchmarks
{
    private const int Channels = 9;
    private static readonly Amounts Value = Amounts.Of(59_990_000, 23_996_000, 0, Credit.One, Credit.One, 0);

    private readonly long[] _times = new long[SomeTouches.Rows];
    private readonly int[] _channels = new int[SomeTouches.Rows], _rows = new int[SomeTouches.Rows];
    private readonly CreditModel[] _models = [new FirstTouch(), new LastTouch(), new Linear(), new TimeDecay(7), new PositionBased(0.4, 0.4)];
    private Cells _cells = null!;
    private JourneyCredit _credit = null!;

    /// <summary>Touchpoints of a journey.</summary>
    [Params(1, 4, 16, 256)]
    public int Length { get; set; }

    /// <summary>Makes the journeys, spreads them once, and makes sure that every model gave away each value exactly.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        _cells = new Cells(1, _models.Length, SomeTouches.Pairs + 1, wide: false);
        _credit = new JourneyCredit(_models, new bool[Channels], _cells);
        var group = _cells.Group(0, 0);
        for (var i = 0; i < SomeTouches.Rows; i++)
        {
            var pair = 1 + random.Next(SomeTouches.Pairs);
            (_channels[i], _rows[i]) = (pair % Channels, _cells.Row(group, pair));
            _times[i] = (i % Length == 0 ? SomeTouches.Start : _times[i - 1]) + random.NextInt64(86_400_000_000);
        }

        Spread();
        var given = SomeTouches.Rows / Length * 23_996_000L;
        for (var model = 0; model < _models.Length; model++)
        {
            var sum = Enumerable.Range(0, _cells.Rows.Count).Sum(row => _cells.Value(row, 0, model, Measure.HistoricProfit));
            if (sum != given) throw new InvalidOperationException($"{_models[model].GetType().Name} spread {sum} micro-units of {given}");
        }
    }

    /// <summary>All journeys, by all models.</summary>
    [Benchmark]
    public void Spread()
    {
        for (var from = 0; from < SomeTouches.Rows; from += Length)
            _credit.Spread(0, _times.AsSpan(from, Length), _channels.AsSpan(from, Length), _rows.AsSpan(from, Length), 0, Value);
    }

    /// <summary>The shares alone.</summary>
    [Benchmark]
    public double Shares()
    {
        var upTo = new double[Length];
        var sum = 0.0;
        for (var from = 0; from < SomeTouches.Rows; from += Length)
        {
            var journey = new Journey(_times.AsSpan(from, Length), _channels.AsSpan(from, Length), new bool[Channels]);
            foreach (var model in _models)
            {
                model.Accumulate(journey, upTo);
                sum += upTo[0];
            }
        }

        return sum;
    }
}
