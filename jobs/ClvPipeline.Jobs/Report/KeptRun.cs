using ClvPipeline.Storage;

namespace ClvPipeline.Jobs.Report;

/// <summary>Reads the tables of finished runs for their reports.</summary>
internal static class KeptRun
{
    /// <summary>The tables of a run's folder.</summary>
    /// <exception cref="BadInputException">A table is damaged.</exception>
    public static RunTables Read(string outFolder, RunEntry run)
    {
        if (run.Problem is { } problem) throw new BadInputException($"run {run.RunId}: {problem}");
        ResultTable[] tables = [.. RunTables.Needed.Where(spec => File.Exists(Path.Combine(run.Folder, $"{spec.Name}.parquet"))).Select(spec => ResultReader.Read(run.Folder, spec))];
        var row = new TableView(tables.FirstOrDefault(table => table.Spec.Name == RunTable.Spec.Name) ?? throw new BadInputException($"run {run.RunId}: {run.Folder} has no run.parquet"));
        return new RunTables(tables, Before(outFolder, tables, row.Texts("pipeline")(0)!, run.AsOf, row.Longs("requested_at")[0]));
    }

    /// <summary>The run that this one was compared with; where that is not written down, the run of the same pipeline that was published last before this one was asked for, and is of no later day.</summary>
    /// <param name="outFolder">Where runs are kept.</param>
    /// <param name="tables">The tables of this one.</param>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="asOf">The last day that counts.</param>
    /// <param name="requestedAt">When this one was asked for, in microseconds since 1970.</param>
    public static PreviousRun? Before(string outFolder, IReadOnlyList<ResultTable> tables, string pipeline, DateOnly? asOf, long requestedAt)
    {
        var compared = ChangeFacts.PreviousOf(tables);
        var before = compared is not null ? RunRegister.List(outFolder).FirstOrDefault(run => run.RunId == compared && run.Problem is null) : RunBefore.InFolder(outFolder, pipeline, asOf, DateTimeOffset.UnixEpoch.AddTicks(requestedAt * TimeSpan.TicksPerMicrosecond));
        if (before is null) return null;
        try
        {
            return new PreviousRun(ResultReader.Read(before.Folder, RunTable.Spec));
        }
        catch (BadInputException)
        {
            // Written by another version, or tampered with: nothing to compare with, and no reason to fail.
            return null;
        }
    }

    /// <summary>An instant in microseconds since 1970.</summary>
    public static long Micros(DateTimeOffset instant) => (instant.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;
}
