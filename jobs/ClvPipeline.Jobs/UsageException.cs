namespace ClvPipeline.Jobs;

/// <summary>Wrong usage or settings: everything that is wrong, each as a sentence. Nothing has been read or written.</summary>
public sealed class UsageException(IReadOnlyList<string> problems) : Exception(string.Join(Environment.NewLine, problems))
{
    /// <summary>One problem.</summary>
    public UsageException(string problem) : this([problem]) { }

    /// <summary>Every problem, in the order found.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
