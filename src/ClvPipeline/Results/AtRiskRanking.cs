namespace ClvPipeline;

/// <summary>
/// Keeps the customers of one thread with the most value at risk among those who seem to be leaving; of equal ones those that come first by id.
/// Which they are does not depend on how customers are shared out among threads.
/// </summary>
internal sealed class AtRiskRanking<TKey>(IntakeContext context) where TKey : unmanaged, IKey<TKey>
{
    /// <summary>More than a campaign by hand or a batch of mails takes, and few enough to keep in mind while everything is looked at once.</summary>
    public const int MostCustomers = 10_000;

    /// <summary>A customer's place in the list of buyers, and what ranks it.</summary>
    private readonly record struct Rank(long ValueAtRisk, TKey Key, long Text, int Place);

    private readonly int _most = Math.Min(MostCustomers, context.Settings.CustomerValue.Limit);
    private readonly Comparer<Rank> _worstFirst = WorstFirst(new CustomerIds<TKey>(context));

    // A heap whose worst makes room for a better one.
    private PriorityQueue<Rank, Rank>? _best;

    /// <summary>Takes a customer into account; each must come once.</summary>
    /// <param name="buyer">The customer.</param>
    /// <param name="prediction">What is expected of the customer.</param>
    /// <param name="place">The customer's place in the thread's list of buyers.</param>
    public void Offer(in Buyer<TKey> buyer, in Prediction prediction, int place)
    {
        if (prediction.Status is not (CustomerStatus.AtRisk or CustomerStatus.Slipping) || prediction.ValueAtRisk <= 0 || _most == 0) return;
        _best ??= new PriorityQueue<Rank, Rank>(_worstFirst);
        // Most customers need no more than a look at the worst.
        if (_best.Count == _most && prediction.ValueAtRisk < _best.Peek().ValueAtRisk) return;
        var rank = new Rank(prediction.ValueAtRisk, buyer.Key, buyer.Text, place);
        if (_best.Count < _most) _best.Enqueue(rank, rank);
        else _best.EnqueueDequeue(rank, rank);
    }

    /// <summary>The best of several threads' customers, best first.</summary>
    public static Buyer<TKey>[] Best(IReadOnlyList<(AtRiskRanking<TKey> Ranking, List<Buyer<TKey>> Buyers)> parts)
    {
        var (order, most) = (parts[0].Ranking._worstFirst, parts[0].Ranking._most);
        var all = parts.SelectMany(part => part.Ranking._best is { } best ? best.UnorderedItems.Select(item => (item.Element, part.Buyers)) : []).ToList();
        all.Sort((a, b) => order.Compare(b.Element, a.Element));
        return [.. all.Take(most).Select(ranked => ranked.Buyers[ranked.Element.Place])];
    }

    private static Comparer<Rank> WorstFirst(CustomerIds<TKey> ids) => Comparer<Rank>.Create((a, b) =>
        a.ValueAtRisk != b.ValueAtRisk ? a.ValueAtRisk.CompareTo(b.ValueAtRisk) : ids.Compare(b.Key, b.Text, a.Key, a.Text));
}
