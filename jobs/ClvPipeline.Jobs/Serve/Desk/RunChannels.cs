using ClvPipeline.Jobs.Report;
using ClvPipeline.Storage;

namespace ClvPipeline.Jobs.Serve;

/// <summary>What a kept run says of its channels.</summary>
internal static class RunChannels
{
    private static readonly TableSpec Spec = Tables.All.Single(table => table.Name == "channel_summary");

    /// <summary>Reads it from wherever the run is kept; null where its results are nowhere any more.</summary>
    public static ChannelFacts? Find(RunOutputs outputs, RunEntry run)
    {
        if (run.Status != RunRecord.Succeeded) return null;
        var table = InFolder(outputs, run) ?? (outputs.Warehouse is { } warehouse && run.Run["has_results"]?.GetValue<bool>() == true ? WarehouseTable.Read(warehouse, run.RunId, Spec) : null);
        return table is { Rows: > 0 } ? new ChannelFacts(new TableView(table)) : null;
    }

    private static ResultTable? InFolder(RunOutputs outputs, RunEntry run)
    {
        if (outputs.Folder is not { } folder || !RunIds.IsValid(run.RunId)) return null;
        var at = Path.Combine(folder, "runs", run.RunId);
        return File.Exists(Path.Combine(at, $"{Spec.Name}.parquet")) ? ResultReader.Read(at, Spec) : null;
    }
}
