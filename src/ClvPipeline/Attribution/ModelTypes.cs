namespace ClvPipeline;

/// <summary>A parameter of a kind of model.</summary>
public sealed record ModelParameter(string Name, double Default);

/// <summary>A kind of credit model: its name in the settings, its parameters, and how it is made.</summary>
/// <param name="Name">The name in the settings.</param>
/// <param name="Parameters">Its parameters with their defaults.</param>
/// <param name="Create">Makes the model of checked parameters.</param>
/// <param name="Problems">What is wrong with a set of parameters: sentences that begin with the parameter's name.</param>
public sealed record ModelType(
    string Name, IReadOnlyList<ModelParameter> Parameters, Func<IReadOnlyDictionary<string, double>, CreditModel> Create, Func<IReadOnlyDictionary<string, double>, IEnumerable<string>> Problems)
{
    /// <summary>A kind without parameters.</summary>
    public ModelType(string name, Func<CreditModel> create) : this(name, [], _ => create(), _ => []) { }
}

/// <summary>The kinds of credit model that there are. A new one is a file in Models and a line here.</summary>
public static class ModelTypes
{
    /// <summary>Every kind, in the order of the contract.</summary>
    public static readonly IReadOnlyList<ModelType> All =
        [FirstTouch.Type, LastTouch.Type, FirstNonDirect.Type, LastNonDirect.Type, Linear.Type, LinearUnique.Type, TimeDecay.Type, PositionBased.Type];

    /// <summary>Kinds that the contract names and this version does not know yet.</summary>
    public static readonly IReadOnlyList<string> NotBuilt = ["markov", "shapley_lift"];

    internal static string Names => string.Join(", ", All.Select(type => type.Name));

    /// <summary>The kind of that name, or null.</summary>
    public static ModelType? Find(string name) => All.FirstOrDefault(type => type.Name == name);
}
