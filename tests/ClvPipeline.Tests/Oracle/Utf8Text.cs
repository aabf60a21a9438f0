using System.Text;

namespace ClvPipeline.Tests.Oracle;

/// <summary>Text as the bytes that a source holds.</summary>
public static class Utf8Text
{
    /// <summary>Stands in a string for a byte that no UTF-8 text holds (0xFF).</summary>
    public const char Broken = '\uD800';

    /// <summary>The order of text: by its UTF-8 bytes, which differs from .NET's for emoji. Null comes first.</summary>
    public static IComparer<string?> ByBytes { get; } = Comparer<string?>.Create((a, b) => a is null || b is null
        ? (a is null ? 0 : 1) - (b is null ? 0 : 1)
        : Bytes(a).AsSpan().SequenceCompareTo(Bytes(b)));

    public static byte[] Bytes(string text)
    {
        var bytes = new List<byte>();
        foreach (var (i, piece) in text.Split(Broken).Index())
        {
            if (i > 0) bytes.Add(0xFF);
            bytes.AddRange(Encoding.UTF8.GetBytes(piece));
        }
        return [.. bytes];
    }

    /// <summary>Why an id or a name of this text makes its row a bad one, or null.</summary>
    public static string? Problem(string? text) =>
        text is null ? null
        : text.Contains(Broken) ? "invalid UTF-8"
        : text.Contains('\0') ? "U+0000"
        : Encoding.UTF8.GetByteCount(text) > 1_000 ? "over 1,000 bytes"
        : null;
}
