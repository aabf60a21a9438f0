namespace ClvPipeline.Jobs.Generate;

/// <summary>A row that is wrong on purpose, as <c>flaws.json</c> lists it.</summary>
/// <param name="Dataset">The dataset.</param>
/// <param name="File">Relative to the shop's folder.</param>
/// <param name="Row">The row's number in the file, from 1 (0: no row, as of a customer that is left out).</param>
/// <param name="Kind">What is wrong, in words.</param>
/// <param name="Column">The column that it is about.</param>
/// <param name="Outcome">What a run should make of the row: <c>rejected</c>, <c>repeated</c>, <c>not_visible</c>, <c>used</c>.</param>
public sealed record Flaw(string Dataset, string File, long Row, string Kind, string Column, string Outcome);

/// <summary>All flaws of a shop; parts are written side by side, so it locks.</summary>
internal sealed class FlawList
{
    private readonly List<Flaw> _flaws = [];

    public void Add(Flaw flaw)
    {
        lock (_flaws)
        {
            _flaws.Add(flaw);
        }
    }

    /// <summary>In order of dataset, file and row.</summary>
    public IReadOnlyList<Flaw> Sorted => [.. _flaws.OrderByDescending(flaw => flaw.Dataset, StringComparer.Ordinal).ThenBy(flaw => flaw.File, StringComparer.Ordinal).ThenBy(flaw => flaw.Row)];

    /// <summary>Spreads flaws over the days: number <paramref name="i"/> of <paramref name="count"/>; the first weeks stay sound.</summary>
    public static int Day(int i, int count, int days) => 40 + (int)((long)i * (days - 60) / count);
}
