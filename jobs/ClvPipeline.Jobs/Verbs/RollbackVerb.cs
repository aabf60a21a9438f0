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
            parsed => PointerReport.Write(Pointers.Back(source.Of(parsed, host), host.Clock), parsed.GetValue(json), host));
    }
}
