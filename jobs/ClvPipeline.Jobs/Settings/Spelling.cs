namespace ClvPipeline.Jobs;

/// <summary>Finds the word that was probably meant.</summary>
internal static class Spelling
{
    /// <summary>The nearest of the words that is near enough to be a slip of the pen, or null.</summary>
    public static string? Nearest(string word, IEnumerable<string> words) => words
        .Select(known => (known, distance: Distance(word.ToUpperInvariant(), known.ToUpperInvariant())))
        .Where(found => found.distance <= Math.Max(1, Math.Min(word.Length, found.known.Length) / 3))
        .OrderBy(found => found.distance)
        .ThenBy(found => Math.Abs(found.known.Length - word.Length)) // letters are swapped more often than left out
        .Select(found => found.known)
        .FirstOrDefault();

    /// <summary>How many letters have to be put in, left out, replaced or swapped with their neighbour.</summary>
    internal static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) rows[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) rows[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                rows[i, j] = Math.Min(Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1, rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        }

        return rows[a.Length, b.Length];
    }
}
