using System.Runtime.CompilerServices;

namespace ClvPipeline;

/// <summary>
/// Counts journeys by their path: the channels with equal neighbours collapsed, at most 20 steps. One thread's, for one mode. A table that outgrows its
/// budget is written to a spill file, sorted, and begun anew; <see cref="PathRuns"/> brings the pieces together.
/// </summary>
/// <param name="spill">Where to; null to keep everything in memory.</param>
/// <param name="budget">Bytes that the table may take.</param>
internal sealed class Paths(ISpillStore? spill = null, long budget = long.MaxValue) : IDisposable
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

    private Slot[] _slots = new Slot[budget < 1 << 20 ? 16 : 1 << 12];
    private int[] _steps = new int[budget < 1 << 20 ? 64 : 1 << 12];
    private int _used;
    private ISpillFile? _file;

    /// <summary>The pieces that were written: where each begins and ends.</summary>
    public List<(ISpillFile File, long Begin, long End)> Spilled { get; } = [];

    /// <summary>A path and its sums; money in micro-units.</summary>
    public readonly ref struct Entry(ulong hash, ReadOnlySpan<int> steps, long journeys, long conversions, long clv)
    {
        public ulong Hash { get; } = hash;

        public ReadOnlySpan<int> Steps { get; } = steps;

        public long Journeys { get; } = journeys;

        public long Conversions { get; } = conversions;

        public long Clv { get; } = clv;
    }

    /// <summary>The number of different paths.</summary>
    public int Count { get; private set; }

    /// <summary>Visits every path that is in memory.</summary>
    public void ForEach(Action<Entry> visit)
    {
        foreach (ref readonly var slot in _slots.AsSpan())
            if (slot.Journeys > 0) visit(Of(slot));
    }

    /// <summary>Visits every path that is in memory, in the order of hash and then steps.</summary>
    public void ForEachSorted(Action<Entry> visit)
    {
        var (hashes, places) = (new ulong[Count], new int[Count]);
        var n = 0;
        for (var i = 0; i < _slots.Length; i++)
            if (_slots[i].Journeys > 0) (hashes[n], places[n++]) = (_slots[i].Hash, i);
        Array.Sort(hashes, places);
        for (int from = 0, to; from < n; from = to)
        {
            for (to = from + 1; to < n && hashes[to] == hashes[from]; to++) { }
            if (to - from > 1) places.AsSpan(from, to - from).Sort((a, b) => Of(_slots[a]).Steps.SequenceCompareTo(Of(_slots[b]).Steps));
            for (var i = from; i < to; i++) visit(Of(_slots[places[i]]));
        }
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

        ref var slot = ref SlotOf(path[..n]);
        slot.Journeys = checked(slot.Journeys + 1);
        if (converted) slot.Conversions++;
        slot.Clv = checked(slot.Clv + clv);
    }

    /// <summary>Adds a path of another table.</summary>
    public void Add(Entry path)
    {
        ref var slot = ref SlotOf(path.Steps);
        slot.Journeys = checked(slot.Journeys + (int)path.Journeys);
        slot.Conversions += (int)path.Conversions;
        slot.Clv = checked(slot.Clv + path.Clv);
    }

    private Entry Of(in Slot slot) => new(slot.Hash, _steps.AsSpan(slot.Start, slot.Length), slot.Journeys, slot.Conversions, slot.Clv);

    private ref Slot SlotOf(ReadOnlySpan<int> path)
    {
        if (Count * 4L >= _slots.Length * 3L || _used + path.Length > _steps.Length) MakeRoom(path.Length);
        var hash = 0x243f6a8885a308d3 + (ulong)path.Length;
        foreach (var step in path)
        {
            hash = (hash ^ (uint)step) * 0xff51afd7ed558ccd;
            hash ^= hash >> 32;
        }

        ref var slot = ref Find(hash, path);
        if (slot.Journeys == 0)
        {
            path.CopyTo(_steps.AsSpan(_used));
            (slot.Hash, slot.Start, slot.Length) = (hash, _used, path.Length);
            _used += path.Length;
            Count++;
        }

        return ref slot;
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

    private void MakeRoom(int steps)
    {
        var (slots, room) = (Count * 4L >= _slots.Length * 3L ? _slots.Length * 2L : _slots.Length, _used + steps > _steps.Length ? _steps.Length * 2L : _steps.Length);
        if (spill is not null && Count > 0 && slots * 32 + room * sizeof(int) > budget) Spill();
        else
        {
            if (room > _steps.Length) Array.Resize(ref _steps, (int)Math.Min(room, Array.MaxLength));
            if (slots > _slots.Length) Grow((int)slots);
        }
    }

    /// <summary>Writes what is in memory to the spill file, in the order of <see cref="PathRuns"/>, and forgets it.</summary>
    public void Spill()
    {
        if (Count == 0 || spill is null) return;
        _file ??= spill.Create();
        var begin = _file.Length;
        PathRuns.Write(_file, this);
        Spilled.Add((_file, begin, _file.Length));
        Array.Clear(_slots);
        (_used, Count) = (0, 0);
    }

    public void Dispose() => _file?.Dispose();

    private void Grow(int slots)
    {
        var old = _slots;
        _slots = new Slot[slots];
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
