namespace ClvPipeline;

/// <summary>
/// Counts journeys by their path: the channels with equal neighbours collapsed, at most 20 steps. One thread's, for one mode.
/// </summary>
internal abstract class Paths : IDisposable
{
    public const int MaxSteps = 20;

    /// <summary>Stands behind the 20th step of a path that goes on.</summary>
    public const int More = -1;

    /// <summary>The path without touchpoints.</summary>
    public PathSums Empty;

    /// <summary>The table of a shop with that many channels, split into 2^<paramref name="bits"/> parts.</summary>
    public static Paths Of(int channels, int bits, SlabPool pool) => channels <= NarrowSteps.MaxChannels ? new Paths<NarrowSteps>(bits, pool) : new Paths<WideSteps>(bits, pool);

    /// <summary>Counts a journey by its channels, oldest first; no channels is the path without touchpoints.</summary>
    public abstract void Add(ReadOnlySpan<int> channels, bool converted, long clv);

    /// <summary>Moves everything to disk if it takes more than <paramref name="budget"/> bytes.</summary>
    public abstract void MakeRoom(ISpillStore spill, long budget);

    /// <summary>The paths with the highest CLV over the tables of all threads (this one's among them), and the sums of the others.</summary>
    public abstract PathRanking Rank(IReadOnlyList<Paths> tables, Names channels, CancellationToken cancellation);

    public abstract void Dispose();
}

/// <summary>What is summed for a path; money in micro-units.</summary>
internal struct PathSums
{
    public long Clv;
    public long Journeys, Conversions;

    public readonly bool Any => Journeys > 0;

    public void Add(long journeys, long conversions, long clv) => (Journeys, Conversions, Clv) = (Journeys + journeys, Conversions + conversions, checked(Clv + clv));

    public void Add(in PathSums other) => Add(other.Journeys, other.Conversions, other.Clv);
}

/// <summary>
/// A journey is counted in a small table that stays in the processor's cache; what it has no room for is put down as a row, to be added up part by part
/// when all are there. One large table would cost a look at far memory for every journey.
/// </summary>
internal sealed class Paths<TSteps>(int bits, SlabPool pool) : Paths where TSteps : unmanaged, IPathSteps<TSteps>
{
    private const int RecentBits = 11;

    private readonly RowStore<Row> _rows = new(1 << bits, pool);
    private readonly Row[] _recent = new Row[1 << RecentBits];
    private ISpillFile? _file;

    private struct Row
    {
        public TSteps Steps;
        public long Clv;
        public int Journeys, Conversions;
    }

    public override void Add(ReadOnlySpan<int> channels, bool converted, long clv)
    {
        if (channels.IsEmpty)
        {
            Empty.Add(1, converted ? 1 : 0, clv);
            return;
        }

        var steps = TSteps.Of(channels);
        var hash = steps.Hash;
        ref var row = ref _recent[hash & ((1 << RecentBits) - 1)];
        if (row.Journeys == 0 || !row.Steps.Equals(steps) || row.Journeys == int.MaxValue)
        {
            if (row.Journeys > 0) _rows.Add(Part(row.Steps.Hash), row);
            (row.Steps, row.Clv, row.Journeys, row.Conversions) = (steps, 0, 0, 0);
        }

        row.Journeys++;
        if (converted) row.Conversions++;
        row.Clv = checked(row.Clv + clv);
    }

    public override void MakeRoom(ISpillStore spill, long budget)
    {
        if (_rows.Bytes > budget) _rows.Spill(_file ??= spill.Create());
    }

    public override PathRanking Rank(IReadOnlyList<Paths> tables, Names channels, CancellationToken cancellation)
    {
        var all = tables.Cast<Paths<TSteps>>().ToArray();
        foreach (var table in all) table.PutDownRecent();
        var rankings = new PathRanking[all.Length];
        for (var i = 0; i < rankings.Length; i++) rankings[i] = new PathRanking(channels);
        var sums = new Sums[all.Length];
        Workers.Run(all.Length, 1 << bits, (thread, part) =>
        {
            var sum = sums[thread] ??= new Sums();
            foreach (ref readonly var row in sum.Of(all, part)) rankings[thread].Offer(row.Steps, new PathSums { Clv = row.Clv, Journeys = row.Journeys, Conversions = row.Conversions });
        }, cancellation);
        foreach (var other in rankings.Skip(1)) rankings[0].Add(other);
        foreach (var table in all) rankings[0].Unattributed.Add(table.Empty);
        return rankings[0];
    }

    public override void Dispose() => _file?.Dispose();

    private int Part(ulong hash) => bits == 0 ? 0 : (int)(hash >> (64 - bits));

    private void PutDownRecent()
    {
        foreach (ref readonly var row in _recent.AsSpan())
            if (row.Journeys > 0) _rows.Add(Part(row.Steps.Hash), row);
        Array.Clear(_recent);
    }

    /// <summary>Adds up the rows of one part after another: a hash table that is small enough for the cache, used again.</summary>
    private sealed class Sums
    {
        private Row[] _rows = [];
        private int[] _slots = new int[1024];

        /// <summary>The different paths of a part, with their sums over all tables.</summary>
        public ReadOnlySpan<Row> Of(Paths<TSteps>[] tables, int part)
        {
            var count = 0;
            foreach (var table in tables) count += table._rows.Count(part);
            if (_rows.Length < count) _rows = new Row[Math.Max(count, _rows.Length * 2)];
            while (_slots.Length < count * 2L) _slots = new int[_slots.Length * 2];
            Array.Clear(_slots);
            var done = 0;
            foreach (var table in tables) done += table._rows.CopyTo(part, _rows.AsSpan(done));
            return _rows.AsSpan(0, AddUp(_rows.AsSpan(0, done), _slots));
        }

        private static int AddUp(Span<Row> rows, int[] slots)
        {
            var mask = slots.Length - 1;
            var n = 0;
            for (var i = 0; i < rows.Length; i++)
            {
                ref readonly var row = ref rows[i];
                var slot = (int)row.Steps.Hash & mask;
                while (slots[slot] != 0 && !rows[slots[slot] - 1].Steps.Equals(row.Steps)) slot = (slot + 1) & mask;
                if (slots[slot] == 0)
                {
                    rows[n] = row;
                    slots[slot] = ++n;
                    continue;
                }

                ref var sum = ref rows[slots[slot] - 1];
                sum.Journeys = checked(sum.Journeys + row.Journeys);
                sum.Conversions += row.Conversions;
                sum.Clv = checked(sum.Clv + row.Clv);
            }

            return n;
        }
    }
}
