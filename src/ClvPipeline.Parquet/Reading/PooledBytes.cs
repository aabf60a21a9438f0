using System.Buffers;

namespace ClvPipeline.Parquet.Reading;

/// <summary>A byte array from the pool that grows on demand.</summary>
internal sealed class PooledBytes : IDisposable
{
    /// <summary>Readable and writable bytes behind every requested size.</summary>
    public const int Slack = 64;

    /// <summary>Readable bytes before what is read from a file.</summary>
    public const int Lead = 32;

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
