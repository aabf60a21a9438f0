namespace ClvPipeline.Jobs;

/// <summary>Text in columns. Those that do not fit side by side stand below one another, each time behind the columns that name the rows.</summary>
internal static class PrintedTable
{
    private const int Gap = 2;

    /// <summary>Prints a table.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="width">How many characters fit on a line.</param>
    /// <param name="names">The columns that name the rows.</param>
    /// <param name="values">The others; may be none.</param>
    /// <param name="indent">How far it is set in.</param>
    public static void Write(TextWriter to, int width, IReadOnlyList<PrintedColumn> names, IReadOnlyList<PrintedColumn> values, int indent = 0)
    {
        var room = width - indent - names.Sum(column => column.Width) - Gap * (names.Count - 1);
        var begin = 0;
        foreach (var count in values.Count == 0 ? [0] : Blocks([.. values.Select(column => column.Width + Gap)], room))
        {
            if (begin > 0) to.WriteLine();
            PrintedColumn[] block = [.. names, .. values.Skip(begin).Take(count)];
            Line(column => column.Padded(column.Head));
            Line(column => new string('-', column.Width));
            for (var row = 0; row < names[0].Cells.Count; row++) Line(column => column.Padded(column.Cells[row]));
            begin += count;

            void Line(Func<PrintedColumn, string> cell) => to.WriteLine((new string(' ', indent) + string.Join(new string(' ', Gap), block.Select(cell))).TrimEnd());
        }
    }

    /// <summary>How many columns stand in each block: as few blocks as the width allows, about equally wide.</summary>
    private static List<int> Blocks(int[] widths, int room)
    {
        for (var blocks = 1; blocks < widths.Length; blocks++)
        {
            var chunks = widths.Chunk((widths.Length + blocks - 1) / blocks).ToList();
            if (chunks.TrueForAll(chunk => chunk.Sum() <= room)) return chunks.ConvertAll(chunk => chunk.Length);
        }

        return [.. Enumerable.Repeat(1, widths.Length)];
    }
}
