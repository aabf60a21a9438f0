using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ClvPipeline;

/// <summary>Counts journeys by their path: the channels with equal neighbours collapsed, at most 20 steps. One thread's, for one mode.</summary>
internal sealed class Paths
{
    public const int MaxSteps = 20;

    /// <summary>Stands behind the 20th step of a path that goes on.</summary>
    public const int More = -1;

    private readonly List<(int Start, int Length, long Journeys, long Conversions, long Clv)> _entries = [];
    private int[] _slots = new int[1024];
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

    public int Count => _entries.Count;

    public Entry this[int i] => new(_steps.AsSpan(_entries[i].Start, _entries[i].Length), _entries[i].Journeys, _entries[i].Conversions, _entries[i].Clv);

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

    public void Add(Paths other)
    {
        for (var i = 0; i < other.Count; i++) AddPath(other[i].Steps, other[i].Journeys, other[i].Conversions, other[i].Clv);
    }

    private void AddPath(ReadOnlySpan<int> path, long journeys, long conversions, long clv)
    {
        if (_entries.Count * 2 >= _slots.Length) Grow();
        for (var slot = Hash(path) & (_slots.Length - 1); ; slot = (slot + 1) & (_slots.Length - 1))
        {
            var number = _slots[slot] - 1;
            if (number < 0)
            {
                if (_used + path.Length > _steps.Length) Array.Resize(ref _steps, _steps.Length * 2);
                path.CopyTo(_steps.AsSpan(_used));
                _entries.Add((_used, path.Length, journeys, conversions, clv));
                _used += path.Length;
                _slots[slot] = _entries.Count;
                return;
            }

            ref var entry = ref CollectionsMarshal.AsSpan(_entries)[number];
            if (!_steps.AsSpan(entry.Start, entry.Length).SequenceEqual(path)) continue;
            entry.Journeys += journeys;
            entry.Conversions += conversions;
            entry.Clv = checked(entry.Clv + clv);
            return;
        }
    }

    private void Grow()
    {
        _slots = new int[_slots.Length * 2];
        for (var number = 0; number < _entries.Count; number++)
        {
            var slot = Hash(this[number].Steps) & (_slots.Length - 1);
            while (_slots[slot] != 0) slot = (slot + 1) & (_slots.Length - 1);
            _slots[slot] = number + 1;
        }
    }

    private static int Hash(ReadOnlySpan<int> path)
    {
        var hash = 0x9e3779b97f4a7c15UL;
        foreach (var step in path) hash = (hash ^ (uint)step) * 0xff51afd7ed558ccd;
        return (int)(hash >> 33);
    }
}
