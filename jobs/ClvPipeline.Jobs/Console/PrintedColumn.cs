namespace ClvPipeline.Jobs;

/// <summary>A column of a printed table.</summary>
/// <param name="Head">What stands above it.</param>
/// <param name="Cells">A text a row.</param>
/// <param name="Right">Whether its cells stand right, as numbers do.</param>
internal sealed record PrintedColumn(string Head, IReadOnlyList<string> Cells, bool Right = true)
{
    private const int LongestName = 28;

    /// <summary>Characters of the widest cell.</summary>
    public int Width { get; } = Cells.Select(cell => cell.Length).Append(Head.Length).Max();

    /// <summary>A column of names or other text.</summary>
    public static PrintedColumn Names(string head, IEnumerable<string> cells) => new(head, [.. cells], Right: false);

    /// <summary>A cell, filled up with blanks.</summary>
    public string Padded(string cell) => Right ? cell.PadLeft(Width) : cell.PadRight(Width);

    /// <summary>A text whose control characters, which would speak to the terminal, are replaced.</summary>
    public static string Plain(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '?' : c));

    /// <summary>A name from data that keeps its place: long ones push the numbers off the screen.</summary>
    public static string Legible(string name)
    {
        var plain = Plain(name);
        return plain.Length <= LongestName ? plain : plain[..(LongestName - 1)] + "…";
    }
}
