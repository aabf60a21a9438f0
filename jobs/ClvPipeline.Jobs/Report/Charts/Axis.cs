namespace ClvPipeline.Jobs.Report;

/// <summary>What an axis is called and how its ticks read.</summary>
/// <param name="Unit">What it measures, with the unit.</param>
/// <param name="Tick">A tick's text.</param>
internal sealed record Axis(string Unit, Func<double, string> Tick)
{
    /// <summary>The axis for some values.</summary>
    public Scale Scale(IEnumerable<double> values, int most)
    {
        var all = values.Concat(Marks.Select(mark => mark.At)).DefaultIfEmpty().ToList();
        return Report.Scale.Of(all.Min(), Math.Min(all.Max(), Limit ?? double.PositiveInfinity), most, Whole);
    }

    /// <summary>Lines that mean something, such as a threshold, with their names.</summary>
    public IReadOnlyList<(double At, string Text)> Marks { get; init; } = [];

    /// <summary>Where it ends although values go on; null where it holds them all.</summary>
    public double? Limit { get; init; }

    /// <summary>Whether what is counted has no parts.</summary>
    public bool Whole { get; init; }
}
