using System.Runtime.InteropServices;

namespace ClvPipeline.Parquet.Compression.Zstd;

/// <summary>The machine's libzstd, if it has one: only to compress. What it writes is read by <see cref="ZstdDecoder"/>, which needs no library.</summary>
internal static unsafe class ZstdLibrary
{
    private const int Level = 3;

    // .NET looks for "libzstd" and "libzstd.so" only; what is installed without development files is libzstd.so.1.
    private static readonly string[] Names = ["libzstd.so.1", "libzstd.so", "libzstd.dll", "zstd.dll", "libzstd.1.dylib", "libzstd.dylib", "/opt/homebrew/lib/libzstd.dylib", "/usr/local/lib/libzstd.dylib"];
    private static readonly delegate* unmanaged<byte*, nuint, byte*, nuint, int, nuint> Compressor;
    private static readonly delegate* unmanaged<nuint, uint> Failed;

    static ZstdLibrary()
    {
        foreach (var name in Names)
        {
            if (!NativeLibrary.TryLoad(name, out var library)) continue;
            if (!NativeLibrary.TryGetExport(library, "ZSTD_compress", out var compress) || !NativeLibrary.TryGetExport(library, "ZSTD_isError", out var failed)) continue;
            Compressor = (delegate* unmanaged<byte*, nuint, byte*, nuint, int, nuint>)compress;
            Failed = (delegate* unmanaged<nuint, uint>)failed;
            return;
        }
    }

    /// <summary>Whether there is one.</summary>
    public static bool IsThere => Compressor is not null;

    /// <summary>Room that <paramref name="length"/> bytes may need at worst.</summary>
    public static int MostBytes(int length) => checked(length + (length >> 8) + 1024);

    /// <summary>Compresses to <paramref name="target"/>, which has room, and returns the bytes written.</summary>
    public static int Compress(ReadOnlySpan<byte> source, Span<byte> target, int level = Level)
    {
        if (!IsThere) throw new InvalidOperationException("there is no libzstd on this machine");
        fixed (byte* from = source, to = target)
        {
            var written = Compressor(to, (nuint)target.Length, from, (nuint)source.Length, level);
            return Failed(written) == 0 ? (int)written : throw new InvalidOperationException("libzstd failed to compress");
        }
    }
}
