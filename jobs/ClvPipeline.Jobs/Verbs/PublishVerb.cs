using ClvPipeline.Storage;

namespace ClvPipeline.Jobs;

/// <summary><c>clv publish</c>: shows readers a run that is kept.</summary>
internal static class PublishVerb
{
    public static Verb Create(CliHost host)
    {
        var source = new OutputOptions();
        var run = OutputOptions.Run("The run's id.");
        var json = VerbOption.Flag("--json", "Prints one JSON object instead.");
        return new Verb("publish", "Shows readers a run that is kept, such as one with other settings. The next run of the pipeline takes its place.",
            ["clv publish what-if # in every output of the settings", "clv publish what-if --out out # in a folder"],
            [source.Config, source.Folder, json],
            parsed => PointerReport.Write(Publish(source.Of(parsed, host), parsed.GetValue(run)!, host), parsed.GetValue(json), host), run);
    }

    private static List<(string Output, Publication Shown)> Publish(RunOutputs outputs, string runId, CliHost host)
    {
        List<(string, Publication)> moved = [];
        // The database first: it has the stricter rules.
        if (outputs.Warehouse is { } warehouse) moved.Add((warehouse.Name, WarehousePublication.Publish(warehouse, runId)));
        if (outputs.Folder is { } folder) moved.Add((RunSummary.Shown(folder, host), Publication.Publish(folder, RunRegister.Find(folder, runId), host.Clock.GetUtcNow())));
        return moved;
    }
}
