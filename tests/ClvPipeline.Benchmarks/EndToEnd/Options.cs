using System.Globalization;

namespace ClvPipeline.Benchmarks;

/// <summary>The arguments of a benchmark: <c>--name value</c> pairs.</summary>
internal sealed class Options
{
    private readonly Dictionary<string, string> _values = [];

    /// <param name="args">The arguments behind the benchmark's name.</param>
    /// <param name="known">The names that it knows.</param>
    /// <exception cref="BadInputException">An unknown name, or one without a value.</exception>
    public Options(string[] args, params string[] known)
    {
        for (var i = 0; i < args.Length; i += 2)
        {
            if (!known.Contains(args[i])) throw new BadInputException($"{args[i]}: unknown; expected {string.Join(", ", known)}");
            if (i + 1 == args.Length) throw new BadInputException($"{args[i]}: expected a value behind it");
            _values[args[i]] = args[i + 1];
        }
    }

    public string? Text(string name) => _values.GetValueOrDefault(name);

    public int Number(string name, int otherwise) => _values.TryGetValue(name, out var text) ? Number(name, text) : otherwise;

    /// <summary>One number, or several with commas between.</summary>
    public int[] Numbers(string name, int otherwise) => _values.TryGetValue(name, out var text) ? [.. text.Split(',').Select(one => Number(name, one))] : [otherwise];

    private static int Number(string name, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number
        : throw new BadInputException($"{name} {text}: expected a whole number above 0");
}
