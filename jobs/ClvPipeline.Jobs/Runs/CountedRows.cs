namespace ClvPipeline.Jobs;

/// <summary>A line of <c>intake_count</c>.</summary>
/// <param name="Dataset">The dataset.</param>
/// <param name="Outcome">What became of the rows: used, rejected, repeated, not_visible, no_consent.</param>
/// <param name="Reason">Why; blank where the outcome says it all.</param>
/// <param name="Rows">How many.</param>
internal sealed record CountedRows(string Dataset, string Outcome, string Reason, long Rows);
