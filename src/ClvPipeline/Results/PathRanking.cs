namespace ClvPipeline;

/// <summary>Keeps the paths with the highest CLV; of equal ones those that come first by name. All the others become one sum.</summary>
internal sealed class PathRanking(Names channels)
{
    private const int MaxPaths = 1_000;

    /// <summary>A path by name, with its sums.</summary>
    internal readonly record struct Ranked(string Path, PathSums Sums);

    // A heap whose worst makes room for a better one.
    private readonly PriorityQueue<Ranked, Ranked> _best = new(Comparer<Ranked>.Create((a, b) =>
        a.Sums.Clv != b.Sums.Clv ? a.Sums.Clv.CompareTo(b.Sums.Clv) : Utf8Order.Instance.Compare(b.Path, a.Path)));
    private readonly int[] _steps = new int[Paths.MaxSteps + 1];
    private PathSums _others;

    /// <summary>The path without touchpoints.</summary>
    public PathSums Unattributed;

    /// <summary>The sums of all paths that are not among the best.</summary>
    public PathSums Others => _others;

    /// <summary>The best paths, best first.</summary>
    public IEnumerable<Ranked> Best => _best.UnorderedItems.Select(item => item.Element).OrderByDescending(r => r.Sums.Clv).ThenBy(r => r.Path, Utf8Order.Instance);

    /// <summary>Takes a path into account; each path must come once.</summary>
    public void Offer<TSteps>(in TSteps steps, in PathSums sums) where TSteps : unmanaged, IPathSteps<TSteps>
    {
        // Most are not even spelt out.
        if (_best.Count == MaxPaths && sums.Clv < _best.Peek().Sums.Clv) _others.Add(sums);
        else Offer(new Ranked(Spell(_steps.AsSpan(0, steps.CopyTo(_steps))), sums));
    }

    /// <summary>Takes another ranking's paths into account.</summary>
    public void Add(PathRanking other)
    {
        foreach (var (path, _) in other._best.UnorderedItems) Offer(path);
        _others.Add(other._others);
        Unattributed.Add(other.Unattributed);
    }

    private void Offer(Ranked path)
    {
        if (_best.Count < MaxPaths) _best.Enqueue(path, path);
        else _others.Add(_best.EnqueueDequeue(path, path).Sums);
    }

    private string Spell(ReadOnlySpan<int> steps)
    {
        var names = new string[steps.Length];
        for (var i = 0; i < names.Length; i++) names[i] = steps[i] == Paths.More ? Names.Ellipsis : Quoted(channels[steps[i]]);
        return string.Join(" > ", names);
    }

    // A name that could be taken for several steps, or for a quoted one, is quoted as in CSV: different paths never look alike.
    private static string Quoted(string channel) => $" {channel} ".Contains(" > ", StringComparison.Ordinal) || channel.StartsWith('"')
        ? $"\"{channel.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : channel;
}
