namespace ClvPipeline.Benchmarks.Decode;

/// <summary>The sums of a file's columns: equal sums mean equal reading, near enough.</summary>
internal readonly record struct Sums(Int128 Id, Int128 At, Int128 Channel)
{
    public static Sums operator +(Sums a, Sums b) => new(a.Id + b.Id, a.At + b.At, a.Channel + b.Channel);
}

/// <summary>What decoding a file gave, and cost in seconds; <paramref name="Busiest"/> is the CPU time of the thread that had most to do: the wall time on cores that nobody else wants.</summary>
internal readonly record struct Decoded(Sums Sums, double Cpu, double Wall, double Busiest = 0);
