using System.CommandLine;
using ClvPipeline.Storage;

namespace ClvPipeline.Jobs;

/// <summary>The options by which verbs find the outputs whose runs they look at.</summary>
internal sealed class OutputOptions
{
    private readonly SettingsOptions _source = new();

    public Option<string?> Folder { get; } = VerbOption.Text("--out", "folder", "The output folder. Default: the outputs of the settings.");

    public Option<string?> Config => _source.Config;

    /// <summary>The outputs: those of the settings, or the folder alone that is named.</summary>
    public RunOutputs Of(ParseResult parsed, CliHost host) => parsed.GetValue(Folder) is { } folder
        ? new RunOutputs(Path.GetFullPath(folder, host.WorkingDirectory), null)
        : RunOutputs.Of(ClvSettingsFile.Load(parsed.GetValue(Config), host.Environment, [], host.WorkingDirectory), null, host.WorkingDirectory);

    public static Argument<string> Run(string description) => new("RUN") { Description = description };

    /// <summary>A run of the output that has a register of them all: the database where there is one.</summary>
    public static RunEntry Find(RunOutputs outputs, string runId) => outputs.Queue(TimeProvider.System).Find(runId);
}
