namespace ClvPipeline;

/// <summary>
/// What a customer with x repeat purchases will do who has not left by age T. It does not depend on when the last purchase was: that says only how likely the customer
/// is to have left. Given the history the purchase rate is Gamma(r + x, α + T).
/// </summary>
internal abstract class FutureIfAlive(double shape, double alpha)
{
    /// <summary>r + x.</summary>
    protected double Shape { get; } = shape;

    protected double Alpha { get; } = alpha;

    /// <summary>E[Y(t) | alive].</summary>
    public abstract double Expected(double age, double time);

    /// <summary>E[Y(t)·(Y(t) − 1) | alive].</summary>
    public abstract double SecondFactorialMoment(double age, double time);

    /// <summary>That an alive customer still is after this time.</summary>
    public abstract double Survival(double age, double time);

    /// <summary>Purchases per unit of time that are expected at this distance: the derivative of <see cref="Expected"/>.</summary>
    public abstract double Rate(double age, double time);

    /// <summary>P(Y(t) ≥ 1 | alive).</summary>
    public abstract double ProbabilityOfPurchase(double age, double time);

    /// <summary>The distribution of Y(t) given alive, up to where the rest is less than <paramref name="left"/>.</summary>
    public abstract CountDistribution Counts(double age, double time, double left);

    /// <summary>The same for many calls: functions that are costly are replaced by approximations that are exact to twelve digits.</summary>
    /// <param name="earliestAge">The youngest age that will be asked for.</param>
    /// <param name="longestTime">The longest time that will be asked for.</param>
    public virtual FutureIfAlive Tabulated(double earliestAge, double longestTime) => this;

    /// <summary>∫ e^(−δt) dE[Y(t) | alive] up to <paramref name="time"/>.</summary>
    public double Discounted(double age, double rate, double time)
    {
        if (rate <= 0) return Expected(age, time);
        return GaussLegendre.Of32.Integrate(Scale(age), Math.Min(1, 16 / (Shape + 1)), 8 / rate, time, at => Math.Exp(-rate * at) * Rate(age, at));
    }

    /// <summary>How far behind now the nearest singularity of <see cref="Rate"/> lies.</summary>
    protected abstract double Scale(double age);
}
