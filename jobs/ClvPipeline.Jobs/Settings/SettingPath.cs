using System.Globalization;

namespace ClvPipeline.Jobs;

/// <summary>The way to a setting: names of groups and positions in lists.</summary>
internal static class SettingPath
{
    /// <summary>Reads <c>a.b[0].c</c> or <c>a.b.0.c</c>; null where it is neither.</summary>
    public static string[]? Parse(string text)
    {
        List<string> steps = [];
        foreach (var part in text.Split('.'))
        {
            var open = part.IndexOf('[', StringComparison.Ordinal);
            var name = open < 0 ? part : part[..open];
            if (name.Trim().Length == 0) return null;
            steps.Add(name.Trim());
            for (; open >= 0 && open < part.Length;)
            {
                var close = part.IndexOf(']', open);
                if (part[open] != '[' || close < 0 || Position(part[(open + 1)..close]) is null) return null;
                steps.Add(part[(open + 1)..close]);
                open = close + 1;
            }
        }

        return [.. steps];
    }

    /// <summary>A position in a list, counted from 0; null where the step is a name.</summary>
    public static int? Position(string step) => int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? position : null;

    /// <summary>One step further, as messages write it.</summary>
    public static string Join(string path, string step, bool inList) => inList ? $"{path}[{step}]" : path.Length == 0 ? step : $"{path}.{step}";
}
