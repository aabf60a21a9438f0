using System.CommandLine;

namespace ClvPipeline.Jobs;

/// <summary>The options by which every verb that reads settings finds them.</summary>
internal sealed class SettingsOptions
{
    public Option<string?> Config { get; } = VerbOption.Text("--config", "file", $"The settings. Default: {ClvSettingsFile.DefaultName} in this folder.");

    public Option<string[]> Sets { get; } = VerbOption.Texts("--set", "key=value",
        "Changes one setting for this time, such as clv.grossMargin=0.4 or attribution.models.time_decay.halfLifeDays=14. May be repeated. Such a run is kept, but shown only with --publish.");

    public LoadedSettings Load(ParseResult parsed, CliHost host) => ClvSettingsFile.Load(parsed.GetValue(Config), host.Environment, parsed.GetValue(Sets) ?? [], host.WorkingDirectory);
}
