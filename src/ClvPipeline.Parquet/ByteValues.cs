namespace ClvPipeline.Parquet;

/// <summary>A list of byte strings laid end to end, or with a gap behind each: value i is <c>Data[Offsets[i] .. (Offsets[i + 1] - Gap)]</c>.</summary>
public readonly ref struct ByteValues(ReadOnlySpan<byte> data, ReadOnlySpan<int> offsets, int gap = 0)
{
    /// <summary>The bytes of all values, one behind the other.</summary>
    public ReadOnlySpan<byte> Data { get; } = data;

    /// <summary>Where each value starts; one more entry than there are values.</summary>
    public ReadOnlySpan<int> Offsets { get; } = offsets;

    /// <summary>The bytes between a value and the next that belong to neither.</summary>
    public int Gap { get; } = gap;

    /// <summary>The number of values.</summary>
    public int Count => Math.Max(0, Offsets.Length - 1);

    /// <summary>The bytes of value <paramref name="i"/>.</summary>
    public ReadOnlySpan<byte> this[int i] => Data[Offsets[i]..(Offsets[i + 1] - Gap)];
}
