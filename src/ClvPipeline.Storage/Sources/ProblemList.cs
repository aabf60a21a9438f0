namespace ClvPipeline.Storage;

/// <summary>What is wrong with one dataset, every problem a sentence; the first so many are told, the others counted.</summary>
internal sealed class ProblemList(string dataset)
{
    private const int Told = 20;
    private readonly List<string> _problems = [];
    private int _untold;

    /// <summary>Whether there is none.</summary>
    public bool None => _problems.Count == 0;

    /// <summary>Adds one.</summary>
    public void Add(string problem)
    {
        if (_problems.Count < Told) _problems.Add($"sources.{dataset}: {problem}");
        else _untold++;
    }

    /// <summary>The sentences.</summary>
    public IEnumerable<string> Sentences() => _untold == 0 ? _problems : _problems.Append($"sources.{dataset}: and {_untold} more problems like these");
}
