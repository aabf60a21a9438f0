namespace ClvPipeline;

/// <summary>
/// A segment's log-likelihood less ½·n₀·(θ − θ₀)ᵀ·Ī·(θ − θ₀): what n₀ more customers like the average one of all would add, near the fit of all. Few customers then
/// have the fit of all, many have their own, and between the two nothing jumps.
/// </summary>
/// <param name="likelihood">The segment's own.</param>
/// <param name="centre">θ₀: the log-parameters of the fit of all.</param>
/// <param name="information">Ī: its observed information per customer.</param>
/// <param name="weight">n₀.</param>
internal sealed class ShrunkLikelihood(LikelihoodSum likelihood, double[] centre, double[,] information, double weight) : LikelihoodSum
{
    public override int Parameters => likelihood.Parameters;

    public override long Customers => likelihood.Customers;

    public override double Evaluate(ReadOnlySpan<double> at, Span<double> gradient)
    {
        var value = likelihood.Evaluate(at, gradient);
        for (var i = 0; i < at.Length; i++)
        {
            double pull = 0;
            for (var j = 0; j < at.Length; j++) pull += weight * information[i, j] * (at[j] - centre[j]);
            value -= (at[i] - centre[i]) * pull / 2;
            gradient[i] -= pull;
        }

        return value;
    }
}
