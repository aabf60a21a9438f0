namespace ClvPipeline;

/// <summary>What each channel is worth, by mode and model, in micro-units. What is not there is 0.</summary>
internal sealed class ChannelClv
{
    private readonly Dictionary<(string Mode, string Model, string Channel), long> _values = [];

    /// <summary>Modes, models and channels for which there is a value.</summary>
    public IEnumerable<(string Mode, string Model, string Channel)> Keys => _values.Keys;

    public long this[(string Mode, string Model, string Channel) key] => _values.GetValueOrDefault(key);

    /// <summary>As a table <c>channel_summary</c> has it.</summary>
    public static ChannelClv Of(ResultTable summary)
    {
        var table = new TableReader(summary);
        var (modes, models, channels, clv) = (table.Texts("mode"), table.Texts("model"), table.Texts("channel"), table.Longs("clv"));
        var of = new ChannelClv();
        for (var row = 0; row < table.Rows; row++) of.Add((modes[row], models[row], channels[row]), clv[row]);
        return of;
    }

    /// <summary>As cells have it that were summed over all customers.</summary>
    public static ChannelClv Of(Cells cells, IntakeContext context)
    {
        var (modes, models, of) = (Mode.All(context.Settings.Attribution), context.Settings.Attribution.Models, new ChannelClv());
        for (var mode = 0; mode < modes.Count; mode++)
            for (var model = 0; model < models.Count; model++)
                for (var row = 0; row < cells.Rows.Count; row++)
                    of.Add((modes[mode].Name, models[model].Name, context.Pairs.Channels[context.Pairs[cells.Rows[row].Pair].Channel]), cells.Value(row, mode, model, Measure.Clv));
        return of;
    }

    /// <summary>By how much it differs from another.</summary>
    public IReadOnlyDictionary<(string Mode, string Model, string Channel), Int128> Minus(ChannelClv other) => Keys.Union(other.Keys).ToDictionary(key => key, key => (Int128)this[key] - other[key]);

    private void Add((string, string, string) key, long clv) => _values[key] = checked(_values.GetValueOrDefault(key) + clv);
}
