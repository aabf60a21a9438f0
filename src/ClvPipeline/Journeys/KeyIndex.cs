namespace ClvPipeline;

/// <summary>Numbers the customers of a bucket from 0 in order of appearance: a hash table with open addressing, used again for every bucket.</summary>
internal sealed class KeyIndex<TKey> where TKey : unmanaged, IKey<TKey>
{
    private int[] _slots = new int[1024];
    private int _mask = 1023;

    /// <summary>The keys by number.</summary>
    public TKey[] Keys { get; private set; } = new TKey[512];

    public int Count { get; private set; }

    public void Clear()
    {
        Count = 0;
        Array.Clear(_slots);
    }

    /// <summary>The number of a key; a new one if it was not seen since <see cref="Clear"/>.</summary>
    public int Of(TKey key)
    {
        for (var slot = (int)key.Hash & _mask; ; slot = (slot + 1) & _mask)
        {
            var number = _slots[slot] - 1;
            if (number < 0)
            {
                if (Count == Keys.Length) { Grow(); return Of(key); }
                Keys[Count] = key;
                _slots[slot] = ++Count;
                return Count - 1;
            }

            if (Keys[number].Equals(key)) return number;
        }
    }

    private void Grow()
    {
        var keys = Keys;
        Array.Resize(ref keys, keys.Length * 2);
        Keys = keys;
        _slots = new int[keys.Length * 2];
        _mask = _slots.Length - 1;
        for (var number = 0; number < Count; number++)
        {
            var slot = (int)keys[number].Hash & _mask;
            while (_slots[slot] != 0) slot = (slot + 1) & _mask;
            _slots[slot] = number + 1;
        }
    }
}
