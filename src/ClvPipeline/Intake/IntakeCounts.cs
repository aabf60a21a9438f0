namespace ClvPipeline;

/// <summary>What became of a dataset's rows: one row of <c>intake_count</c>. <paramref name="NewestEventAt"/> is in microseconds, null where rows have no time.</summary>
public sealed record IntakeCount(string Dataset, string Outcome, string Reason, long Rows, long? NewestEventAt);

/// <summary>A row that was refused: where it stands, what was wrong with which value.</summary>
public sealed record RejectedRow(string Dataset, string Reason, string Source, long RowNumber, string Column, string? Value);

/// <summary>Counts rows by outcome and reason; every thread has its own, added up at the end.</summary>
internal sealed class OutcomeCounts
{
    private readonly Dictionary<(string Outcome, string Reason), (long Rows, long Newest)> _counts = [];

    public void Add(string outcome, string reason, long rows = 1, long newest = long.MinValue)
    {
        if (rows == 0) return;
        _counts.TryGetValue((outcome, reason), out var old);
        _counts[(outcome, reason)] = (old.Rows + rows, old.Rows == 0 ? newest : Math.Max(old.Newest, newest));
    }

    public void Add(OutcomeCounts other)
    {
        foreach (var ((outcome, reason), (rows, newest)) in other._counts) Add(outcome, reason, rows, newest);
    }

    public long Rows(string outcome) => _counts.Where(c => c.Key.Outcome == outcome).Sum(c => c.Value.Rows);

    public IEnumerable<IntakeCount> Of(string dataset) => _counts
        .Select(c => new IntakeCount(dataset, c.Key.Outcome, c.Key.Reason, c.Value.Rows, c.Value.Newest == long.MinValue ? null : c.Value.Newest))
        .OrderBy(c => Array.IndexOf(Outcomes.InOrder, c.Outcome)).ThenBy(c => c.Reason, StringComparer.Ordinal);
}

/// <summary>What may become of a row.</summary>
internal static class Outcomes
{
    public const string Used = "used", Rejected = "rejected", Repeated = "repeated", NotVisible = "not_visible", NoConsent = "no_consent";

    public static readonly string[] InOrder = [Used, Rejected, Repeated, NotVisible, NoConsent];
}
