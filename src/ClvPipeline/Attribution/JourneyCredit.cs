using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ClvPipeline;

/// <summary>
/// Spreads what belongs to one journey over its touchpoints, by all models at once: the value of its own, and the k-th of n equal parts of a value that
/// belongs to n journeys together (the residual of <c>order</c> mode: its journey is the customer's order journeys one after another, each share divided
/// by their number).
/// </summary>
internal sealed class JourneyCredit
{
    private const int MostKept = 64;

    private readonly (SingleTouchModel Model, int Slot)[] _single;
    private readonly CreditModel[] _shared;
    private readonly int[] _sharedPlaces; // by model: where its cell begins, from the first model's on
    private readonly bool[] _direct;
    private readonly Cells _cells;
    private readonly Vector256<long>[] _ownBefore, _restBefore; // by model: the running sums up to the touch before
    private readonly double[][] _upTo;      // by model: the running shares of the journey at hand
    private readonly double[][] _buffers;   // by model: where they are worked out
    private readonly double[]?[][] _kept;   // by model that asks for no more than the number of touches, and by that number: what they are

    public JourneyCredit(CreditModel[] models, bool[] direct, Cells cells)
    {
        (_direct, _cells) = (direct, cells);
        _single = [.. models.Index().Where(m => m.Item is SingleTouchModel).Select(m => ((SingleTouchModel)m.Item, m.Index))];
        var shared = models.Index().Where(m => m.Item is not SingleTouchModel).ToArray();
        _shared = [.. shared.Select(m => m.Item)];
        _sharedPlaces = [.. shared.Select(m => m.Index * cells.Width)];
        (_ownBefore, _restBefore) = (new Vector256<long>[_shared.Length], new Vector256<long>[_shared.Length]);
        (_upTo, _buffers) = (new double[_shared.Length][], [.. _shared.Select(_ => new double[MostKept])]);
        _kept = [.. _shared.Select(model => new double[model.NeedsLengthAlone ? MostKept + 1 : 0][])];
    }

    /// <summary>Spreads over the journey, whose touches have their sums in <paramref name="rows"/>; without touches everything goes to <paramref name="unattributed"/>.</summary>
    /// <param name="mode">The mode.</param>
    /// <param name="times">By touch: when.</param>
    /// <param name="channels">By touch: its channel.</param>
    /// <param name="rows">By touch: the row of its cells.</param>
    /// <param name="unattributed">The row for what nobody may claim.</param>
    /// <param name="own">The journey's own value.</param>
    /// <param name="rest">What it shares with other journeys; nothing by default.</param>
    /// <param name="k">Which part of <paramref name="rest"/> is this journey's, from 0.</param>
    /// <param name="n">The number of parts.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Spread(int mode, ReadOnlySpan<long> times, ReadOnlySpan<int> channels, ReadOnlySpan<int> rows, int unattributed, in Amounts own, in Amounts rest = default, int k = 0, int n = 1)
    {
        var journey = new Journey(times, channels, _direct);
        var length = rows.Length;
        if (length > 1)
        {
            for (var m = 0; m < _shared.Length; m++) _upTo[m] = (uint)length < (uint)_kept[m].Length ? _kept[m][length] ??= Shares(m, journey, new double[length]) : Shares(m, journey, _buffers[m]);
        }

        Spread(mode, journey, rows, unattributed, 0, own.Past, rest.Past, k, n);
        if (_cells.Wide) Spread(mode, journey, rows, unattributed, 4, own.Future, rest.Future, k, n);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Spread(int mode, in Journey journey, ReadOnlySpan<int> rows, int unattributed, int offset, Vector256<long> own, Vector256<long> rest, int k, int n)
    {
        var data = _cells.Data;
        var begin = Credit.UpTo(rest, (double)k / n);
        var end = Credit.UpTo(rest, (double)(k + 1) / n);
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
        // A measure is nearly always either the journey's own or shared with others: then one vector holds both, each with the shares of its kind.
        var isRest = ~Vector256.Equals(rest, Vector256<long>.Zero);
        if (Vector256.EqualsAll(own & isRest, Vector256<long>.Zero) && Credit.IsExact(own | rest))
            Together(data, rows, place, own | rest, n > 1 ? isRest : Vector256<long>.Zero, begin, own | end, k, n);
        else
            Apart(data, rows, place, own, rest, begin, end, k, n);
    }

    // Model by model: what was spread up to the touch before stays in a register.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Together(long[] data, ReadOnlySpan<int> rows, int place, Vector256<long> values, Vector256<long> isRest, Vector256<long> begin, Vector256<long> end, int k, int n)
    {
        var exact = Vector256.ConvertToDouble(values);
        var (last, hasRest) = (rows.Length - 1, isRest != Vector256<long>.Zero);
        for (var m = 0; m < _sharedPlaces.Length; m++)
        {
            var (at, before) = (place + _sharedPlaces[m], begin);
            var upTo = _upTo[m].AsSpan(0, last);
            if (hasRest)
            {
                for (var i = 0; i < upTo.Length; i++)
                {
                    var share = Vector256.ConditionalSelect(isRest.AsDouble(), Vector256.Create((k + upTo[i]) / n), Vector256.Create(upTo[i]));
                    var now = Credit.Round(exact * share);
                    Credit.Add(data, rows[i] + at, now - before);
                    before = now;
                }
            }
            else
            {
                for (var i = 0; i < upTo.Length; i++)
                {
                    var now = Credit.Round(exact * Vector256.Create(upTo[i]));
                    Credit.Add(data, rows[i] + at, now - before);
                    before = now;
                }
            }

            Credit.Add(data, rows[last] + at, end - before);
        }
    }

    private void Apart(long[] data, ReadOnlySpan<int> rows, int place, Vector256<long> own, Vector256<long> rest, Vector256<long> begin, Vector256<long> end, int k, int n)
    {
        _ownBefore.AsSpan().Clear();
        _restBefore.AsSpan().Fill(begin);
        var last = rows.Length - 1;
        for (var i = 0; i <= last; i++)
        {
            for (var m = 0; m < _shared.Length; m++)
            {
                var upTo = _upTo[m][i];
                var (ownNow, restNow) = i == last ? (own, end) : (Credit.UpTo(own, upTo), Credit.UpTo(rest, (k + upTo) / n));
                Credit.Add(data, rows[i] + place + _sharedPlaces[m], ownNow - _ownBefore[m] + restNow - _restBefore[m]);
                (_ownBefore[m], _restBefore[m]) = (ownNow, restNow);
            }
        }
    }

    private double[] Shares(int m, in Journey journey, double[] into)
    {
        if (into.Length < journey.Length) into = _buffers[m] = new double[journey.Length * 2];
        _shared[m].Accumulate(journey, into.AsSpan(0, journey.Length));
        return into;
    }
}
