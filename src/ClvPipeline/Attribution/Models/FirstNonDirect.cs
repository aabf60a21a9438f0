namespace ClvPipeline;

/// <summary>Everything to the first touchpoint that is not direct; to the plain first where all are.</summary>
public sealed class FirstNonDirect : SingleTouchModel
{
    internal static readonly ModelType Type = new("first_non_direct", () => new FirstNonDirect());

    /// <inheritdoc />
    public override int Winner(in Journey journey)
    {
        for (var i = 0; i < journey.Length; i++)
            if (!journey.IsDirect(i)) return i;
        return 0;
    }
}
