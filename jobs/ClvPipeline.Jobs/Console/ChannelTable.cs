namespace ClvPipeline.Jobs;

/// <summary>Prints CLV by channel: a table a mode, a column a model; models that do not fit side by side stand below one another.</summary>
internal sealed class ChannelTable(ChannelTotals totals, RunSettings settings, int width)
{
    /// <summary>More channels than this are added up in a row of their own; all of them are in the results.</summary>
    private const int MostChannels = 30;

    /// <summary>Prints all of it.</summary>
    public void Write(TextWriter to)
    {
        to.WriteLine($"CLV by channel and model, {settings.Currency}");
        foreach (var mode in totals.Modes)
        {
            to.WriteLine();
            to.WriteLine(ModeText.Of(mode, settings.Attribution));
            Write(mode, to);
        }
    }

    private void Write(string mode, TextWriter to)
    {
        var names = totals.Channels(mode);
        var rows = Rows(mode, names);
        PrintedTable.Write(to, width, [PrintedColumn.Names("channel", rows.Select(row => row.Name))],
            totals.Models.ConvertAll(model => new PrintedColumn(PrintedColumn.Legible(model), rows.ConvertAll(row => Money.Rounded(row.Amount(model))))));
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

            rows.Add((PrintedColumn.Legible(channel), model => totals.Clv(mode, model, channel)));
        }

        rows.Add(("total", model => Sum(channels.Select(channel => totals.Clv(mode, model, channel)))));
        return rows;
    }

    private static Int128 Sum(IEnumerable<Int128> amounts) => amounts.Aggregate((Int128)0, (sum, amount) => sum + amount);
}
