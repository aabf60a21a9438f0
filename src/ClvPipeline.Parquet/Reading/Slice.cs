namespace ClvPipeline.Parquet.Reading;

/// <summary>A part of a pooled array. Behind its end the array goes on for at least <see cref="PooledBytes.Slack"/> bytes, so that wide loads need no care.</summary>
internal readonly record struct Slice(byte[] Array, int Start, int Length)
{
    public int End => Start + Length;

    public ReadOnlySpan<byte> Span => Array.AsSpan(Start, Length);

    public Slice From(int skip) => new(Array, Start + skip, Length - skip);

    public Slice Part(int skip, int length) => new(Array, Start + skip, length);
}
