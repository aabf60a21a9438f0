namespace ClvPipeline;

/// <summary>Everything to the last touchpoint that is not direct; to the plain last where all are.</summary>
public sealed class LastNonDirect : SingleTouchModel
{
    internal static readonly ModelType Type = new("last_non_direct", () => new LastNonDirect());

    /// <inheritdoc />
    public override int Winner(in Journey journey)
    {
        for (var i = journey.Length - 1; i >= 0; i--)
            if (!journey.IsDirect(i)) return i;
        return journey.Length - 1;
    }
}
