using ClvPipeline.Storage;

namespace ClvPipeline.Jobs;

/// <summary>Moves what readers see, in every output, because somebody asked for it.</summary>
internal static class Pointers
{
    /// <summary>Shows readers a run that is kept.</summary>
    /// <exception cref="BadInputException">There is no such run, or not with results.</exception>
    public static List<(string Output, Publication Shown)> Publish(RunOutputs outputs, string runId, TimeProvider clock)
    {
        List<(string, Publication)> moved = [];
        // The database first: it has the stricter rules.
        if (outputs.Warehouse is { } warehouse) moved.Add((warehouse.Name, WarehousePublication.Publish(warehouse, runId)));
        if (outputs.Folder is { } folder) moved.Add((folder, Publication.Publish(folder, RunRegister.Find(folder, runId), clock.GetUtcNow())));
        return moved;
    }

    /// <summary>Shows readers what they saw before, and keeps it there until a run of a later day.</summary>
    /// <exception cref="BadInputException">There is nothing to go back to.</exception>
    public static List<(string Output, Publication Shown)> Back(RunOutputs outputs, TimeProvider clock)
    {
        List<(string, Publication)> moved = [];
        if (outputs.Warehouse is { } warehouse) moved.Add((warehouse.Name, WarehousePublication.Rollback(warehouse)));
        if (outputs.Folder is { } folder) moved.Add((folder, Publication.Rollback(folder, clock.GetUtcNow())));
        return moved;
    }
}
