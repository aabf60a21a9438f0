using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ClvPipeline;

/// <summary>The key of a text id: of a UUID as nearly everybody writes it (36 characters, small letters) its 32 digits, of any other text a hash.</summary>
internal static class TextKey
{
    private const int UuidLength = 36;

    public static WideKey Of(ReadOnlySpan<byte> text) => IsUuid(text, out var key) ? key : TextHash.Of(text);

    /// <summary>Whether a text is such a UUID, and then its key, which no other UUID has. What is not written letter for letter like this is another id, and none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsUuid(ReadOnlySpan<byte> text, out WideKey key)
    {
        key = default;
        if (text.Length != UuidLength) return false;
        ref var first = ref MemoryMarshal.GetReference(text);
        var dashes = (Unsafe.Add(ref first, 8) ^ '-') | (Unsafe.Add(ref first, 13) ^ '-') | (Unsafe.Add(ref first, 18) ^ '-') | (Unsafe.Add(ref first, 23) ^ '-');
        // Eight, four, four, four and twelve digits, sixteen at a time.
        var left = Vector128.Create(At<ulong>(ref first, 0), At<uint>(ref first, 9) | (ulong)At<uint>(ref first, 14) << 32).AsByte();
        var right = Vector128.Create(At<uint>(ref first, 19) | (ulong)At<uint>(ref first, 24) << 32, At<ulong>(ref first, 28)).AsByte();
        var (high, low) = (Values(left), Values(right));
        var digits = Vector128.Create("0123456789abcdef"u8);
        // What is no digit has some value as well, but is not how that value is written.
        if (dashes != 0 || ((Vector128.ShuffleNative(digits, high) ^ left) | (Vector128.ShuffleNative(digits, low) ^ right)) != Vector128<byte>.Zero) return false;
        var both = (high.AsUInt64() << 4) | low.AsUInt64();
        key = new WideKey(both[0], both[1]);
        return true;
    }

    // By digit its value of four bits.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Values(Vector128<byte> digits)
    {
        var letters = Vector128.GreaterThan(digits.AsSByte(), Vector128.Create((sbyte)'9')).AsByte();
        return (digits + (letters & Vector128.Create((byte)9))) & Vector128.Create((byte)15);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T At<T>(ref byte first, int place) where T : unmanaged => Unsafe.ReadUnaligned<T>(ref Unsafe.Add(ref first, place));
}
