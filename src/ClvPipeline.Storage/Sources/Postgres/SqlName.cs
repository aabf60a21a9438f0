namespace ClvPipeline.Storage;

/// <summary>Names of tables and columns in SQL. They come from settings, so they are quoted and never pasted.</summary>
internal static class SqlName
{
    /// <summary>The name in quotes.</summary>
    /// <exception cref="ArgumentException">It has a NUL, which no name can have.</exception>
    public static string Quote(string name) =>
        name.Contains('\0', StringComparison.Ordinal) ? throw new ArgumentException("a name in SQL has no NUL character", nameof(name)) : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>Reads <c>table</c> or <c>schema.table</c>; a part with a point in it stands in double quotes. Null where it is neither.</summary>
    public static (string? Schema, string Table)? Table(string text)
    {
        List<string> parts = [];
        var rest = text.AsSpan().Trim();
        while (true)
        {
            if (rest is ['"', ..])
            {
                var end = 1;
                while (end < rest.Length && (rest[end] != '"' || (end + 1 < rest.Length && rest[end + 1] == '"'))) end += rest[end] == '"' ? 2 : 1;
                if (end >= rest.Length) return null;
                parts.Add(rest[1..end].ToString().Replace("\"\"", "\"", StringComparison.Ordinal));
                rest = rest[(end + 1)..];
            }
            else
            {
                var end = rest.IndexOf('.');
                parts.Add((end < 0 ? rest : rest[..end]).ToString());
                rest = end < 0 ? [] : rest[end..];
            }

            if (rest.IsEmpty) break;
            if (rest[0] != '.') return null;
            rest = rest[1..];
        }

        if (parts.Any(part => part.Length == 0 || part.Contains('\0', StringComparison.Ordinal))) return null;
        return parts switch { [var table] => (null, table), [var schema, var table] => (schema, table), _ => null };
    }
}
