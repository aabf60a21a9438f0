namespace ClvPipeline;

/// <summary>Weak priors on log-parameters, independent and normal: they hold a parameter that the data say little about, and are forgotten where the data say much.</summary>
/// <param name="Centres">The most likely log-parameters.</param>
/// <param name="Deviations">Their standard deviations.</param>
internal sealed record LogNormalPriors(double[] Centres, double[] Deviations)
{
    /// <summary>Adds the log-density, but for a constant, to a likelihood.</summary>
    public LikelihoodSum On(LikelihoodSum likelihood) => new Penalised(likelihood, this);

    private sealed class Penalised(LikelihoodSum likelihood, LogNormalPriors priors) : LikelihoodSum
    {
        public override int Parameters => likelihood.Parameters;

        public override long Customers => likelihood.Customers;

        public override double Evaluate(ReadOnlySpan<double> at, Span<double> gradient)
        {
            var value = likelihood.Evaluate(at, gradient);
            for (var i = 0; i < at.Length; i++)
            {
                var z = (at[i] - priors.Centres[i]) / priors.Deviations[i];
                value -= z * z / 2;
                gradient[i] -= z / priors.Deviations[i];
            }

            return value;
        }
    }
}
