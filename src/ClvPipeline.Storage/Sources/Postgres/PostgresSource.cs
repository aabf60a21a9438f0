using System.Security.Cryptography;
using System.Text;

namespace ClvPipeline.Storage;

/// <summary>A table or a query of a Postgres database, as the settings say.</summary>
/// <param name="Text">A query that begins with <c>select</c>, <c>with</c>, <c>values</c> or <c>table</c>; anything else is the name of a table or view.</param>
/// <param name="Connection">The name of the connection; what it stands for is a secret and not here.</param>
/// <param name="TimeoutSeconds">How long the server may take for it; null leaves that to the server.</param>
public sealed record PostgresSource(string Text, string Connection, int? TimeoutSeconds)
{
    private static readonly string[] Beginnings = ["select", "with", "values", "table"];

    /// <summary>
    /// How many pages of a table, of 8 KB, make a part: 32 MB keep all threads busy to the end, and beginning a COPY costs a thousandth of reading one. Never by the number
    /// of threads, as rows are numbered part by part.
    /// </summary>
    internal long PagesPerPart { get; init; } = 4096;

    /// <summary>Whether it is a query rather than a name.</summary>
    public bool IsQuery { get; } = Begins(Text);

    /// <summary>SHA-256 of the text, in lower-case hex.</summary>
    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));

    /// <summary>The query without the semicolon that people end it with.</summary>
    internal string Query => Text.TrimEnd().TrimEnd(';');

    private static bool Begins(string text)
    {
        var rest = text.AsSpan().TrimStart();
        while (rest is ['(', ..] or ['-', '-', ..] or ['/', '*', ..])
        {
            var end = rest[0] == '(' ? 0 : rest[0] == '-' ? rest.IndexOf('\n') : rest.IndexOf("*/") + 1;
            if (end < 0 || (end == 0 && rest[0] == '/')) return true; // a comment that never ends: the server says so best
            rest = rest[(end + 1)..].TrimStart();
        }

        foreach (var word in Beginnings)
            if (rest.StartsWith(word, StringComparison.OrdinalIgnoreCase) && rest.Length > word.Length && !char.IsLetterOrDigit(rest[word.Length]) && rest[word.Length] is not ('_' or '.' or '$')) return true;
        return false;
    }
}
