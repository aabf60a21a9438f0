using System.Text.Json.Nodes;

namespace ClvPipeline.Jobs;

/// <summary>What may stand at one place of the settings.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Members">The settings of a group, in the order in which messages list them.</param>
/// <param name="Item">What a list holds.</param>
/// <param name="Nullable">Whether null means something here.</param>
/// <param name="Refused">Why it cannot be given (yet), as the end of a sentence; null where it can.</param>
/// <param name="RefusedWhen">Which values are refused; all of them where null.</param>
internal sealed record SettingShape(
    SettingKind Kind, IReadOnlyList<(string Name, SettingShape Shape)>? Members = null, SettingShape? Item = null, bool Nullable = false,
    string? Refused = null, Func<JsonNode?, bool>? RefusedWhen = null)
{
    /// <summary>The settings of a group.</summary>
    public IReadOnlyList<(string Name, SettingShape Shape)> Members { get; } = Members ?? [];

    /// <summary>The member of that very name, or null.</summary>
    public SettingShape? Member(string name) => Members.FirstOrDefault(member => member.Name == name).Shape;

    /// <summary>The member's name as it is written, for a name in any case; the name itself where there is no such member.</summary>
    public string Written(string name) => Members.FirstOrDefault(member => member.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Name ?? name;

    /// <summary>Every setting below this one, as paths from here.</summary>
    public IEnumerable<string> Paths() => Members.SelectMany(member => member.Shape.Paths().Select(below => $"{member.Name}.{below}").Prepend(member.Name));
}
