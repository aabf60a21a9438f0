namespace ClvPipeline.Tests.Oracle;

/// <summary>A column of a part as a source holds it; null: no value.</summary>
public abstract record PhysicalColumn(ColumnType Type, int Rows)
{
    /// <summary>Whether no row has a value.</summary>
    public abstract bool IsEmpty { get; }

    public abstract ColumnCursor Open();
}
