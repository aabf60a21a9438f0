using System.Runtime.CompilerServices;

namespace ClvPipeline;

/// <summary>Numbers the customers of a bucket from 0 in order of appearance: a hash table with open addressing, used again for every bucket.</summary>
internal sealed class KeyIndex<TKey> where TKey : unmanaged, IKey<TKey>
{
    private int[] _slots = new int[1024];

    /// <summary>The keys by number.</summary>
    public TKey[] Keys { get; private set; } = new TKey[512];

    public int Count { get; private set; }

    public void Clear()
    {
        Count = 0;
        Array.Clear(_slots);
    }

    /// <summary>The numbers of the rows' customers; new ones for customers who were not seen since <see cref="Clear"/>.</summary>
    public void Number<TRow>(ReadOnlySpan<TRow> rows, Span<int> numbers) where TRow : IKeyed<TKey>
    {
        for (var done = 0; done < rows.Length;)
        {
            done += NumberSome(rows[done..], numbers[done..]);
            if (done < rows.Length) Grow();
        }
    }

    // As many rows as there is room for new keys, and how many that were.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int NumberSome<TRow>(ReadOnlySpan<TRow> rows, Span<int> numbers) where TRow : IKeyed<TKey>
    {
        var (slots, keys, mask, count) = (_slots, Keys, _slots.Length - 1, Count);
        var i = 0;
        for (; i < rows.Length; i++)
        {
            var key = rows[i].Key;
            var slot = (int)key.Hash & mask;
            int number;
            while ((number = slots[slot] - 1) >= 0 && !keys[number].Equals(key)) slot = (slot + 1) & mask;
            if (number < 0)
            {
                if (count == keys.Length) break;
                keys[count] = key;
                number = count;
                slots[slot] = ++count;
            }

            numbers[i] = number;
        }

        Count = count;
        return i;
    }

    private void Grow()
    {
        var keys = Keys;
        Array.Resize(ref keys, keys.Length * 2);
        Keys = keys;
        _slots = new int[keys.Length * 2];
        var mask = _slots.Length - 1;
        for (var number = 0; number < Count; number++)
        {
            var slot = (int)keys[number].Hash & mask;
            while (_slots[slot] != 0) slot = (slot + 1) & mask;
            _slots[slot] = number + 1;
        }
    }
}
