namespace ClvPipeline;

/// <summary>
/// Gamma-Gamma (Fader and Hardie 2013): what a customer spends per purchase is Gamma(p, ν), and ν varies over customers as Gamma(q, v).
/// </summary>
/// <param name="P">Shape of one customer's purchases.</param>
/// <param name="Q">Shape of the customers' rates; above 1, as there is no mean spend otherwise.</param>
/// <param name="V">Scale of the customers' rates, in units of the currency.</param>
internal sealed record GammaGamma(double P, double Q, double V)
{
    public static readonly IReadOnlyList<string> ParameterNames = ["p", "q", "v"];

    public double[] Parameters => [P, Q, V];

    /// <summary>The mean spend of a customer about whom nothing is known.</summary>
    public double PopulationMean => P * V / (Q - 1);

    /// <param name="repeats">x: repeat purchases, at least 1.</param>
    /// <param name="mean">m: their mean spend, above 0.</param>
    public double LogLikelihood(int repeats, double mean)
    {
        var px = P * repeats;
        return Special.LogGamma(px + Q) - Special.LogGamma(px) - Special.LogGamma(Q) + Q * Math.Log(V) + (px - 1) * Math.Log(mean) + px * Math.Log(repeats)
            - (px + Q) * Math.Log(repeats * mean + V);
    }

    /// <summary>E[M | x, m]: between the population's mean and the customer's own. A mean spend below 0 counts as 0; for x = 0 it is not looked at.</summary>
    public double ExpectedSpend(int repeats, double mean) => P * Scale(repeats, mean) / (Shape(repeats) - 1);

    /// <summary>Shape of what is known of a customer's rate.</summary>
    public double Shape(int repeats) => P * repeats + Q;

    /// <summary>Scale of what is known of a customer's rate.</summary>
    public double Scale(int repeats, double mean) => repeats == 0 ? V : V + repeats * Math.Max(0, mean);
}
