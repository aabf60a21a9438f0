using System.Numerics;
using System.Runtime.CompilerServices;

namespace ClvPipeline;

/// <summary>Counts journeys by their path: the channels with equal neighbours collapsed, at most 20 steps. One thread's, for one mode.</summary>
internal sealed class Paths
{
    public const int MaxSteps = 20;

    /// <summary>Stands behind the 20th step of a path that goes on.</summary>
    public const int More = -1;

    // A path is known by 128 bits of hash, which stand in the table itself: one look at memory a journey, and none at the steps.
    private struct Slot
    {
        public ulong High, Low;
        public int Start, Length;
        public long Journeys, Conversions, Clv;
    }

    private Slot[] _slots = new Slot[1024];
    private int[] _steps = new int[4096];
    private int _used;

    /// <summary>A path and its sums; money in micro-units.</summary>
    public readonly ref struct Entry(ReadOnlySpan<int> steps, long journeys, long conversions, long clv)
    {
        public ReadOnlySpan<int> Steps { get; } = steps;

        public long Journeys { get; } = journeys;

        public long Conversions { get; } = conversions;

        public long Clv { get; } = clv;
    }

    /// <summary>The number of different paths.</summary>
    public int Count { get; private set; }

    /// <summary>Visits every path, in no particular order.</summary>
    public void ForEach(Action<Entry> visit)
    {
        foreach (ref readonly var slot in _slots.AsSpan())
            if (slot.Journeys > 0) visit(Of(slot));
    }

    /// <summary>Counts a journey by its channels, oldest first; no channels is the path without touchpoints.</summary>
    [SkipLocalsInit]
    public void Add(ReadOnlySpan<int> channels, bool converted, long clv)
    {
        Span<int> path = stackalloc int[MaxSteps + 1];
        var n = 0;
        for (var i = 0; i < channels.Length; i++)
        {
            if (i > 0 && channels[i] == channels[i - 1]) continue;
            if (n == MaxSteps) { path[n++] = More; break; }
            path[n++] = channels[i];
        }

        AddPath(path[..n], 1, converted ? 1 : 0, clv);
    }

    public void Add(Paths other) => other.ForEach(path => AddPath(path.Steps, path.Journeys, path.Conversions, path.Clv));

    private Entry Of(in Slot slot) => new(_steps.AsSpan(slot.Start, slot.Length), slot.Journeys, slot.Conversions, slot.Clv);

    private void AddPath(ReadOnlySpan<int> path, long journeys, long conversions, long clv)
    {
        if (Count * 2 >= _slots.Length) Grow();
        ulong high = 0x243f6a8885a308d3, low = (ulong)path.Length;
        foreach (var step in path)
        {
            high = (high ^ (uint)step) * 0xff51afd7ed558ccd;
            low = (BitOperations.RotateLeft(low, 23) + (uint)step) * 0x9e3779b97f4a7c15;
            high ^= high >> 32;
        }

        ref var slot = ref Find(high, low);
        if (slot.Journeys == 0)
        {
            if (_used + path.Length > _steps.Length) Array.Resize(ref _steps, _steps.Length * 2);
            path.CopyTo(_steps.AsSpan(_used));
            (slot.High, slot.Low, slot.Start, slot.Length) = (high, low, _used, path.Length);
            _used += path.Length;
            Count++;
        }

        slot.Journeys += journeys;
        slot.Conversions += conversions;
        slot.Clv = checked(slot.Clv + clv);
    }

    private ref Slot Find(ulong high, ulong low)
    {
        var mask = _slots.Length - 1;
        for (var i = (int)(high >> 32) & mask; ; i = (i + 1) & mask)
        {
            ref var slot = ref _slots[i];
            if (slot.Journeys == 0 || (slot.High == high && slot.Low == low)) return ref slot;
        }
    }

    private void Grow()
    {
        var old = _slots;
        _slots = new Slot[old.Length * 2];
        foreach (ref readonly var slot in old.AsSpan())
            if (slot.Journeys > 0) Find(slot.High, slot.Low) = slot;
    }
}
