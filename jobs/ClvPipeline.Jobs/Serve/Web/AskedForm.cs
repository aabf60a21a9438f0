namespace ClvPipeline.Jobs.Serve;

/// <summary>What somebody has written into the form, as a request.</summary>
internal static class AskedForm
{
    /// <summary>Reads it.</summary>
    /// <exception cref="UsageException">It asks for what cannot be.</exception>
    public static RunAsk Read(RunDesk desk, IReadOnlyDictionary<string, string> posted)
    {
        var of = posted.GetValueOrDefault("of");
        var run = string.IsNullOrEmpty(of) ? null : Answer.OrMissing(() => desk.Queue.Find(of));
        var pipeline = desk.Settings(run?.Pipeline, posted.GetValueOrDefault("pipeline"));
        if (!SettingsCheck.IsDate(posted.GetValueOrDefault("as_of", ""), out var asOf)) throw new UsageException($"As-of date: '{posted.GetValueOrDefault("as_of")}' is not a date; expected one such as 2026-01-31");
        var sets = new AskForm(run?.Run["parameters"]?.ToJsonString(Parameters.Plain) ?? pipeline.ParametersJson, posted).Sets();
        return new RunAsk { Pipeline = run is null ? pipeline.Pipeline : null, Of = run?.RunId, AsOf = asOf, Sets = sets, Note = posted.GetValueOrDefault("note"), RequestedBy = posted.GetValueOrDefault("requested_by") };
    }
}
