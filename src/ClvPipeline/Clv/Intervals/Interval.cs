namespace ClvPipeline;

/// <summary>A number that is expected, and the bounds that it stays within with a given probability.</summary>
internal readonly record struct Interval(double Low, double Expected, double High);
