using System.Buffers.Binary;

namespace ClvPipeline.Parquet.Writing;

/// <summary>A byte array that grows while it is written to, and is used again.</summary>
internal sealed class ByteSink
{
    private byte[] _array = new byte[4096];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Span => _array.AsSpan(0, Length);

    public byte[] Array => _array;

    public void Clear() => Length = 0;

    /// <summary>Takes the next <paramref name="count"/> bytes to be filled in; they hold anything.</summary>
    public Span<byte> Take(int count)
    {
        var needed = checked(Length + count);
        if (needed > _array.Length) System.Array.Resize(ref _array, (int)Math.Min(System.Array.MaxLength, Math.Max((long)needed, 2L * _array.Length)));
        var taken = _array.AsSpan(Length, count);
        Length = needed;
        return taken;
    }

    /// <summary>Gives back what was taken too much.</summary>
    public void Shorten(int length) => Length = length;

    public void U8(int value) => Take(1)[0] = (byte)value;

    public void I32(int value) => BinaryPrimitives.WriteInt32LittleEndian(Take(4), value);

    public void Bytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    public void Varint(ulong value)
    {
        for (; value > 127; value >>= 7) U8((int)(value & 127) | 128);
        U8((int)value);
    }
}
