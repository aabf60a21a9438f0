using System.Numerics;

namespace ClvPipeline.Parquet.Writing;

/// <summary>Arithmetic of dictionary encoding.</summary>
internal static class Dictionary
{
    /// <summary>A larger dictionary would leave the reader's cache.</summary>
    public const int MostBytes = 1 << 20;

    /// <summary>Bits of a code.</summary>
    public static int Width(int count) => count <= 1 ? 0 : 32 - BitOperations.LeadingZeroCount((uint)count - 1);

    /// <summary>Whether codes and dictionary together are clearly smaller than the plain values.</summary>
    public static bool Pays(long dictionaryBytes, int count, long values, long plainBytes) =>
        dictionaryBytes <= MostBytes && dictionaryBytes + values * Width(count) / 8 < plainBytes - plainBytes / 4;
}
