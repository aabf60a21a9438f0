namespace ClvPipeline.Parquet.Writing;

/// <summary>The texts of a chunk: those of the caller's list that occur, numbered in the order in which they come.</summary>
internal sealed class TextDictionary
{
    private int[] _numbers = [];
    private int[] _used = [];
    private int[] _codes = [];
    private byte[] _valid = [];
    private int _count;
    private int _present;

    /// <summary>The caller's codes of the texts that occur.</summary>
    public ReadOnlySpan<int> Used => _used.AsSpan(0, _count);

    /// <summary>The rows that are not null, as places in <see cref="Used"/>.</summary>
    public ReadOnlySpan<int> Codes => _codes.AsSpan(0, _present);

    /// <summary>Bytes of the dictionary, and of all values if they were written plain.</summary>
    public long DictionaryBytes { get; private set; }

    /// <inheritdoc cref="DictionaryBytes"/>
    public long PlainBytes { get; private set; }

    /// <summary>Takes in a column; returns which rows have a value (empty where all have).</summary>
    public ReadOnlySpan<byte> Code(WriteColumn column, ReadOnlySpan<int> codes, ByteValues values)
    {
        Grow(ref _numbers, values.Count);
        Grow(ref _used, values.Count);
        Grow(ref _codes, codes.Length);
        Grow(ref _valid, codes.Length);
        _numbers.AsSpan(0, values.Count).Fill(-1);
        (_count, _present, DictionaryBytes, PlainBytes) = (0, 0, 0, 0);
        for (var i = 0; i < codes.Length; i++)
        {
            var code = codes[i];
            _valid[i] = 1;
            if (code == -1)
            {
                _valid[i] = 0;
                continue;
            }
            if ((uint)code >= (uint)values.Count) throw new ArgumentException($"column '{column.Name}' has the code {code}, its list {values.Count} texts");
            var size = 4 + values.Offsets[code + 1] - values.Offsets[code];
            ref var number = ref _numbers[code];
            if (number < 0)
            {
                number = _count;
                _used[_count++] = code;
                DictionaryBytes += size;
            }
            _codes[_present++] = number;
            PlainBytes += size;
        }
        if (_present == codes.Length) return default;
        if (!column.Optional) throw new ArgumentException($"column '{column.Name}' has nulls, but is not optional");
        return _valid.AsSpan(0, codes.Length);
    }

    /// <summary>Texts are ordered by their bytes.</summary>
    public ColumnStatistics Statistics(ByteValues values, int rows)
    {
        var nulls = rows - _present;
        if (_count == 0) return new ColumnStatistics(nulls);
        var min = values[_used[0]];
        var max = min;
        foreach (var code in Used)
        {
            var value = values[code];
            if (value.SequenceCompareTo(min) < 0) min = value;
            if (value.SequenceCompareTo(max) > 0) max = value;
        }
        return new ColumnStatistics(nulls, min.Length > ColumnStatistics.LongestText ? null : min.ToArray(), max.Length > ColumnStatistics.LongestText ? null : max.ToArray());
    }

    private static void Grow<T>(ref T[] array, int length)
    {
        if (array.Length < length) array = new T[length];
    }
}
