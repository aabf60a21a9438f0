namespace ClvPipeline.Jobs.Generate;

/// <summary>What people are, whatever they do; drawn from streams of their own, so that it can be asked for again at any time.</summary>
internal sealed class People(long seed, TrueParameters truth)
{
    private readonly Choice _segments = new([.. truth.Segments.Select(segment => segment.Share)]);
    private readonly Choice _countries = new([.. truth.Countries.Select(country => country.Share)]);

    /// <summary>The stream of what the person does.</summary>
    public Chance Events(int customer) => new(seed, customer * 4L);

    /// <summary>The person's place in <see cref="TrueParameters.Segments"/>.</summary>
    public int Segment(int customer)
    {
        var chance = new Chance(seed, customer * 4L + 1);
        return _segments.Pick(ref chance);
    }

    /// <summary>The person's place in <see cref="TrueParameters.Countries"/>.</summary>
    public int Country(int customer)
    {
        var chance = new Chance(seed, customer * 4L + 2);
        return _countries.Pick(ref chance);
    }

    /// <summary>A UUID of version 4, by its 128 bits, the most significant first.</summary>
    public UInt128 Uuid(int customer)
    {
        var chance = new Chance(seed, customer * 4L + 3);
        var high = (chance.Bits() & 0xFFFFFFFFFFFF0FFF) | 0x4000;
        var low = (chance.Bits() >> 2) | 0x8000000000000000;
        return new UInt128(high, low);
    }
}
