namespace ClvPipeline.Storage;

/// <summary>Columns that stand in folder names: <c>year=2026/month=11</c>.</summary>
internal static class HivePartitions
{
    private const string Null = "__HIVE_DEFAULT_PARTITION__";

    /// <summary>The columns of the folders in <paramref name="folders"/>, a path with <c>/</c>. Folders without <c>=</c> are no columns; of a repeated name the innermost counts.</summary>
    public static IReadOnlyDictionary<string, string?> Of(string folders)
    {
        var columns = new Dictionary<string, string?>();
        foreach (var folder in folders.Split('/'))
        {
            var equals = folder.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0) continue;
            var value = folder[(equals + 1)..];
            columns[Uri.UnescapeDataString(folder[..equals])] = value == Null ? null : Uri.UnescapeDataString(value);
        }
        return columns;
    }
}
