using System.Runtime.CompilerServices;

namespace ClvPipeline;

/// <summary>A customer's expected profit or purchases with all that a sum over customers needs of them.</summary>
/// <param name="Interval">The customer's own.</param>
/// <param name="Variance">Of what the customer will do, were the parameters known: independent of other customers.</param>
/// <param name="ByParameter">What a standard deviation along each axis of the parameters' errors adds: shared with other customers.</param>
internal readonly record struct CustomerOutlook(Interval Interval, double Variance, ParameterShifts ByParameter);

/// <summary>Four for purchases, three for spend.</summary>
[InlineArray(Length)]
internal struct ParameterShifts
{
    public const int Length = 7;

    private double _first;
}
