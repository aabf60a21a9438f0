namespace ClvPipeline;

/// <summary>
/// A number of months ahead, each a twelfth of 365.25 days, and a discount at an effective annual rate: what is expected in month k counts (1 + d)^(−(k − ½)/12).
/// </summary>
internal sealed class Horizon
{
    public const double DaysPerMonth = 365.25 / 12;

    public Horizon(int months, double annualRate)
    {
        (Months, AnnualRate) = (months, annualRate);
        Weights = new double[months];
        for (var k = 0; k < months; k++) Weights[k] = Math.Exp(-(k + 0.5) / 12 * Special.Log1P(annualRate));
    }

    public int Months { get; }

    public double AnnualRate { get; }

    public double Days => Months * DaysPerMonth;

    /// <summary>What a unit of value in each month counts.</summary>
    public double[] Weights { get; }

    /// <summary>The discounted sum of what a cumulative expectation, by days from now, gains in each month.</summary>
    public double Discounted(Func<double, double> cumulative)
    {
        double sum = 0, before = 0;
        for (var k = 0; k < Months; k++)
        {
            var now = cumulative((k + 1) * DaysPerMonth);
            sum += (now - before) * Weights[k];
            before = now;
        }

        return sum;
    }
}
