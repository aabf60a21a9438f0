namespace ClvPipeline;

/// <summary>
/// BG/NBD (Fader, Hardie and Lee 2005, "Counting your customers the easy way"): after each repeat purchase a customer leaves with a probability p that varies as
/// Beta(a, b). MBG/NBD (Batislam, Denizel and Filiztekin 2007): after the first purchase too, so that who bought once may have left.
/// </summary>
internal sealed class BetaGeometricNbd(bool modified, double r, double alpha, double a, double b) : PurchaseModel(r, alpha)
{
    private static readonly string[] Names = ["r", "alpha", "a", "b"];

    public bool Modified { get; } = modified;

    public double A { get; } = a;

    public double B { get; } = b;

    public override string Name => Modified ? "mbg_nbd" : "bg_nbd";

    public override IReadOnlyList<string> ParameterNames => Names;

    public override double[] Parameters => [R, Alpha, A, B];

    /// <summary>Equation (6) of the paper, in logarithms.</summary>
    public override double LogLikelihood(History history)
    {
        var (x, stays) = (history.Repeats, B + history.Repeats + (Modified ? 1 : 0));
        var (alive, left) = LogWeights(history);
        return Special.LogGamma(R + x) - Special.LogGamma(R) + R * Math.Log(Alpha) + Special.LogGamma(A + B) - Special.LogGamma(B)
            + Special.LogGamma(stays) - Special.LogGamma(A + stays) + alive + Special.SoftPlus(left - alive);
    }

    public override double ProbabilityAlive(History history)
    {
        var (alive, left) = LogWeights(history);
        return Special.Logistic(alive - left);
    }

    public override FutureIfAlive IfAlive(int repeats) => new BetaGeometricFuture(R + repeats, Alpha, A, B + repeats + (Modified ? 1 : 0));

    /// <summary>ln of what the likelihood owes to having stayed and to having left at t_x, but for their common factor.</summary>
    private (double Alive, double Left) LogWeights(History history)
    {
        var shape = R + history.Repeats;
        var alive = -shape * Math.Log(Alpha + history.Age);
        if (history.Repeats == 0 && !Modified) return (alive, double.NegativeInfinity);
        var stays = B + history.Repeats - (Modified ? 0 : 1);
        return (alive, Math.Log(A / stays) - shape * Math.Log(Alpha + history.AgeAtLastPurchase));
    }
}
