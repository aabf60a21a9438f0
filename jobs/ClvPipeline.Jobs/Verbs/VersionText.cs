using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;

namespace ClvPipeline.Jobs;

/// <summary>Which build this is.</summary>
internal sealed class VersionText(CliHost host) : SynchronousCommandLineAction
{
    /// <summary>The version, with the first digits of the commit it was built from where that is known.</summary>
    public static string Version { get; } = Short(typeof(VersionText).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0");

    public override int Invoke(ParseResult parseResult)
    {
        host.Out.WriteLine($"clv {Version}");
        return ExitCode.Ok;
    }

    private static string Short(string version) => version.IndexOf('+', StringComparison.Ordinal) is > 0 and var plus ? version[..Math.Min(version.Length, plus + 9)] : version;
}
