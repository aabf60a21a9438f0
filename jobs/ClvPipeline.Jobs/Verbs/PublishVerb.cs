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
            parsed => PointerReport.Write(Pointers.Publish(source.Of(parsed, host), parsed.GetValue(run)!, host.Clock), parsed.GetValue(json), host), run);
    }
}
