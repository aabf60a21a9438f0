using System.Runtime.Intrinsics;

namespace ClvPipeline;

/// <summary>
/// Spreads what belongs to one journey over its touchpoints, by all models at once: the value of its own, and the k-th of n equal parts of a value that
/// belongs to n journeys together (the residual of <c>order</c> mode: its journey is the customer's order journeys one after another, each share divided
/// by their number). Touch by touch and model by model within it, because a touch's models have neighbouring cells.
/// </summary>
internal sealed class JourneyCredit(CreditModel[] models, bool[] direct, Cells cells)
{
    private readonly Vector256<long>[] _own = new Vector256<long>[models.Length], _shared = new Vector256<long>[models.Length];
    private double[] _upTo = [];

    /// <summary>Spreads over the journey, whose touches have their sums in <paramref name="rows"/>; without touches everything goes to <paramref name="unattributed"/>.</summary>
    /// <param name="mode">The mode.</param>
    /// <param name="times">By touch: when.</param>
    /// <param name="channels">By touch: its channel.</param>
    /// <param name="rows">By touch: the row of its cells.</param>
    /// <param name="unattributed">The row for what nobody may claim.</param>
    /// <param name="own">The journey's own value.</param>
    /// <param name="shared">What it shares with other journeys; null for nothing.</param>
    /// <param name="k">Which part of <paramref name="shared"/> is this journey's, from 0.</param>
    /// <param name="n">The number of parts.</param>
    public void Spread(int mode, ReadOnlySpan<long> times, ReadOnlySpan<int> channels, ReadOnlySpan<int> rows, int unattributed, in Amounts own, Amounts? shared = null, int k = 0, int n = 1)
    {
        var journey = new Journey(times, channels, direct);
        if (_upTo.Length < models.Length * rows.Length) _upTo = new double[models.Length * rows.Length * 2];
        for (var m = 0; m < models.Length; m++)
            if (rows.Length > 0 && models[m] is not SingleTouchModel) models[m].Accumulate(journey, _upTo.AsSpan(m * rows.Length, rows.Length));

        Spread(mode, journey, rows, unattributed, 0, own.Past, shared?.Past ?? default, shared is not null, k, n);
        if (cells.Predicted) Spread(mode, journey, rows, unattributed, 4, own.Future, shared?.Future ?? default, shared is not null, k, n);
    }

    private void Spread(int mode, in Journey journey, ReadOnlySpan<int> rows, int unattributed, int offset, Vector256<long> own, Vector256<long> shared, bool isShared, int k, int n)
    {
        var data = cells.Data;
        var begin = isShared ? Credit.UpTo(shared, (double)k / n) : default;
        var end = isShared ? Credit.UpTo(shared, (double)(k + 1) / n) : default;
        var all = own + end - begin;
        var many = 0;
        for (var m = 0; m < models.Length; m++)
        {
            var cell = cells.Cell(mode, m) + offset;
            if (rows.Length < 2) Credit.Add(data, (rows.Length == 0 ? unattributed : rows[0]) + cell, all);
            else if (models[m] is SingleTouchModel single) Credit.Add(data, rows[single.Winner(journey)] + cell, all);
            else
            {
                (_own[m], _shared[m]) = (default, begin);
                many++;
            }
        }

        if (many == 0) return;
        var last = rows.Length - 1;
        for (var i = 0; i <= last; i++)
        {
            var row = rows[i] + offset;
            for (var m = 0; m < models.Length; m++)
            {
                if (models[m] is SingleTouchModel) continue;
                var upTo = _upTo[m * rows.Length + i];
                var now = i == last ? own : Credit.UpTo(own, upTo);
                var credit = now - _own[m];
                _own[m] = now;
                if (isShared)
                {
                    now = i == last ? end : Credit.UpTo(shared, (k + upTo) / n);
                    credit += now - _shared[m];
                    _shared[m] = now;
                }

                Credit.Add(data, row + cells.Cell(mode, m), credit);
            }
        }
    }
}
