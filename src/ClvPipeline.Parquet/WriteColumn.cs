namespace ClvPipeline.Parquet;

/// <summary>A column to be written.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Optional">Whether it may hold nulls.</param>
/// <param name="Precision">Digits of a Decimal, 1 to 38.</param>
/// <param name="Scale">Digits behind the point of a Decimal.</param>
public sealed record WriteColumn(string Name, WriteType Type, bool Optional = false, int Precision = 18, int Scale = 6)
{
    internal bool Wide => Type == WriteType.Uuid || (Type == WriteType.Decimal && Precision > 18);

    internal void Check()
    {
        ArgumentException.ThrowIfNullOrEmpty(Name);
        if (Type == WriteType.Decimal && (Precision is < 1 or > 38 || Scale < 0 || Scale > Precision)) throw new ArgumentException($"column '{Name}': there is no decimal of {Precision} digits with {Scale} behind the point");
    }
}
