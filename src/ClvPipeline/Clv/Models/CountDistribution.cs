using System.Runtime.InteropServices;

namespace ClvPipeline;

/// <summary>How many purchases an alive customer makes in a given time: P(Y ≤ y) for y = 0, 1, …, as far as it was asked for.</summary>
internal sealed class CountDistribution(double[] upTo)
{
    /// <summary>No shop sells so often to one customer that this matters; without a limit a strange parameter would never end.</summary>
    private const int Most = 1 << 20;

    /// <summary>Entry y is P(Y ≤ y).</summary>
    public double[] UpTo { get; } = upTo;

    /// <summary>P(Y = y).</summary>
    public double Probability(int y) => y >= UpTo.Length ? 0 : y == 0 ? UpTo[0] : UpTo[y] - UpTo[y - 1];

    /// <summary>P(Y ≤ y) of a customer who is alive with that probability; who is not buys nothing.</summary>
    public double Cumulative(int y, double alive) => y < 0 ? 0 : 1 - alive + alive * (y < UpTo.Length ? UpTo[y] : 1);

    /// <summary>The smallest y with P(Y ≤ y) of at least <paramref name="level"/>.</summary>
    public int Quantile(double level, double alive)
    {
        var ifAlive = (level - (1 - alive)) / alive;
        if (!(ifAlive > UpTo[0])) return 0;
        var at = Array.BinarySearch(UpTo, ifAlive);
        return Math.Min(at >= 0 ? at : ~at, UpTo.Length - 1);
    }

    /// <summary>Adds up probabilities, from y = 0 on.</summary>
    internal sealed class Builder(double left)
    {
        private readonly List<double> _upTo = [];
        private double _sum;

        /// <returns>Whether more are wanted.</returns>
        public bool Add(double probability)
        {
            _upTo.Add(_sum = Math.Min(1, _sum + Math.Max(0, probability)));
            // Rounding may keep the sum from ever getting there: past the middle, terms that no longer matter end it too.
            return _sum < 1 - left && _upTo.Count < Most && !(_sum > 0.5 && probability < 1e-6 * left);
        }

        public CountDistribution Build() => new(CollectionsMarshal.AsSpan(_upTo).ToArray());
    }
}
