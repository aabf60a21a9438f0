using System.Globalization;

namespace ClvPipeline.Jobs;

/// <summary>An amount of memory as people write it: a number and KB, MB, GB or TB (powers of 1,024).</summary>
internal static class MemorySize
{
    private static readonly string[] Units = ["B", "KB", "MB", "GB", "TB"];

    /// <summary>The least that a run gets by with.</summary>
    public const long Smallest = 256L << 20;

    /// <summary>Three quarters of what the machine, or the container, has: the rest is for the page cache and for others.</summary>
    public static long Default => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4 * 3;

    /// <summary>The number of bytes, or null if the text is no amount of memory.</summary>
    public static long? Parse(string text)
    {
        var digits = text.TrimEnd([.. "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz "]);
        var unit = Array.IndexOf(Units, text[digits.Length..].Trim().ToUpperInvariant());
        return unit >= 0 && decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number < 1_000_000
            ? (long)(number * (1L << (10 * unit)))
            : null;
    }
}
