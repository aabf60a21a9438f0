using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ClvPipeline.Jobs;

/// <summary>Compares a tree of settings with the settings that there are: unknown ones, wrong kinds, and those refused by name.</summary>
internal sealed class SettingsCheck(List<string> problems)
{
    private static readonly string[] AllPaths = [.. KnownSettings.Root.Paths()];

    /// <summary>Adds everything that is wrong from here on down.</summary>
    public void Check(JsonNode? node, SettingShape shape, string path)
    {
        if (shape.Refused is { } because)
        {
            if (shape.RefusedWhen?.Invoke(node) ?? true) { problems.Add($"{path}: {because}"); return; }
        }

        if (node is null && shape.Nullable) return;
        if (Expected(node, shape.Kind) is { } expected) { problems.Add($"{path}: expected {expected}, found {SettingsText.Describe(node)}"); return; }
        switch (node)
        {
            case JsonObject group when shape.Kind == SettingKind.Model:
                Model(group, shape, path);
                break;
            case JsonObject when shape.Kind == SettingKind.Changes:
                break;
            case JsonObject group:
                foreach (var (name, value) in group)
                {
                    var below = SettingPath.Join(path, name, inList: false);
                    if (shape.Member(name) is { } member) Check(value, member, below);
                    else problems.Add($"{below}: unknown setting; {Hint(name, shape, path)}");
                }

                break;
            case JsonArray list:
                for (var i = 0; i < list.Count; i++) Check(list[i], shape.Item!, $"{path}[{i}]");
                break;
        }
    }

    /// <summary>A model's numbers are the engine's to judge, because which there are depends on its type; everything else is judged here.</summary>
    private void Model(JsonObject model, SettingShape shape, string path)
    {
        if (!model.ContainsKey("type")) problems.Add($"{path}.type: missing; expected a model such as linear");
        foreach (var (name, value) in model)
        {
            var below = $"{path}.{name}";
            if (shape.Member(name) is { } member) Check(value, member, below);
            else if (value?.GetValueKind() != JsonValueKind.Number) problems.Add($"{below}: unknown setting; {Hint(name, shape, path)}");
        }
    }

    /// <summary>The word that was probably meant: a name of this group, else one of that name elsewhere.</summary>
    private static string Hint(string name, SettingShape shape, string path)
    {
        var names = shape.Members.Where(member => member.Shape.Refused is null).Select(member => member.Name).ToArray();
        var inList = path.EndsWith(']');
        if (Spelling.Nearest(name, names) is { } sibling) return $"did you mean '{(inList ? sibling : SettingPath.Join(path, sibling, inList: false))}'?";
        var last = name[(name.LastIndexOf('.') + 1)..];
        var elsewhere = Spelling.Nearest(last, AllPaths.Select(known => known[(known.LastIndexOf('.') + 1)..]).Where(word => word.Length > 3));
        if (elsewhere is not null && AllPaths.Where(known => known == elsewhere || known.EndsWith("." + elsewhere, StringComparison.Ordinal)).ToArray() is [var only])
            return $"did you mean '{only}'?";
        return path.Length == 0 ? $"there are {string.Join(", ", names)}" : $"{path} has {string.Join(", ", names)}";
    }

    private static string? Expected(JsonNode? node, SettingKind kind)
    {
        var found = node?.GetValueKind() ?? JsonValueKind.Null;
        return kind switch
        {
            SettingKind.Group => found == JsonValueKind.Object ? null : "a group of settings in braces, { … }",
            SettingKind.Model => found == JsonValueKind.Object ? null : "a model in braces, such as { \"type\": \"linear\" }",
            SettingKind.Changes => found == JsonValueKind.Object ? null : "changes in braces, such as { \"clv.horizonMonths\": 24 }",
            SettingKind.List => found == JsonValueKind.Array ? null : "a list, [ … ]",
            SettingKind.Text => found == JsonValueKind.String ? null : "text",
            SettingKind.Date => found == JsonValueKind.String && IsDate(node!.GetValue<string>(), out _) ? null : "a date such as 2026-01-31",
            SettingKind.Flag => found is JsonValueKind.True or JsonValueKind.False ? null : "true or false",
            SettingKind.Whole => found == JsonValueKind.Number && node!.AsValue().TryGetValue(out int _) ? null : "a whole number",
            SettingKind.Exact => found == JsonValueKind.Number && node!.AsValue().TryGetValue(out decimal _) ? null : "a number of at most 28 digits",
            _ => found == JsonValueKind.Number && node!.AsValue().TryGetValue(out double _) ? null : "a number",
        };
    }

    /// <summary>Reads an ISO date, and nothing else.</summary>
    public static bool IsDate(string text, out DateOnly date) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);
}
