namespace ClvPipeline.Tests.Oracle;

/// <summary>A model of a run, with its parameters and its name in the results.</summary>
public sealed record OracleModel(ModelKind Kind, string Name, decimal HalfLifeDays = 7, decimal First = 0.4m, decimal Last = 0.4m)
{
    public OracleModel(ModelKind kind)
        : this(kind, TypeOf(kind))
    {
    }

    /// <summary>Its type in the settings.</summary>
    public string Type => TypeOf(Kind);

    /// <summary>All eight with the default parameters.</summary>
    public static IReadOnlyList<OracleModel> AllEight { get; } = [.. Enum.GetValues<ModelKind>().Select(kind => new OracleModel(kind))];

    private static string TypeOf(ModelKind kind) => kind switch
    {
        ModelKind.FirstTouch => "first_touch",
        ModelKind.LastTouch => "last_touch",
        ModelKind.FirstNonDirect => "first_non_direct",
        ModelKind.LastNonDirect => "last_non_direct",
        ModelKind.Linear => "linear",
        ModelKind.LinearUnique => "linear_unique",
        ModelKind.TimeDecay => "time_decay",
        _ => "position_based",
    };
}
