namespace ClvPipeline.Jobs.Generate;

/// <summary>
/// A customer's own stream of chance: SplitMix64 (Steele, Lea and Flood 2014), started from a hash of (seed, customer), so that customers may be
/// simulated in any order and on any thread.
/// </summary>
internal struct Chance
{
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private ulong _state;

    public Chance(long seed, long stream) => _state = Mix(Mix((ulong)seed + Golden) ^ ((ulong)stream * 0xD1342543DE82EF95));

    /// <summary>The next 64 bits.</summary>
    public ulong Bits() => Mix(_state += Golden);

    /// <summary>Uniform in (0, 1): never 0, so that its logarithm is finite.</summary>
    public double Uniform() => ((Bits() >> 11) + 0.5) * (1.0 / (1UL << 53));

    /// <summary>True with the given probability.</summary>
    public bool Chances(double probability) => Uniform() < probability;

    /// <summary>Exponential with mean 1.</summary>
    public double Exponential() => -Math.Log(Uniform());

    /// <summary>Standard normal (Box and Muller; the second of the pair is dropped to keep no state).</summary>
    public double Normal() => Math.Sqrt(2 * Exponential()) * Math.Cos(2 * Math.PI * Uniform());

    /// <summary>Gamma with the given shape and scale 1 (Marsaglia and Tsang 2000).</summary>
    public double Gamma(double shape)
    {
        if (shape < 1)
        {
            return Gamma(shape + 1) * Math.Pow(Uniform(), 1 / shape);
        }
        var d = shape - 1.0 / 3;
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = Normal();
            var v = 1 + c * x;
            if (v <= 0)
            {
                continue;
            }
            v = v * v * v;
            if (Math.Log(Uniform()) < 0.5 * x * x + d - d * v + d * Math.Log(v))
            {
                return d * v;
            }
        }
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
