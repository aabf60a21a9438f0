namespace ClvPipeline.Jobs;

/// <summary>Prints CLV by channel: a table a mode, a column a model; models that do not fit side by side stand below one another.</summary>
internal sealed class ChannelTable(ChannelTotals totals, RunSettings settings, int width)
{
    /// <summary>More channels than this are added up in a row of their own; all of them are in the results.</summary>
    private const int MostChannels = 30;

    private const int LongestName = 28, Gap = 2;

    /// <summary>Prints all of it.</summary>
    public void Write(TextWriter to)
    {
        to.WriteLine($"CLV by channel and model, {settings.Currency}");
        foreach (var mode in totals.Modes)
        {
            to.WriteLine();
            to.WriteLine($"{mode}{Window(mode)}");
            Write(mode, to);
        }
    }

    private void Write(string mode, TextWriter to)
    {
        var names = totals.Channels(mode);
        var rows = Rows(mode, names);
        var first = Math.Max("channel".Length, rows.Max(row => row.Name.Length));
        var columns = totals.Models.ConvertAll(model => Column(model, rows.ConvertAll(row => row.Amount(model))));
        var begin = 0;
        foreach (var count in Blocks([.. columns.Select(column => column.Width + Gap)], width - first))
        {
            var block = columns.GetRange(begin, count);
            if (begin > 0) to.WriteLine();
            to.WriteLine("channel".PadRight(first) + string.Concat(block.Select(column => Right(column.Head, column.Width))));
            to.WriteLine(new string('-', first) + string.Concat(block.Select(column => Right(new string('-', column.Width), column.Width))));
            for (var i = 0; i < rows.Count; i++)
                to.WriteLine(rows[i].Name.PadRight(first) + string.Concat(block.Select(column => Right(column.Cells[i], column.Width))));
            begin += count;
        }
    }

    private List<(string Name, Func<string, Int128> Amount)> Rows(string mode, IReadOnlyList<string> channels)
    {
        List<(string, Func<string, Int128>)> rows = [];
        var few = channels.Count <= MostChannels + 1 ? channels : [.. channels.Take(MostChannels - 1), .. channels.Where(channel => channel == ChannelTotals.Unattributed)];
        foreach (var channel in few)
        {
            if (channel == ChannelTotals.Unattributed && few.Count < channels.Count)
            {
                var others = channels.Except(few).ToArray();
                rows.Add(($"({others.Length} other channels)", model => Sum(others.Select(other => totals.Clv(mode, model, other)))));
            }

            rows.Add((Legible(channel), model => totals.Clv(mode, model, channel)));
        }

        rows.Add(("total", model => Sum(channels.Select(channel => totals.Clv(mode, model, channel)))));
        return rows;
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

    private static (string Head, string[] Cells, int Width) Column(string model, List<Int128> amounts)
    {
        var head = Legible(model);
        string[] cells = [.. amounts.Select(Money.Rounded)];
        return (head, cells, Math.Max(head.Length, cells.Max(cell => cell.Length)));
    }

    private string Window(string mode)
    {
        var (days, path) = mode switch
        {
            "acquisition" => (settings.Attribution.Acquisition?.WindowDays, ""),
            "order" => (settings.Attribution.Order?.WindowDays, settings.Attribution.Order?.Path == OrderPath.Overlap ? ", overlap" : ", restart"),
            _ => (settings.Attribution.Lifetime?.WindowDays, ""),
        };
        return $" ({(days is { } window ? $"window of {window} days" : "unlimited window")}{path})";
    }

    private static Int128 Sum(IEnumerable<Int128> amounts) => amounts.Aggregate((Int128)0, (sum, amount) => sum + amount);

    private static string Right(string text, int width) => text.PadLeft(width + Gap);

    /// <summary>Names come from data: control characters would speak to the terminal, and long ones push the numbers off it.</summary>
    private static string Legible(string name)
    {
        var plain = string.Concat(name.Select(c => char.IsControl(c) ? '?' : c));
        return plain.Length <= LongestName ? plain : plain[..(LongestName - 1)] + "…";
    }
}
