namespace ClvPipeline.Parquet.Encodings;

/// <summary>Bytes of 0 and 1 to longs.</summary>
internal static class Widening
{
    public delegate int Source(int at, Span<byte> some);

    public static void Fill(Span<long> into, Source source)
    {
        Span<byte> bytes = stackalloc byte[512];
        for (var at = 0; at < into.Length; at += bytes.Length)
        {
            var some = bytes[..Math.Min(bytes.Length, into.Length - at)];
            source(at, some);
            for (var i = 0; i < some.Length; i++) into[at + i] = some[i];
        }
    }
}
