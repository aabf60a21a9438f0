namespace ClvPipeline.Jobs.Serve;

/// <summary>A run as somebody asks for it over the API or on the page.</summary>
public sealed record RunAsk
{
    /// <summary>The pipeline; null for that of <see cref="Of"/>, else the first.</summary>
    public string? Pipeline { get; init; }

    /// <summary>The last local day that counts; null for that of <see cref="Of"/>, else the settings' own, else yesterday.</summary>
    public DateOnly? AsOf { get; init; }

    /// <summary>A kept run whose parameters to begin from; null for the pipeline's own.</summary>
    public string? Of { get; init; }

    /// <summary>Changes to them, each as behind <c>--set</c>.</summary>
    public IReadOnlyList<string> Sets { get; init; } = [];

    /// <summary>Why.</summary>
    public string? Note { get; init; }

    /// <summary>Who asks.</summary>
    public string? RequestedBy { get; init; }

    /// <summary>Whether readers are to see it although its parameters are not the pipeline's own.</summary>
    public bool Publish { get; init; }

    /// <summary>A problem of a change without where it came from: nobody has written a <c>--set</c>.</summary>
    internal static string Plain(string problem) => problem.Replace(" (from --set)", "", StringComparison.Ordinal).Replace("--set ", "", StringComparison.Ordinal);
}
