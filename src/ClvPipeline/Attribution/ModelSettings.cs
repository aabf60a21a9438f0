namespace ClvPipeline;

/// <summary>A credit model as asked for: its type, the name it goes by in the results, and its parameters.</summary>
public sealed record ModelSettings
{
    /// <summary>The kind of model: a name in <see cref="ModelTypes"/>.</summary>
    public required string Type { get; init; }

    /// <summary>The name in the results; the type unless said otherwise.</summary>
    public string Name { get => field ?? Type; init; }

    /// <summary>Parameters that differ from the type's defaults, by name.</summary>
    public IReadOnlyDictionary<string, double> Parameters { get; init; } = new Dictionary<string, double>();

    /// <summary>The default set of the contract.</summary>
    public static readonly IReadOnlyList<ModelSettings> Defaults =
        [.. new[] { "first_touch", "last_touch", "last_non_direct", "linear", "time_decay", "position_based" }.Select(type => new ModelSettings { Type = type })];

    /// <summary>All parameters, defaults filled in, in the order of the type.</summary>
    public IReadOnlyDictionary<string, double> AllParameters() => ModelTypes.Find(Type) is { } type
        ? type.Parameters.ToDictionary(p => p.Name, p => Parameters.TryGetValue(p.Name, out var value) ? value : p.Default)
        : Parameters;

    /// <summary>The model itself. Only for settings without <see cref="Problems"/>.</summary>
    public CreditModel Create() => ModelTypes.Find(Type)!.Create(AllParameters());

    /// <summary>Everything that is wrong, each as a sentence that begins with <paramref name="where"/>.</summary>
    public IEnumerable<string> Problems(string where)
    {
        if (Name.Trim() != Name || Name.Length is 0 or > 100 || Name.Any(char.IsControl)) yield return $"{where}.name: '{Name}' is not a usable name; expected 1 to 100 characters without surrounding blanks";
        if (ModelTypes.NotBuilt.Contains(Type)) { yield return $"{where}.type: '{Type}' is not built yet; this version knows {ModelTypes.Names}"; yield break; }
        if (ModelTypes.Find(Type) is not { } type) { yield return $"{where}.type: '{Type}' is not a model; expected one of {ModelTypes.Names}"; yield break; }
        foreach (var key in Parameters.Keys.Where(key => type.Parameters.All(p => p.Name != key)))
            yield return $"{where}.{key}: {Type} has no such parameter; {(type.Parameters.Count == 0 ? "it has none" : "it has " + string.Join(", ", type.Parameters.Select(p => p.Name)))}";
        foreach (var problem in type.Problems(AllParameters())) yield return $"{where}.{problem}";
    }
}
