namespace ClvPipeline.Jobs.Report;

/// <summary>What moved since the run before, by one mode and model.</summary>
internal sealed class ChangeFacts
{
    private readonly Dictionary<(string Channel, string Cause), long> _moved = [];

    /// <summary>Reads <c>run_change</c>.</summary>
    public ChangeFacts(TableView view, string mode, string model)
    {
        var (modes, models, channels, causes, reasons, clv) = (view.Texts("mode"), view.Texts("model"), view.Texts("channel"), view.Texts("cause"), view.Texts("reason"), view.Longs("clv"));
        (Model, PreviousRunId) = (model, view.Texts("previous_run_id")(0)!);
        for (var row = 0; row < view.Rows; row++)
        {
            if (modes(row) != mode || models(row) != model) continue;
            _moved[(channels(row)!, causes(row)!)] = clv[row];
            Reason ??= reasons(row);
        }

        Causes = [.. ClvPipeline.Causes.All.Where(cause => _moved.Any(moved => moved.Key.Cause == cause && moved.Value != 0))];
        Channels = [.. _moved.Keys.Select(key => key.Channel).Distinct()];
    }

    /// <summary>The model.</summary>
    public string Model { get; }

    /// <summary>The run that it was compared with.</summary>
    public string PreviousRunId { get; }

    /// <summary>The causes by which anything moved.</summary>
    public IReadOnlyList<string> Causes { get; }

    /// <summary>The channels that are told of.</summary>
    public IReadOnlyList<string> Channels { get; }

    /// <summary>Why some of it cannot be told apart; null where it can.</summary>
    public string? Reason { get; }

    /// <summary>By how much a cause moved a channel.</summary>
    public long Of(string channel, string cause) => _moved.GetValueOrDefault((channel, cause));

    /// <summary>By how much a channel moved.</summary>
    public Int128 Of(string channel) => Causes.Aggregate(Int128.Zero, (sum, cause) => sum + Of(channel, cause));

    /// <summary>By how much a cause moved all channels together.</summary>
    public Int128 Total(string cause) => Channels.Aggregate(Int128.Zero, (sum, channel) => sum + Of(channel, cause));

    /// <summary>The run that a table <c>run_change</c> was compared with; null where it has no rows.</summary>
    public static string? PreviousOf(IEnumerable<ResultTable> tables) => tables.FirstOrDefault(table => table.Spec.Name == ClvPipeline.Tables.RunChange.Name) is { Rows: > 0 } table ? new TableView(table).Texts("previous_run_id")(0) : null;
}
