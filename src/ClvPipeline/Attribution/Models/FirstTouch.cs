namespace ClvPipeline;

/// <summary>Everything to the first touchpoint: who opened the door?</summary>
public sealed class FirstTouch : SingleTouchModel
{
    internal static readonly ModelType Type = new("first_touch", () => new FirstTouch());

    /// <inheritdoc />
    public override int Winner(in Journey journey) => 0;
}
