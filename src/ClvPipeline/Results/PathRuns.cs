using System.Runtime.InteropServices;

namespace ClvPipeline;

/// <summary>Brings the paths of all threads together: every piece, in memory or spilled, comes in the order of hash and then steps, so they are merged like sorted files.</summary>
internal static class PathRuns
{
    private const int HeadBytes = 36;

    /// <summary>Writes a table at the end of a file.</summary>
    public static void Write(ISpillFile file, Paths paths)
    {
        var block = new byte[1 << 18];
        var used = 0;
        paths.ForEachSorted(path =>
        {
            if (used + HeadBytes + path.Steps.Length * sizeof(int) > block.Length)
            {
                file.Append(block.AsSpan(0, used));
                used = 0;
            }

            var head = block.AsSpan(used);
            MemoryMarshal.Write(head, path.Hash);
            MemoryMarshal.Write(head[8..], path.Clv);
            MemoryMarshal.Write(head[16..], path.Journeys);
            MemoryMarshal.Write(head[24..], path.Conversions);
            MemoryMarshal.Write(head[32..], path.Steps.Length);
            MemoryMarshal.AsBytes(path.Steps).CopyTo(head[HeadBytes..]);
            used += HeadBytes + path.Steps.Length * sizeof(int);
        });
        file.Append(block.AsSpan(0, used));
    }

    /// <summary>Visits every different path once, with its sums over all tables.</summary>
    public static void Merge(IReadOnlyList<Paths> tables, Action<Paths.Entry> visit)
    {
        if (tables.All(table => table.Spilled.Count == 0))
        {
            // Few enough for memory, so perhaps also for one table together.
            foreach (var table in tables.Skip(1)) table.ForEach(tables[0].Add);
            tables = [tables[0]];
            if (tables[0].Spilled.Count == 0)
            {
                tables[0].ForEach(visit);
                return;
            }
        }

        foreach (var table in tables) table.Spill();
        var queue = new PriorityQueue<Run, Run>(Comparer<Run>.Create((a, b) => a.CompareTo(b)));
        foreach (var (file, begin, end) in tables.SelectMany(table => table.Spilled))
        {
            var run = new Run(file, begin, end);
            if (run.Next()) queue.Enqueue(run, run);
        }

        var steps = new int[Paths.MaxSteps + 1];
        while (queue.Count > 0)
        {
            var run = queue.Dequeue();
            var (hash, clv, journeys, conversions, length) = (run.Hash, run.Clv, run.Journeys, run.Conversions, run.Steps.Length);
            run.Steps.CopyTo(steps);
            Go(run);
            while (queue.Count > 0 && queue.Peek() is { } same && same.Hash == hash && same.Steps.SequenceEqual(steps.AsSpan(0, length)))
            {
                (clv, journeys, conversions) = (checked(clv + same.Clv), journeys + same.Journeys, conversions + same.Conversions);
                Go(queue.Dequeue());
            }

            visit(new Paths.Entry(hash, steps.AsSpan(0, length), journeys, conversions, clv));
        }

        void Go(Run run)
        {
            if (run.Next()) queue.Enqueue(run, run);
        }
    }

    /// <summary>A piece of a spill file, read from its first path to its last.</summary>
    private sealed class Run(ISpillFile file, long at, long end) : IComparable<Run>
    {
        private readonly byte[] _block = new byte[1 << 16];
        private int _from, _to;

        public ulong Hash { get; private set; }

        public long Clv { get; private set; }

        public long Journeys { get; private set; }

        public long Conversions { get; private set; }

        private int[] StepArray { get; } = new int[Paths.MaxSteps + 1];

        private int Length { get; set; }

        public ReadOnlySpan<int> Steps => StepArray.AsSpan(0, Length);

        public bool Next()
        {
            if (_from == _to && at == end) return false;
            Have(HeadBytes);
            var head = _block.AsSpan(_from);
            (Hash, Clv, Journeys, Conversions) = (MemoryMarshal.Read<ulong>(head), MemoryMarshal.Read<long>(head[8..]), MemoryMarshal.Read<long>(head[16..]), MemoryMarshal.Read<long>(head[24..]));
            Length = MemoryMarshal.Read<int>(head[32..]);
            Have(HeadBytes + Length * sizeof(int));
            MemoryMarshal.Cast<byte, int>(_block.AsSpan(_from + HeadBytes, Length * sizeof(int))).CopyTo(StepArray);
            _from += HeadBytes + Length * sizeof(int);
            return true;
        }

        public int CompareTo(Run? other) => Hash != other!.Hash ? Hash.CompareTo(other.Hash) : Steps.SequenceCompareTo(other.Steps);

        private void Have(int bytes)
        {
            if (_to - _from >= bytes) return;
            _block.AsSpan(_from, _to - _from).CopyTo(_block);
            (_from, _to) = (0, _to - _from);
            var more = (int)Math.Min(_block.Length - _to, end - at);
            file.Read(at, _block.AsSpan(_to, more));
            (at, _to) = (at + more, _to + more);
        }
    }
}
