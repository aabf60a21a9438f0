using System.Runtime.CompilerServices;

namespace ClvPipeline;

/// <summary>Counts journeys by their path: the channels with equal neighbours collapsed, at most 20 steps. One thread's, for one mode.</summary>
internal sealed class Paths
{
    public const int MaxSteps = 20;

    /// <summary>Stands behind the 20th step of a path that goes on.</summary>
    public const int More = -1;

    // Half a cache line: counting a journey is one look at memory, and a second one at the steps where the hash is known.
    private struct Slot
    {
        public ulong Hash;
        public long Clv;
        public int Start, Length, Journeys, Conversions;
    }

    private Slot[] _slots = new Slot[1 << 12];
    private int[] _steps = new int[4096];
    private int _used;

    /// <summary>A path and its sums; money in micro-units.</summary>
    public readonly ref struct Entry(ReadOnlySpan<int> steps, int journeys, int conversions, long clv)
    {
        public ReadOnlySpan<int> Steps { get; } = steps;

        public int Journeys { get; } = journeys;

        public int Conversions { get; } = conversions;

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

    private void AddPath(ReadOnlySpan<int> path, int journeys, int conversions, long clv)
    {
        if (Count * 4L >= _slots.Length * 3L) Grow();
        var hash = 0x243f6a8885a308d3 + (ulong)path.Length;
        foreach (var step in path)
        {
            hash = (hash ^ (uint)step) * 0xff51afd7ed558ccd;
            hash ^= hash >> 32;
        }

        ref var slot = ref Find(hash, path);
        if (slot.Journeys == 0)
        {
            if (_used + path.Length > _steps.Length) Array.Resize(ref _steps, _steps.Length * 2);
            path.CopyTo(_steps.AsSpan(_used));
            (slot.Hash, slot.Start, slot.Length) = (hash, _used, path.Length);
            _used += path.Length;
            Count++;
        }

        slot.Journeys = checked(slot.Journeys + journeys);
        slot.Conversions += conversions;
        slot.Clv = checked(slot.Clv + clv);
    }

    private ref Slot Find(ulong hash, ReadOnlySpan<int> path)
    {
        var mask = _slots.Length - 1;
        for (var i = (int)(hash >> 32) & mask; ; i = (i + 1) & mask)
        {
            ref var slot = ref _slots[i];
            if (slot.Journeys == 0 || (slot.Hash == hash && _steps.AsSpan(slot.Start, slot.Length).SequenceEqual(path))) return ref slot;
        }
    }

    private void Grow()
    {
        var old = _slots;
        _slots = new Slot[old.Length * 4];
        var mask = _slots.Length - 1;
        foreach (ref readonly var slot in old.AsSpan())
        {
            if (slot.Journeys == 0) continue;
            var i = (int)(slot.Hash >> 32) & mask;
            while (_slots[i].Journeys != 0) i = (i + 1) & mask;
            _slots[i] = slot;
        }
    }
}
