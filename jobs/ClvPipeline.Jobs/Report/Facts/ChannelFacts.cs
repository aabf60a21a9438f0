namespace ClvPipeline.Jobs.Report;

/// <summary>What channels are worth by mode and model.</summary>
internal sealed class ChannelFacts
{
    private readonly Dictionary<(string Mode, string Model, string Channel), ChannelRow> _rows;

    /// <summary>Reads <c>channel_summary</c>.</summary>
    public ChannelFacts(TableView view)
    {
        var rows = ChannelRow.All(view);
        _rows = rows.ToDictionary(row => (row.Mode, row.Model, row.Channel));
        Modes = [.. rows.Select(row => row.Mode).Distinct()];
        Models = [.. rows.Select(row => row.Model).Distinct()];
    }

    /// <summary>The modes, in the order of the table.</summary>
    public IReadOnlyList<string> Modes { get; }

    /// <summary>The models, in the order of the table.</summary>
    public IReadOnlyList<string> Models { get; }

    /// <summary>The mode that is told first.</summary>
    public string Mode => Modes[0];

    /// <summary>The model that is told where one has to do: <c>linear</c>, which favours no place in a journey, else the first.</summary>
    public string Model => Models.Contains("linear") ? "linear" : Models[0];

    /// <summary>Whether anything is known of what channels cost.</summary>
    public bool HasSpend => _rows.Values.Any(row => row.Spend is not null);

    /// <summary>A row; null where there is none, which means 0.</summary>
    public ChannelRow? Find(string mode, string model, string channel) => _rows.GetValueOrDefault((mode, model, channel));

    /// <summary>A channel's CLV.</summary>
    public long Clv(string mode, string model, string channel) => Find(mode, model, channel)?.Clv ?? 0;

    /// <summary>The channels of a mode: the greatest by <see cref="Model"/> first, what nobody may claim last.</summary>
    public IReadOnlyList<string> Channels(string mode) => [.. _rows.Values.Where(row => row.Mode == mode).Select(row => row.Channel).Distinct()
        .OrderBy(channel => channel == ChannelTotals.Unattributed).ThenByDescending(channel => Clv(mode, Model, channel)).ThenBy(channel => channel, StringComparer.Ordinal)];

    /// <summary>The rows of a mode and model that were paid for, the most first.</summary>
    public IReadOnlyList<ChannelRow> Paid(string mode, string model) => [.. _rows.Values.Where(row => row.Mode == mode && row.Model == model && row.Spend is not null)
        .OrderByDescending(row => row.Spend).ThenBy(row => row.Channel, StringComparer.Ordinal)];

    /// <summary>All rows of a mode and model.</summary>
    public IEnumerable<ChannelRow> Rows(string mode, string model) => _rows.Values.Where(row => row.Mode == mode && row.Model == model);

    /// <summary>The least and the greatest CLV that any model gives a channel.</summary>
    public (long Least, long Most) Range(string mode, string channel)
    {
        var all = Models.Select(model => Clv(mode, model, channel)).ToList();
        return (all.Min(), all.Max());
    }
}
