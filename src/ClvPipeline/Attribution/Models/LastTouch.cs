namespace ClvPipeline;

/// <summary>Everything to the last touchpoint: who closed the sale?</summary>
public sealed class LastTouch : SingleTouchModel
{
    internal static readonly ModelType Type = new("last_touch", () => new LastTouch());

    /// <inheritdoc />
    public override int Winner(in Journey journey) => journey.Length - 1;
}
