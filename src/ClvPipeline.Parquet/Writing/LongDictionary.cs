namespace ClvPipeline.Parquet.Writing;

/// <summary>Finds out whether a column of numbers has few distinct values, and numbers them in the order in which they come.</summary>
internal sealed class LongDictionary
{
    private const int Most = 8192;
    private const int Slots = 4 * Most;
    private const int Probe = 2048;
    private readonly int[] _slots = new int[Slots];
    private readonly long[] _values = new long[Most];
    private int[] _codes = [];

    public int Count { get; private set; }

    public ReadOnlySpan<long> Values => _values.AsSpan(0, Count);

    public ReadOnlySpan<int> Codes(int count) => _codes.AsSpan(0, count);

    /// <summary>Codes the values (nulls taken out); false as soon as it does not pay.</summary>
    public bool TryCode(ReadOnlySpan<long> values)
    {
        Count = 0;
        Array.Clear(_slots);
        if (_codes.Length < values.Length) _codes = new int[values.Length];
        var codes = _codes;
        for (var i = 0; i < values.Length; i++)
        {
            var value = values[i];
            var slot = (uint)(((ulong)value * 0x9E3779B97F4A7C15UL) >> 32) % Slots;
            int entry;
            while ((entry = _slots[slot]) != 0 && _values[entry - 1] != value) slot = (slot + 1) % Slots;
            if (entry == 0)
            {
                // Keys and times show at once that nearly every value is a new one.
                if (Count == Most || (i < Probe && i >= 64 && Count > i * 7 / 8)) return false;
                _values[Count] = value;
                _slots[slot] = entry = ++Count;
            }
            codes[i] = entry - 1;
        }
        return true;
    }
}
