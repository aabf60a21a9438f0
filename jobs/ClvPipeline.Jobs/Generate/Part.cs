namespace ClvPipeline.Jobs.Generate;

/// <summary>A file of a dataset: the rows of the UTC days <paramref name="FromDay"/> up to but not including <paramref name="ToDay"/>.</summary>
/// <param name="FileName">Relative to the shop's folder.</param>
/// <param name="FromDay">The first day.</param>
/// <param name="ToDay">The day after the last.</param>
/// <param name="RowsBefore">Rows of the parts before it.</param>
/// <param name="Rows">Its own rows (flawed ones come on top).</param>
/// <param name="MostRowsADay">Its busiest day.</param>
internal sealed record Part(string FileName, int FromDay, int ToDay, long RowsBefore, int Rows, int MostRowsADay)
{
    /// <summary>About as many rows does a part have where there are several.</summary>
    public const int UsualRows = 5_000_000;

    /// <summary>Cuts a dataset between days into parts of about the same size: a folder of them, or one file where that is enough.</summary>
    public static IReadOnlyList<Part> Split(string dataset, IReadOnlyList<int> rowsPerDay, int usualRows = UsualRows)
    {
        var total = rowsPerDay.Sum(rows => (long)rows);
        var wanted = Math.Max(1, (total + usualRows / 2) / usualRows);
        var parts = new List<Part>();
        var (from, before, upTo) = (0, 0L, 0L);
        for (var day = 0; day < rowsPerDay.Count; day++)
        {
            upTo += rowsPerDay[day];
            var full = upTo - before > 0 && upTo * wanted >= total * (parts.Count + 1);
            if (full && upTo < total || day == rowsPerDay.Count - 1)
            {
                var most = rowsPerDay.Skip(from).Take(day + 1 - from).Max();
                parts.Add(new Part($"{dataset}/part-{parts.Count:0000}.parquet", from, day + 1, before, (int)(upTo - before), most));
                (from, before) = (day + 1, upTo);
            }
        }
        return parts.Count > 1 ? parts : [parts[0] with { FileName = $"{dataset}.parquet" }];
    }
}
