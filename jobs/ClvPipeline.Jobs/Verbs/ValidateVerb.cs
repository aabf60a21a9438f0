namespace ClvPipeline.Jobs;

/// <summary><c>clv validate</c>: whether a run could begin.</summary>
internal static class ValidateVerb
{
    public static Verb Create(CliHost host)
    {
        var source = new SettingsOptions();
        var json = VerbOption.Flag("--json", "Prints one JSON object instead.");
        return new Verb("validate", "Reads and checks settings and the columns of the inputs; computes nothing.",
            ["clv validate # before the first night", "clv validate --config shop/clv.json --json # in a deployment script"],
            [source.Config, source.Sets, json],
            parsed => Run(source.Load(parsed, host), parsed.GetValue(json), host));
    }

    internal static int Run(LoadedSettings settings, bool json, CliHost host) => throw new UsageException("'clv validate' is not wired yet");
}
