using ClvPipeline.Storage;

namespace ClvPipeline.Jobs;

/// <summary><c>clv rollback</c>: shows readers what they saw before.</summary>
internal static class RollbackVerb
{
    public static Verb Create(CliHost host)
    {
        var source = new OutputOptions();
        var json = VerbOption.Flag("--json", "Prints one JSON object instead.");
        return new Verb("rollback", "Shows readers the run that they saw before this one, and keeps it there until a run of a later as-of date.",
            ["clv rollback # in every output of the settings", "clv rollback --out out # in a folder"],
            [source.Config, source.Folder, json],
            parsed => PointerReport.Write(Back(source.Of(parsed, host), host), parsed.GetValue(json), host));
    }

    private static List<(string Output, Publication Shown)> Back(RunOutputs outputs, CliHost host)
    {
        List<(string, Publication)> moved = [];
        if (outputs.Warehouse is { } warehouse) moved.Add((warehouse.Name, WarehousePublication.Rollback(warehouse)));
        if (outputs.Folder is { } folder) moved.Add((RunSummary.Shown(folder, host), Publication.Rollback(folder, host.Clock.GetUtcNow())));
        return moved;
    }
}
