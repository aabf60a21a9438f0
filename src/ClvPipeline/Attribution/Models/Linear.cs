namespace ClvPipeline;

/// <summary>The same to every touchpoint.</summary>
public sealed class Linear : CreditModel
{
    internal static readonly ModelType Type = new("linear", () => new Linear());

    /// <inheritdoc />
    public override bool NeedsLengthAlone => true;

    /// <inheritdoc />
    public override void Accumulate(in Journey journey, Span<double> upTo)
    {
        var n = journey.Length;
        for (var i = 0; i < n; i++) upTo[i] = (i + 1.0) / n;
    }
}
