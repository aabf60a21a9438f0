using System.Buffers.Binary;

namespace ClvPipeline.Parquet.Compression.Zstd;

/// <summary>What stands at the beginning of a frame.</summary>
/// <param name="Length">Bytes of the header; of a frame to be skipped, of the frame.</param>
/// <param name="Skip">Whether the frame holds nothing for a reader.</param>
/// <param name="ContentSize">The plain bytes, or -1 where the frame does not say.</param>
/// <param name="Dictionary">The dictionary that the frame needs, or 0.</param>
/// <param name="Checksum">Whether a checksum of the plain bytes follows.</param>
internal readonly record struct FrameHeader(int Length, bool Skip, long ContentSize, uint Dictionary, bool Checksum)
{
    private const uint Magic = 0xFD2FB528, Skippable = 0x184D2A50;

    /// <summary>False where there is no frame, or where it is damaged.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, out FrameHeader header)
    {
        header = default;
        if (source.Length < 5) return false;
        var magic = BinaryPrimitives.ReadUInt32LittleEndian(source);
        if ((magic & ~15u) == Skippable)
        {
            if (source.Length < 8) return false;
            var size = BinaryPrimitives.ReadUInt32LittleEndian(source[4..]);
            if (size > source.Length - 8) return false;
            header = new FrameHeader((int)size + 8, true, 0, 0, false);
            return true;
        }
        var descriptor = source[4];
        if (magic != Magic || (descriptor & 8) != 0) return false;
        var single = (descriptor & 32) != 0;
        var dictionaryBytes = (descriptor & 3) switch { 3 => 4, var n => n };
        var sizeBytes = (descriptor >> 6) switch { 0 => single ? 1 : 0, 1 => 2, 2 => 4, _ => 8 };
        var at = single ? 5 : 6;
        if (source.Length < at + dictionaryBytes + sizeBytes) return false;
        var dictionary = Number(source.Slice(at, dictionaryBytes));
        var content = sizeBytes == 0 ? -1 : (long)Number(source.Slice(at + dictionaryBytes, sizeBytes)) + (sizeBytes == 2 ? 256 : 0);
        header = new FrameHeader(at + dictionaryBytes + sizeBytes, false, content, (uint)dictionary, (descriptor & 4) != 0);
        return sizeBytes == 0 || content >= 0;
    }

    private static ulong Number(ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        for (var i = bytes.Length - 1; i >= 0; i--) value = value << 8 | bytes[i];
        return value;
    }
}
