using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace ClvPipeline.Jobs;

/// <summary>Help that teaches: what a verb does, its options, two examples, and what the exit codes mean.</summary>
internal sealed class Help(CliHost host) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var command = parseResult.CommandResult.Command;
        new HelpAction { MaxWidth = host.Width }.Invoke(parseResult);
        Examples(command is Verb verb ? verb.Examples : command.Subcommands.OfType<Verb>().Select(each => each.Examples[0]));
        if (command is RootCommand)
        {
            host.Out.WriteLine("Settings:");
            host.Out.WriteLine("  clv.json, over it environment variables, over those --set:");
            host.Out.WriteLine("  CLV__CLV__GROSSMARGIN=0.4 and --set clv.grossMargin=0.4 change the same setting.");
            host.Out.WriteLine();
        }

        host.Out.WriteLine("Exit codes:");
        foreach (var (code, meaning) in ExitCode.All) host.Out.WriteLine($"  {code,-4}{meaning}");
        return ExitCode.Ok;
    }

    /// <summary>What somebody sees who has typed nothing but the program's name.</summary>
    public static void WriteShort(RootCommand root, CliHost host)
    {
        host.Out.WriteLine($"clv {VersionText.Version}: {root.Description}");
        host.Out.WriteLine();
        foreach (var verb in root.Subcommands) host.Out.WriteLine($"  clv {verb.Name,-10}{verb.Description}");
        host.Out.WriteLine();
        host.Out.WriteLine("Try: clv generate --customers 1000 --out shop && clv run --config shop/clv.json");
        host.Out.WriteLine("More: clv --help, clv run --help");
    }

    private void Examples(IEnumerable<string> examples)
    {
        host.Out.WriteLine("Examples:");
        foreach (var example in examples)
        {
            if (example.Split(" # ") is [var line, var meaning])
            {
                host.Out.WriteLine($"  # {meaning}");
                host.Out.WriteLine($"  {line}");
            }
        }

        host.Out.WriteLine();
    }
}
