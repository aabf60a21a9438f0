using System.Buffers;

namespace ClvPipeline;

/// <summary>Finds touchpoints that repeat another one's id within a customer: of each id the first in the customer's order stays.</summary>
internal readonly struct TouchRepeats(IdOrder ids)
{
    /// <summary>Marks the touches of one sorted customer that repeat an earlier one.</summary>
    public void Mark(ReadOnlySpan<Touch> touches, Span<bool> repeated)
    {
        repeated.Clear();
        if (Ascending(touches)) return;
        var rented = ArrayPool<int>.Shared.Rent(touches.Length);
        var n = 0;
        for (var i = 0; i < touches.Length; i++)
            if (TouchTag.HasId(touches[i].Tag)) rented[n++] = i;

        if (n <= 40) Few(touches, rented.AsSpan(0, n), repeated); else Many(touches, rented.AsSpan(0, n), repeated);
        ArrayPool<int>.Shared.Return(rented);
    }

    // Event logs number their rows as they come, so most customers are done after one look.
    private bool Ascending(ReadOnlySpan<Touch> touches)
    {
        for (var i = 1; i < touches.Length; i++)
            if (!TouchTag.HasId(touches[i].Tag) || !TouchTag.HasId(touches[i - 1].Tag) || ids.Compare(touches[i - 1].Id, touches[i].Id) >= 0) return false;
        return true;
    }

    private void Few(ReadOnlySpan<Touch> touches, ReadOnlySpan<int> with, Span<bool> repeated)
    {
        for (var i = 1; i < with.Length; i++)
            for (var j = 0; j < i && !repeated[with[i]]; j++) repeated[with[i]] = ids.Same(touches[with[j]].Id, touches[with[i]].Id);
    }

    private void Many(ReadOnlySpan<Touch> touches, Span<int> with, Span<bool> repeated)
    {
        var keys = new long[with.Length];
        for (var i = 0; i < keys.Length; i++) keys[i] = touches[with[i]].Id;
        keys.AsSpan().Sort(with, new ById(ids));
        // The sort is not stable, so the first of each id is looked for among its equals.
        for (int from = 0, to; from < keys.Length; from = to)
        {
            var first = with[from];
            for (to = from + 1; to < keys.Length && ids.Same(keys[from], keys[to]); to++) first = Math.Min(first, with[to]);
            for (var i = from; i < to; i++) repeated[with[i]] = with[i] != first;
        }
    }

    private readonly struct ById(IdOrder ids) : IComparer<long>
    {
        public int Compare(long x, long y) => ids.Compare(x, y);
    }
}
