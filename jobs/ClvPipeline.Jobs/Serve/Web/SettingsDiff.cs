using System.Text.Json.Nodes;

namespace ClvPipeline.Jobs.Serve;

/// <summary>In which settings two runs differ.</summary>
internal static class SettingsDiff
{
    /// <summary>The settings that differ, with what each run has; null where it has none. Models go by their names.</summary>
    public static IReadOnlyList<(string Path, string? A, string? B)> Of(JsonNode? a, JsonNode? b)
    {
        SortedDictionary<string, (string? A, string? B)> all = new(StringComparer.Ordinal);
        foreach (var (path, value) in Leaves(a, "")) all[path] = (value, null);
        foreach (var (path, value) in Leaves(b, "")) all[path] = (all.GetValueOrDefault(path).A, value);
        return [.. all.Where(each => each.Value.A != each.Value.B).Select(each => (each.Key, each.Value.A, each.Value.B))];
    }

    private static IEnumerable<(string Path, string Value)> Leaves(JsonNode? node, string path) => node switch
    {
        JsonObject group => group.SelectMany(member => Leaves(member.Value, path.Length == 0 ? member.Key : $"{path}.{member.Key}")),
        JsonArray list => list.SelectMany((item, i) => Leaves(item, item is JsonObject model && model["name"] is { } name ? $"{path}.{(string)name!}" : $"{path}[{i}]")),
        null => [(path, "null")],
        _ => [(path, node.GetValueKind() == System.Text.Json.JsonValueKind.String ? node.GetValue<string>() : node.ToJsonString())],
    };
}
