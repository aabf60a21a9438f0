using System.CommandLine;
using System.Globalization;

namespace ClvPipeline.Jobs;

/// <summary>The kinds of option that verbs have; a wrong value is told as found and expected.</summary>
internal static class VerbOption
{
    public static Option<string?> Text(string name, string value, string description) => new(name) { Description = description, HelpName = value };

    public static Option<bool> Flag(string name, string description) => new(name) { Description = description };

    public static Option<string[]> Texts(string name, string value, string description) =>
        new(name) { Description = description, HelpName = value, Arity = ArgumentArity.OneOrMore, DefaultValueFactory = _ => [] };

    public static Option<DateOnly?> Date(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "date",
        CustomParser = result =>
        {
            if (SettingsCheck.IsDate(result.Tokens[0].Value, out var date)) return date;
            result.AddError($"{name}: '{result.Tokens[0].Value}' is not a date; expected one such as 2026-01-31");
            return null;
        },
    };

    public static Option<long?> Whole(string name, string value, long least, long most, string description) => new(name)
    {
        Description = description,
        HelpName = value,
        CustomParser = result =>
        {
            if (long.TryParse(result.Tokens[0].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name}: '{result.Tokens[0].Value}' is not allowed; expected a whole number from {least} to {most}"));
            return null;
        },
    };

    public static Option<string?> Choice(string name, string value, string[] choices, string description) => new(name)
    {
        Description = description,
        HelpName = value,
        CustomParser = result =>
        {
            if (choices.Contains(result.Tokens[0].Value)) return result.Tokens[0].Value;
            result.AddError($"{name}: '{result.Tokens[0].Value}' is not a choice; expected {string.Join(", ", choices)}");
            return null;
        },
    };
}
