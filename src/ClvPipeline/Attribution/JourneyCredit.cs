using System.Runtime.Intrinsics;

namespace ClvPipeline;

/// <summary>
/// Spreads what belongs to one journey over its touchpoints, by all models at once: the value of its own, and the k-th of n equal parts of a value that
/// belongs to n journeys together (the residual of <c>order</c> mode: its journey is the customer's order journeys one after another, each share divided
/// by their number). Touch by touch and model by model within it, because a touch's models have neighbouring cells.
/// </summary>
internal sealed class JourneyCredit
{
    private readonly (SingleTouchModel Model, int Slot)[] _single;
    private readonly (CreditModel Model, int Slot)[] _shared;
    private readonly bool[] _direct;
    private readonly Cells _cells;
    private readonly Vector256<long>[] _ownBefore, _restBefore; // by model: the running sums up to the touch before
    private double[] _upTo = [];

    public JourneyCredit(CreditModel[] models, bool[] direct, Cells cells)
    {
        (_direct, _cells) = (direct, cells);
        _single = [.. models.Index().Where(m => m.Item is SingleTouchModel).Select(m => ((SingleTouchModel)m.Item, m.Index))];
        _shared = [.. models.Index().Where(m => m.Item is not SingleTouchModel).Select(m => (m.Item, m.Index))];
        (_ownBefore, _restBefore) = (new Vector256<long>[_shared.Length], new Vector256<long>[_shared.Length]);
    }

    /// <summary>Spreads over the journey, whose touches have their sums in <paramref name="rows"/>; without touches everything goes to <paramref name="unattributed"/>.</summary>
    /// <param name="mode">The mode.</param>
    /// <param name="times">By touch: when.</param>
    /// <param name="channels">By touch: its channel.</param>
    /// <param name="rows">By touch: the row of its cells.</param>
    /// <param name="unattributed">The row for what nobody may claim.</param>
    /// <param name="own">The journey's own value.</param>
    /// <param name="rest">What it shares with other journeys; null for nothing.</param>
    /// <param name="k">Which part of <paramref name="rest"/> is this journey's, from 0.</param>
    /// <param name="n">The number of parts.</param>
    public void Spread(int mode, ReadOnlySpan<long> times, ReadOnlySpan<int> channels, ReadOnlySpan<int> rows, int unattributed, in Amounts own, Amounts? rest = null, int k = 0, int n = 1)
    {
        var journey = new Journey(times, channels, _direct);
        var length = rows.Length;
        if (length > 1)
        {
            if (_upTo.Length < _shared.Length * length) _upTo = new double[_shared.Length * length * 2];
            for (var m = 0; m < _shared.Length; m++) _shared[m].Model.Accumulate(journey, _upTo.AsSpan(m * length, length));
        }

        Spread(mode, journey, rows, unattributed, 0, own.Past, rest?.Past, k, n);
        if (_cells.Predicted) Spread(mode, journey, rows, unattributed, 4, own.Future, rest?.Future, k, n);
    }

    private void Spread(int mode, in Journey journey, ReadOnlySpan<int> rows, int unattributed, int offset, Vector256<long> own, Vector256<long>? rest, int k, int n)
    {
        var data = _cells.Data;
        var begin = rest is { } a ? Credit.UpTo(a, (double)k / n) : default;
        var end = rest is { } b ? Credit.UpTo(b, (double)(k + 1) / n) : default;
        var all = own + end - begin;
        var place = _cells.Cell(mode, 0) + offset;
        if (rows.Length < 2)
        {
            var row = (rows.Length == 0 ? unattributed : rows[0]) + place;
            for (var model = 0; model < _single.Length + _shared.Length; model++) Credit.Add(data, row + model * _cells.Width, all);
            return;
        }

        foreach (var (model, slot) in _single) Credit.Add(data, rows[model.Winner(journey)] + place + slot * _cells.Width, all);
        if (_shared.Length == 0) return;
        _ownBefore.AsSpan().Clear();
        _restBefore.AsSpan().Fill(begin);
        var last = rows.Length - 1;
        for (var i = 0; i <= last; i++)
        {
            var row = rows[i] + place;
            for (var m = 0; m < _shared.Length; m++)
            {
                var upTo = _upTo[m * rows.Length + i];
                var now = i == last ? own : Credit.UpTo(own, upTo);
                var credit = now - _ownBefore[m];
                _ownBefore[m] = now;
                if (rest is { } shared)
                {
                    now = i == last ? end : Credit.UpTo(shared, (k + upTo) / n);
                    credit += now - _restBefore[m];
                    _restBefore[m] = now;
                }

                Credit.Add(data, row + _shared[m].Slot * _cells.Width, credit);
            }
        }
    }
}
