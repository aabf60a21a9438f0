using System.Text.Json;
using System.Text.Json.Nodes;

namespace ClvPipeline.Jobs;

/// <summary>
/// Looks settings up by path. What is missing or of the wrong kind is null: its problem is on the list already, and the default stands in so that
/// everything else can be judged in the same go.
/// </summary>
internal readonly struct SettingsTree(JsonNode? node)
{
    /// <summary>The node itself.</summary>
    public JsonNode? Node { get; } = node;

    /// <summary>Whether the settings name it, be it as null.</summary>
    public bool Has(string name) => Node is JsonObject group && group.ContainsKey(name);

    /// <summary>What is below a name, or below <c>a.b.c</c>.</summary>
    public SettingsTree this[string path] => path.Split('.').Aggregate(this, (tree, name) => new(tree.Node is JsonObject group ? group[name] : null));

    /// <summary>The names of a group with what is below each.</summary>
    public IEnumerable<(string Name, SettingsTree Tree)> Members => Node is JsonObject group ? group.Select(member => (member.Key, new SettingsTree(member.Value))) : [];

    /// <summary>The items of a list.</summary>
    public IEnumerable<SettingsTree> Items => Node is JsonArray list ? list.Select(item => new SettingsTree(item)) : [];

    /// <summary>As text.</summary>
    public string? Text => Kind == JsonValueKind.String ? Node!.GetValue<string>() : null;

    /// <summary>As a date.</summary>
    public DateOnly? Date => Text is { } text && SettingsCheck.IsDate(text, out var date) ? date : null;

    /// <summary>As a double.</summary>
    public double? Number => Kind == JsonValueKind.Number && Node!.AsValue().TryGetValue(out double number) ? number : null;

    /// <summary>As a decimal.</summary>
    public decimal? Exact => Kind == JsonValueKind.Number && Node!.AsValue().TryGetValue(out decimal number) ? number : null;

    /// <summary>As a whole number.</summary>
    public int? Whole => Kind == JsonValueKind.Number && Node!.AsValue().TryGetValue(out int number) ? number : null;

    /// <summary>As true or false.</summary>
    public bool? Flag => Kind is JsonValueKind.True or JsonValueKind.False ? Node!.GetValue<bool>() : null;

    private JsonValueKind Kind => Node?.GetValueKind() ?? JsonValueKind.Null;
}
