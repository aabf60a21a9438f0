using MathNet.Numerics;
using MathNet.Numerics.Integration;

namespace ClvPipeline.Tests.Generate;

/// <summary>The likelihood of Pareto/NBD (Schmittlein, Morrison and Colombo 1987), written for tests: slow and by quadrature, apart from the engine's own.</summary>
internal static class ParetoNbd
{
    /// <summary>Repeat purchases, age at the last one and age now, in days.</summary>
    internal readonly record struct History(int X, double LastDays, double AgeDays);

    private const int Panels = 4;
    private static readonly GaussLegendreRule Rule = new(0, 1, 12);

    public static double LogLikelihood(History history, double[] parameters)
    {
        var (r, alpha, s, beta) = (parameters[0], parameters[1], parameters[2], parameters[3]);
        var (x, last, age) = history;
        var k = r + x;
        // The odds of having dropped out since the last purchase, integrated over the moment y of it in v = ln((m + y) / (m + last)).
        var m = Math.Min(alpha, beta);
        var width = Math.Log((m + age) / (m + last)) / Panels;
        double dead = 0;
        for (var panel = 0; panel < Panels; panel++)
        {
            for (var i = 0; i < Rule.Order; i++)
            {
                var y = (m + last) * Math.Exp((panel + Rule.GetAbscissa(i)) * width) - m;
                dead += Rule.GetWeight(i) * width * (m + y) / (beta + y) * Math.Exp(k * Math.Log((alpha + age) / (alpha + y)) + s * Math.Log((beta + age) / (beta + y)));
            }
        }
        return SpecialFunctions.GammaLn(k) - SpecialFunctions.GammaLn(r) + r * Math.Log(alpha) + s * Math.Log(beta)
            - k * Math.Log(alpha + age) - s * Math.Log(beta + age) + Math.Log(1 + s * dead);
    }
}
