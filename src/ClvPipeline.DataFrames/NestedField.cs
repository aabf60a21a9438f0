using Parquet.Schema;

namespace ClvPipeline.DataFrames;

/// <summary>A column of a file that has lists.</summary>
/// <param name="Leaf">Its values.</param>
/// <param name="ElementLevel">The definition level from which on an element of the list is there, even if its value is null; 0 outside of lists.</param>
internal sealed record NestedField(DataField Leaf, int ElementLevel)
{
    /// <summary>Whether it lies in a list.</summary>
    public bool IsRepeated => Leaf.MaxRepetitionLevel > 0;

    /// <summary>The name that our codec gives it.</summary>
    public string Name => string.Join('.', Leaf.Path.ToList());

    /// <summary>All columns of a file.</summary>
    public static IEnumerable<NestedField> Of(ParquetSchema schema) => schema.Fields.SelectMany(field => Below(field, 0));

    private static IEnumerable<NestedField> Below(Field field, int elementLevel)
    {
        // The first repeated node on the way down is the list.
        if (elementLevel == 0 && field.MaxRepetitionLevel > 0) elementLevel = field.MaxDefinitionLevel;
        return field switch
        {
            DataField leaf => [new NestedField(leaf, elementLevel)],
            ListField list => Below(list.Item, elementLevel),
            MapField map => Below(map.Key, elementLevel).Concat(Below(map.Value, elementLevel)),
            StructField structure => structure.Fields.SelectMany(each => Below(each, elementLevel)),
            _ => [],
        };
    }
}
