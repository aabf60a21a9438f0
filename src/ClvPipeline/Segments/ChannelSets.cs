namespace ClvPipeline;

/// <summary>Numbers the sets of channels that customers have met: none, each single one, each two or three, and all larger ones together.</summary>
/// <param name="channels">The number of channels.</param>
internal sealed class ChannelSets(int channels)
{
    public const string Single = "single", Multi = "multi", Many = "4+ channels";

    private const int None = 0, More = 1;

    private Slot[] _slots = new Slot[256]; // a hash table with open addressing: one look for every customer of two or three channels
    private int _taken;
    private readonly int[] _single = new int[channels];
    private readonly List<int[]?> _sets = [[], null];

    public int Count => _sets.Count;

    /// <summary>The number of the set of these touchpoints' channels.</summary>
    public int Of(ReadOnlySpan<int> touches)
    {
        int a = -1, b = -1, c = -1;
        foreach (var channel in touches)
        {
            if (channel == a || channel == b || channel == c) continue;
            if (a < 0) a = channel;
            else if (b < 0) b = channel;
            else if (c < 0) c = channel;
            else return More;
        }

        if (b < 0) return a < 0 ? None : _single[a] > 0 ? _single[a] : _single[a] = New([a]);
        if (c < 0)
        {
            if (a > b) (a, b) = (b, a);
        }
        else
        {
            if (a > b) (a, b) = (b, a);
            if (b > c) (b, c) = (c, b);
            if (a > b) (a, b) = (b, a);
        }

        ref var slot = ref At(a, b, c);
        return slot.Number > 0 ? slot.Number : Add(a, b, c);
    }

    // Where a set is, or would be: no set of several has the number 0.
    private ref Slot At(int a, int b, int c)
    {
        var (slots, mask) = (_slots, _slots.Length - 1);
        var at = (int)((((ulong)(uint)a << 32 | (uint)b) * 0x9e3779b97f4a7c15 + (uint)c * 0xe7037ed1a0b428dbUL) >> 32) & mask;
        while (slots[at].Number > 0 && (slots[at].A != a || slots[at].B != b || slots[at].C != c)) at = (at + 1) & mask;
        return ref slots[at];
    }

    private int Add(int a, int b, int c)
    {
        if (++_taken * 2 > _slots.Length)
        {
            var known = _slots;
            _slots = new Slot[known.Length * 2];
            foreach (var slot in known)
                if (slot.Number > 0) At(slot.A, slot.B, slot.C) = slot;
        }

        var number = New(c < 0 ? [a, b] : [a, b, c]);
        At(a, b, c) = new Slot { A = a, B = b, C = c, Number = number };
        return number;
    }

    /// <summary>What a set is called, and what it is part of; one without channels is part of nothing.</summary>
    public (string Name, string? PartOf) Name(int number, Names names)
    {
        if (_sets[number] is not { } set) return (Many, Multi);
        if (set.Length == 0) return (Names.Unattributed, null);
        return (string.Join(" + ", set.Select(channel => names[channel]).Order(Utf8Order.Instance)), set.Length == 1 ? Single : Multi);
    }

    private int New(int[] set)
    {
        _sets.Add(set);
        return _sets.Count - 1;
    }

    private struct Slot
    {
        public int A, B, C, Number;
    }
}
