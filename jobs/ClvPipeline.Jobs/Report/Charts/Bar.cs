namespace ClvPipeline.Jobs.Report;

/// <summary>A bar of a chart.</summary>
/// <param name="Label">What it stands for.</param>
/// <param name="Value">Its length.</param>
/// <param name="Text">The value as people read it.</param>
internal sealed record Bar(Name Label, double Value, string Text)
{
    /// <summary>The ends of its whisker; null without one.</summary>
    public (double Low, double High)? Range { get; init; }

    /// <summary>What is told when it is pointed at; its label and value where null.</summary>
    public string? Title { get; init; }

    /// <summary>Its colour among the series.</summary>
    public int Series { get; init; }

    /// <summary>Whether it stands back, as what nobody may claim does.</summary>
    public bool Quiet { get; init; }
}
