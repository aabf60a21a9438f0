using System.Buffers;

namespace ClvPipeline.Parquet.Reading;

/// <summary>A part of a pooled array. Behind its end the array goes on for at least <see cref="PooledBytes.Slack"/> bytes, so that wide loads need no care.</summary>
internal readonly record struct Slice(byte[] Array, int Start, int Length)
{
    public int End => Start + Length;

    public ReadOnlySpan<byte> Span => Array.AsSpan(Start, Length);

    public Slice From(int skip) => new(Array, Start + skip, Length - skip);

    public Slice Part(int skip, int length) => new(Array, Start + skip, length);
}

/// <summary>A byte array from the pool that grows on demand.</summary>
internal sealed class PooledBytes : IDisposable
{
    /// <summary>Readable and writable bytes behind every requested size.</summary>
    public const int Slack = 64;

    public byte[] Array { get; private set; } = [];

    /// <summary>Room for <paramref name="size"/> bytes and the slack, keeping the first <paramref name="keep"/> of what is there.</summary>
    public byte[] Room(int size, int keep = 0)
    {
        if (Array.Length >= size + Slack) return Array;
        var larger = ArrayPool<byte>.Shared.Rent(size + Slack);
        Array.AsSpan(0, keep).CopyTo(larger);
        Dispose();
        return Array = larger;
    }

    public void Dispose()
    {
        if (Array.Length > 0) ArrayPool<byte>.Shared.Return(Array);
        Array = [];
    }
}
