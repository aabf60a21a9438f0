using System.CommandLine;

namespace ClvPipeline.Jobs;

/// <summary>A verb of the program: a command that shows by example what it does.</summary>
internal sealed class Verb : Command
{
    public Verb(string name, string description, string[] examples, Option[] options, Func<ParseResult, int> run, Argument? argument = null) : base(name, description)
    {
        Examples = examples;
        if (argument is not null) Arguments.Add(argument);
        foreach (var option in options) Options.Add(option);
        SetAction(run);
    }

    /// <summary>Command lines with what they do behind a <c>#</c>.</summary>
    public IReadOnlyList<string> Examples { get; }
}
