using System.Globalization;

namespace ClvPipeline.Tests.Oracle;

/// <summary>Draws ids of one kind that are easy to confuse: cases, blanks, signs, and texts whose order in bytes is not .NET's.</summary>
public sealed class RandomIds(Random random, IdKind kind)
{
    private static readonly string[] Oddities = ["C1", "c1", " C1", "C1 ", "1", "01", "é", "e\u0301", "😀", "\uFF5E", "(none)", "C-1;2", "\"C1\"", "null", "\u00A0"];
    private static readonly long[] Numbers = [0, -1, 1, long.MaxValue, long.MinValue, int.MaxValue + 1L];

    private readonly HashSet<Id> drawn = [];

    public IdKind Kind => kind;

    /// <summary>An id that was not drawn before.</summary>
    public Id Next()
    {
        while (true)
        {
            var id = kind switch
            {
                IdKind.Integer => Id.Of(random.Next(10) == 0 ? Numbers[random.Next(Numbers.Length)] : random.Next(-50, 100_000)),
                IdKind.Text => Id.Of(random.Next(6) == 0 ? Oddities[random.Next(Oddities.Length)] : "C" + random.Next(100_000).ToString(CultureInfo.InvariantCulture)),
                _ => Id.Of(new UInt128((ulong)random.NextInt64(long.MinValue, long.MaxValue), (ulong)random.NextInt64(long.MinValue, long.MaxValue))),
            };
            if (!id.IsBlank && drawn.Add(id)) return id;
        }
    }
}
