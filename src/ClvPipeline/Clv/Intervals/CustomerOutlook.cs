using System.Runtime.CompilerServices;

namespace ClvPipeline;

/// <summary>A customer's expected profit or purchases with all that a sum over customers needs of them.</summary>
/// <param name="Interval">The customer's own.</param>
/// <param name="Variance">Of what the customer will do, were the parameters known: independent of other customers.</param>
/// <param name="ByParameter">What a standard deviation along each axis of the parameters' errors adds: shared with other customers.</param>
internal readonly record struct CustomerOutlook(Interval Interval, double Variance, ParameterShifts ByParameter)
{
    public OutlookTerms Terms => new(Interval.Expected, Variance, ByParameter);
}

/// <summary>What a sum over customers needs of one's outlook: see <see cref="CustomerOutlook"/>.</summary>
internal readonly record struct OutlookTerms(double Expected, double Variance, ParameterShifts ByParameter)
{
    /// <summary>The same as numbers that may be added up in any order.</summary>
    public OutlookSums Sums
    {
        get
        {
            var sums = default(OutlookSums);
            sums[0].Add(Expected);
            sums[1].Add(Variance);
            for (var j = 0; j < ParameterShifts.Length; j++) sums[2 + j].Add(ByParameter[j]);
            return sums;
        }
    }
}

/// <summary>Four for purchases, three for spend.</summary>
[InlineArray(Length)]
internal struct ParameterShifts
{
    public const int Length = 7;

    private double _first;
}

/// <summary>Expected value, variance, and what each parameter adds.</summary>
[InlineArray(Length)]
internal struct OutlookSums
{
    public const int Length = 2 + ParameterShifts.Length;

    private FixedSum _first;
}
