namespace ClvPipeline;

/// <summary>Sorts places by their values, the largest first, as many bits at a time as fit the cache: values that lie near one another take few passes.</summary>
internal sealed class RadixOrder
{
    private const int Bits = 11, Few = 48;

    private readonly int[] _starts = new int[1 << Bits];
    private ulong[] _keys = [], _otherKeys = [];
    private int[] _places = [], _otherPlaces = [];

    /// <summary>The place with the value of that rank.</summary>
    public int this[int rank] => _places[rank];

    /// <summary>Sorts the places 0, 1, … of these values.</summary>
    public void Sort(ReadOnlySpan<long> values)
    {
        var n = values.Length;
        if (_keys.Length < n) (_keys, _otherKeys, _places, _otherPlaces) = (new ulong[n * 2], new ulong[n * 2], new int[n * 2], new int[n * 2]);
        var (least, most) = (long.MaxValue, long.MinValue);
        foreach (var value in values) (least, most) = (Math.Min(least, value), Math.Max(most, value));
        for (var i = 0; i < n; i++) (_keys[i], _places[i]) = ((ulong)(most - values[i]), i);
        if (n <= Few) Array.Sort(_keys, _places, 0, n);
        else for (var (shift, range) = (0, n == 0 ? 0 : (ulong)(most - least)); shift < 64 && range >> shift > 0; shift += Bits) Pass(n, shift);
    }

    private void Pass(int n, int shift)
    {
        var (keys, places, toKeys, toPlaces, starts, mask) = (_keys, _places, _otherKeys, _otherPlaces, _starts, (1UL << Bits) - 1);
        Array.Clear(starts);
        for (var i = 0; i < n; i++) starts[(int)(keys[i] >> shift & mask)]++;
        for (int d = 0, sum = 0; d < starts.Length; d++) (starts[d], sum) = (sum, sum + starts[d]);
        for (var i = 0; i < n; i++)
        {
            var to = starts[(int)(keys[i] >> shift & mask)]++;
            (toKeys[to], toPlaces[to]) = (keys[i], places[i]);
        }

        (_keys, _otherKeys, _places, _otherPlaces) = (toKeys, keys, toPlaces, places);
    }
}
