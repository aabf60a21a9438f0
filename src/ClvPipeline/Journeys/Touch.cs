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

    /// <summary>Sorts in place: few touches by insertion, many by the library.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Sort(Span<Touch> touches)
    {
        if (touches.Length > 40)
        {
            touches.Sort(this);
            return;
        }

        for (var i = 1; i < touches.Length; i++)
        {
            var touch = touches[i];
            var j = i - 1;
            // The time decides nearly always; the full comparison is for ties.
            while (j >= 0 && (touches[j].Time > touch.Time || (touches[j].Time == touch.Time && Compare(touches[j], touch) > 0))) { touches[j + 1] = touches[j]; j--; }
            touches[j + 1] = touch;
        }
    }
}
