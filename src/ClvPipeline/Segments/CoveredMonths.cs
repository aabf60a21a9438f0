namespace ClvPipeline;

/// <summary>The months that spend has rows for: only customers whose first order lies in one of them are held against what they cost.</summary>
internal sealed class CoveredMonths
{
    private readonly bool[] _months = [];

    /// <param name="spend">What was spent; null where that is not known.</param>
    public CoveredMonths(SpendSums? spend)
    {
        if (spend?.Months is not { Count: > 0 } months) return;
        _months = new bool[months.Max(SegmentCustomer.NumberOf) + 1];
        foreach (var month in months) _months[SegmentCustomer.NumberOf(month)] = true;
    }

    /// <summary>Whether the month of a cohort is one of them.</summary>
    /// <param name="cohort">Months since January 1970.</param>
    public bool this[int cohort] => cohort < _months.Length && _months[cohort];
}
