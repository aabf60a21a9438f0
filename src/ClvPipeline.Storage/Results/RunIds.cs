using System.Text.RegularExpressions;

namespace ClvPipeline.Storage;

/// <summary>Which texts are run ids. An id is a step of a path and part of a URL, so it holds nothing that means something there.</summary>
public static partial class RunIds
{
    /// <summary>Whether <paramref name="text"/> is one.</summary>
    public static bool IsValid(string text) => Pattern().IsMatch(text);

    /// <summary>Throws if <paramref name="text"/> is none.</summary>
    /// <exception cref="BadInputException">It is none.</exception>
    internal static void Check(string text)
    {
        if (!IsValid(text)) throw new BadInputException($"run id '{text}': expected a letter or digit, then at most 99 letters, digits, '.', '_' or '-'");
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,99}\z")]
    private static partial Regex Pattern();
}
