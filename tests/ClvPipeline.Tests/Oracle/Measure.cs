namespace ClvPipeline.Tests.Oracle;

/// <summary>A sum of credits in micro-units, and how many credits other than zero it sums.</summary>
public sealed class Measure
{
    public Fraction Exact { get; private set; }

    public int Credits { get; private set; }

    /// <summary>How far an engine may be off, in micro-units: every credit may be rounded the other way.</summary>
    public double Tolerance => 2 + 3 * Math.Sqrt(Credits);

    public void Add(Fraction credit)
    {
        if (credit.IsZero) return;
        Exact += credit;
        Credits++;
    }

    /// <summary>Whether an engine's number is near enough.</summary>
    public bool Allows(long microUnits) => Fraction.Abs(Exact - microUnits) <= Fraction.Of(Tolerance);

    public override string ToString() => $"{Exact} ± {Tolerance:R}";
}
