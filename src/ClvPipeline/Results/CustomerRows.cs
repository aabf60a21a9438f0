namespace ClvPipeline;

/// <summary>Which customers get a row in <c>customer_value</c>: all, the first so many by CLV, or none. The law is checked over all of them in any case.</summary>
/// <param name="Limit">The largest number of rows; <see cref="int.MaxValue"/> for all.</param>
public sealed record CustomerRows(int Limit)
{
    /// <summary>Every customer with an order.</summary>
    public static readonly CustomerRows All = new(int.MaxValue);

    /// <summary>Reads <c>all</c>, <c>none</c> or <c>top:N</c>; null if it is none of these.</summary>
    public static CustomerRows? Parse(string text) => text switch
    {
        "all" => All,
        "none" => new CustomerRows(0),
        _ when text.StartsWith("top:", StringComparison.Ordinal) && int.TryParse(text.AsSpan(4), System.Globalization.NumberStyles.None, null, out var n) => new CustomerRows(n),
        _ => null,
    };

    /// <inheritdoc />
    public override string ToString() => Limit switch { int.MaxValue => "all", 0 => "none", _ => $"top:{Limit}" };

    internal IEnumerable<string> Problems()
    {
        if (Limit < 0) yield return $"output.customerValue: {Limit} is out of range; expected all, none or top:N";
    }
}
