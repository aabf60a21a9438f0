using System.Runtime.CompilerServices;

namespace ClvPipeline;

/// <summary>A touchpoint within its customer.</summary>
internal readonly struct Touch(long time, long id, int tag)
{
    public readonly long Time = time;
    public readonly long Id = id;
    public readonly int Tag = tag;
}

/// <summary>
/// The order of a customer's touchpoints: time, id (none first), channel, campaign, consent. Whatever the order of the input,
/// two touchpoints that this order does not tell apart are alike in everything.
/// </summary>
internal readonly struct TouchOrder(IdOrder ids, int[] pairRanks) : IComparer<Touch>
{
    /// <summary>The longest that needs a second place to be sorted.</summary>
    public const int MostMerged = 1 << 16;

    private const int Run = 32;

    public int Compare(Touch x, Touch y)
    {
        if (x.Time != y.Time) return x.Time < y.Time ? -1 : 1;
        bool hasX = TouchTag.HasId(x.Tag), hasY = TouchTag.HasId(y.Tag);
        if (hasX != hasY) return hasY ? -1 : 1;
        if (hasX)
        {
            var order = ids.Compare(x.Id, y.Id);
            if (order != 0) return order;
        }

        int rankX = pairRanks[TouchTag.Pair(x.Tag)], rankY = pairRanks[TouchTag.Pair(y.Tag)];
        return rankX != rankY ? rankX.CompareTo(rankY) : TouchTag.Consent(x.Tag).CompareTo(TouchTag.Consent(y.Tag));
    }

    /// <summary>Sorts: few touches by insertion, more by merging such runs, very many by the library, which needs no second place for them.</summary>
    /// <param name="touches">The touches.</param>
    /// <param name="scratch">As many that may be written over, unless there are more than <see cref="MostMerged"/>.</param>
    public void Sort(Span<Touch> touches, Span<Touch> scratch)
    {
        if (touches.Length <= Run)
        {
            SortFew(touches);
            return;
        }

        if (touches.Length > MostMerged)
        {
            touches.Sort(this);
            return;
        }

        for (var from = 0; from < touches.Length; from += Run) SortFew(touches.Slice(from, Math.Min(Run, touches.Length - from)));
        for (var run = Run; run < touches.Length; run *= 2)
        {
            for (var from = 0; from + run < touches.Length; from += 2 * run) Merge(touches.Slice(from, Math.Min(2 * run, touches.Length - from)), run, scratch);
        }
    }

    // Two sorted runs become one; nothing is done where the second begins no earlier than the first ends.
    private void Merge(Span<Touch> touches, int middle, Span<Touch> scratch)
    {
        if (!IsBefore(touches[middle], touches[middle - 1])) return;
        var first = scratch[..middle];
        touches[..middle].CopyTo(first);
        int a = 0, b = middle, to = 0;
        while (a < first.Length && b < touches.Length) touches[to++] = IsBefore(touches[b], first[a]) ? touches[b++] : first[a++];
        first[a..].CopyTo(touches[to..]);
    }

    // The time decides nearly always; the full comparison is for ties.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsBefore(in Touch x, in Touch y) => x.Time < y.Time || (x.Time == y.Time && Compare(x, y) < 0);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SortFew(Span<Touch> touches)
    {
        for (var i = 1; i < touches.Length; i++)
        {
            var touch = touches[i];
            var j = i - 1;
            while (j >= 0 && IsBefore(touch, touches[j])) { touches[j + 1] = touches[j]; j--; }
            touches[j + 1] = touch;
        }
    }
}
