using System.Text.Json;
using System.Text.Json.Nodes;

namespace ClvPipeline.Jobs;

/// <summary>Lays single settings, from the environment or from <c>--set</c>, over those of the file.</summary>
internal sealed class SettingsOverlay(JsonObject root, List<string> problems)
{
    private readonly Dictionary<string, string> _origins = [];

    /// <summary>A problem of a setting that was laid over the file, with where it came from: nobody would find it in the file.</summary>
    public string WithOrigin(string problem)
    {
        var colon = problem.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && _origins.TryGetValue(problem[..colon], out var origin) ? $"{problem[..colon]} (from {origin}){problem[colon..]}" : problem;
    }

    /// <summary>Lays the text behind <c>--set</c> over the tree: <c>a.b[0].c=value</c>.</summary>
    public void LaySet(string set)
    {
        var equals = set.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0) problems.Add($"--set {set}: expected key=value, such as clv.grossMargin=0.4");
        else if (SettingPath.Parse(set[..equals]) is { } steps) Lay(steps, set[(equals + 1)..], "--set", anyCase: false);
        else problems.Add($"--set {set[..equals]}: not the path of a setting; expected one such as attribution.models[0].halfLifeDays");
    }

    /// <summary>Lays one setting over the tree.</summary>
    /// <param name="steps">The way to it.</param>
    /// <param name="raw">Its value: JSON, or else text.</param>
    /// <param name="origin">Where it comes from, for messages.</param>
    /// <param name="anyCase">Whether names count in any case, as environment variables need.</param>
    public void Lay(string[] steps, string raw, string origin, bool anyCase)
    {
        JsonNode node = root;
        SettingShape? shape = KnownSettings.Root;
        var path = "";
        for (var i = 0; ; i++)
        {
            var step = anyCase && shape is not null ? shape.Written(steps[i]) : steps[i];
            var inner = shape?.Item ?? shape?.Member(step);
            var last = i + 1 == steps.Length;
            if (node is JsonArray list)
            {
                if (Place(list, step, path, origin) is not { } place) return;
                path = SettingPath.Join(path, $"{place}", inList: true);
                if (last) { list[place] = Value(raw, inner, path, origin); return; }
                node = list[place] ??= new JsonObject();
            }
            else if (node is JsonObject group)
            {
                path = SettingPath.Join(path, step, inList: false);
                if (last) { group[step] = Value(raw, inner, path, origin); return; }
                node = group[step] ??= Empty(path, steps[i + 1], inner);
            }
            else
            {
                problems.Add($"{path}: {origin} goes further than there are settings; found {SettingsText.Describe(node)}");
                return;
            }

            shape = inner;
        }
    }

    /// <summary>The place in a list that a step names: its number (one past the end appends) or, in the list of models, a model's name.</summary>
    private int? Place(JsonArray list, string step, string path, string origin)
    {
        if (SettingPath.Position(step) is { } position)
        {
            if (position == list.Count) list.Add((JsonNode?)null);
            if (position < list.Count) return position;
            problems.Add($"{path}[{position}]: {origin} names place {position} of a list of {list.Count}");
            return null;
        }

        var names = list.Select(item => Name(item)).ToArray();
        var found = Array.IndexOf(names, step);
        if (found < 0) found = Array.FindIndex(names, name => step.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (found >= 0) return found;
        problems.Add($"{path}.{step}: {origin} names a model that is not listed; there are {string.Join(", ", names.OfType<string>())}");
        return null;
    }

    private static string? Name(JsonNode? item) => item is JsonObject model ? Text(model["name"]) ?? Text(model["type"]) : null;

    private static string? Text(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : null;

    /// <summary>
    /// What stands where nothing stood. To change one thing of a default set must not do away with the rest of it: the modes, and the models when one is
    /// called by its name, begin as their defaults.
    /// </summary>
    private static JsonNode Empty(string path, string next, SettingShape? shape) => path switch
    {
        "attribution.modes" => new JsonObject { ["acquisition"] = new JsonObject(), ["order"] = new JsonObject(), ["lifetime"] = new JsonObject() },
        "attribution.models" when SettingPath.Position(next) is null => new JsonArray([.. ModelSettings.Defaults.Select(model => new JsonObject { ["type"] = model.Type })]),
        _ => shape?.Kind == SettingKind.List ? new JsonArray() : new JsonObject(),
    };

    /// <summary>A setting that takes text takes what is written, be it a number or a date; the others take JSON.</summary>
    private JsonNode? Value(string raw, SettingShape? shape, string path, string origin)
    {
        _origins[path] = origin;
        var isJson = SettingsText.TryParse(raw, path, problems, out var node);
        if (!isJson) return JsonValue.Create(raw);
        return shape?.Kind is SettingKind.Text or SettingKind.Date && node?.GetValueKind() != JsonValueKind.String ? JsonValue.Create(raw) : node;
    }
}
