using System.CommandLine;
using System.CommandLine.Help;

namespace ClvPipeline.Jobs;

/// <summary>The verbs that there are, and what becomes of a command line.</summary>
internal static class Verbs
{
    /// <summary>Verbs that the contract names and this version does not know yet.</summary>
    private static readonly string[] NotBuilt = ["erase"];

    private static readonly ParserConfiguration Parser = new() { ResponseFileTokenReplacer = null };

    /// <summary>Runs a command line.</summary>
    /// <exception cref="UsageException">It is not one of ours.</exception>
    public static int Invoke(string[] args, CliHost host)
    {
        var root = Root(host);
        if (args.Length == 0)
        {
            Help.WriteShort(root, host);
            return ExitCode.Ok;
        }

        if (NotBuilt.Contains(args[0])) throw new UsageException($"'clv {args[0]}' is not built yet; this version has {Names(root)}");
        var parsed = root.Parse(args, Parser);
        if (parsed.Errors.Count > 0 && parsed.Action is not Help) throw new UsageException(Problems(root, parsed));
        return parsed.Invoke(new InvocationConfiguration { Output = host.Out, Error = host.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
    }

    internal static RootCommand Root(CliHost host)
    {
        var root = new RootCommand("Customer lifetime value, and the channels that earned it.");
        Verb[] verbs =
        [
            RunVerb.Create(host), ValidateVerb.Create(host), GenerateVerb.Create(host), ExplainVerb.Create(host), ReportVerb.Create(host),
            ServeVerb.Create(host), RunsVerb.Create(host), ShowVerb.Create(host), DiffVerb.Create(host), RerunVerb.Create(host), CancelVerb.Create(host), PublishVerb.Create(host), RollbackVerb.Create(host), BackfillVerb.Create(host), MigrateVerb.Create(host), DoctorVerb.Create(host),
        ];
        foreach (var verb in verbs) root.Subcommands.Add(verb);
        root.Options.OfType<HelpOption>().Single().Action = new Help(host);
        root.Options.OfType<VersionOption>().Single().Action = new VersionText(host);
        return root;
    }

    private static string Names(RootCommand root) => string.Join(", ", root.Subcommands.Select(verb => verb.Name));

    private static List<string> Problems(RootCommand root, ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (command == root)
        {
            var word = parsed.UnmatchedTokens is [var first, ..] ? first : null;
            if (word is null) return [$"no verb; expected one of {Names(root)} (see clv --help)"];
            var verb = Spelling.Nearest(word, root.Subcommands.Select(known => known.Name));
            return [$"'{word}' is not {(word.StartsWith('-') ? "an option" : "a verb")}; {(verb is null ? $"expected one of {Names(root)}" : $"did you mean '{verb}'?")} (see clv --help)"];
        }

        // The parser calls every word it cannot place unrecognised; one sentence each, with the option that was probably meant.
        List<string> problems = [];
        for (var i = 0; i < parsed.UnmatchedTokens.Count; i++)
        {
            var word = parsed.UnmatchedTokens[i];
            if (i > 0 && !word.StartsWith('-') && parsed.UnmatchedTokens[i - 1].StartsWith('-')) continue;
            var option = Spelling.Nearest(word, command.Options.Select(known => known.Name));
            problems.Add($"clv {command.Name}: '{word}' is not {(word.StartsWith('-') ? "an option" : "expected here")}{(option is null ? "" : $"; did you mean '{option}'?")}");
        }

        problems.AddRange(parsed.Errors.Select(error => error.Message).Where(message => !message.StartsWith("Unrecognized command", StringComparison.Ordinal)));
        problems[^1] += $" (see clv {command.Name} --help)";
        return problems;
    }
}
