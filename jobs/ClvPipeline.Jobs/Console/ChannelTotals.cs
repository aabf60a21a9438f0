namespace ClvPipeline.Jobs;

/// <summary>CLV by mode, model and channel, as a run's tables say.</summary>
internal sealed class ChannelTotals
{
    /// <summary>The row of what no touchpoint may claim.</summary>
    public const string Unattributed = "(unattributed)";

    private readonly Dictionary<(string Mode, string Model, string Channel), Int128> _clv = [];

    private ChannelTotals() { }

    /// <summary>The modes, in the order of the tables.</summary>
    public List<string> Modes { get; } = [];

    /// <summary>The models, in the order of the tables.</summary>
    public List<string> Models { get; } = [];

    /// <summary>Adds up a run's tables: by channel where that is there, else from the finest grain.</summary>
    public static ChannelTotals Of(RunResults results)
    {
        var totals = new ChannelTotals();
        var view = new TableView(results.Tables.FirstOrDefault(table => table.Spec.Name == "channel_summary") ?? results.Table("channel_value"));
        var (modes, models, channels, clv) = (view.Texts("mode"), view.Texts("model"), view.Texts("channel"), view.Longs("clv"));
        for (var row = 0; row < view.Rows; row++)
        {
            var key = (modes(row)!, models(row)!, channels(row)!);
            if (!totals.Modes.Contains(key.Item1)) totals.Modes.Add(key.Item1);
            if (!totals.Models.Contains(key.Item2)) totals.Models.Add(key.Item2);
            totals._clv[key] = totals._clv.GetValueOrDefault(key) + clv[row];
        }

        return totals;
    }

    /// <summary>A channel's CLV; 0 where it has none.</summary>
    public Int128 Clv(string mode, string model, string channel) => _clv.GetValueOrDefault((mode, model, channel));

    /// <summary>The channels of a mode: the greatest of its first model first, <see cref="Unattributed"/> last.</summary>
    public IReadOnlyList<string> Channels(string mode) => [.. _clv.Keys
        .Where(key => key.Mode == mode)
        .Select(key => key.Channel)
        .Distinct()
        .OrderBy(channel => channel == Unattributed)
        .ThenByDescending(channel => Models.Count == 0 ? 0 : Clv(mode, Models[0], channel))
        .ThenBy(channel => channel, StringComparer.Ordinal)];
}
