using System.Reflection;
using Parquet;
using Parquet.Schema;

namespace ClvPipeline.DataFrames;

/// <summary>A column of a row group as Parquet.Net reads it: the values that are there, and the levels that say where.</summary>
internal sealed class RawColumn
{
    private static readonly MethodInfo Generic = typeof(RawColumn).GetMethod(nameof(Fetch), BindingFlags.NonPublic | BindingFlags.Static)!;

    private readonly NestedField _field;
    private readonly int[] _definitions, _repetitions;
    private readonly Func<int, object> _value;

    private RawColumn(NestedField field, int[] definitions, int[] repetitions, Func<int, object> value) => (_field, _definitions, _repetitions, _value) = (field, definitions, repetitions, value);

    /// <summary>Reads it.</summary>
    public static RawColumn Read(ParquetRowGroupReader group, NestedField field) =>
        Generic.MakeGenericMethod(field.Leaf.ClrType).CreateDelegate<Func<ParquetRowGroupReader, NestedField, RawColumn>>()(group, field);

    /// <summary>The values of each row of the file in turn: those of its list, which may be none, or the one that it has. Null where there is no value.</summary>
    public IEnumerable<IReadOnlyList<object?>> Rows()
    {
        var row = new List<object?>();
        for (int i = 0, next = 0; i < _definitions.Length; i++)
        {
            if (i > 0 && _repetitions[i] == 0)
            {
                yield return row;
                row = [];
            }

            if (_definitions[i] == _field.Leaf.MaxDefinitionLevel) row.Add(_value(next++));
            else if (_definitions[i] >= _field.ElementLevel) row.Add(null);
        }

        if (_definitions.Length > 0) yield return row;
    }

    private static RawColumn Fetch<T>(ParquetRowGroupReader group, NestedField field) where T : struct
    {
        var leaf = field.Leaf;
        var count = checked((int)(group.GetMetadata(leaf)?.MetaData?.NumValues ?? throw new InvalidDataException($"'{leaf.Path}' is not described")));
        var (values, definitions, repetitions) = (new T[count], new int[count], new int[count]);
        group.ReadRawAsync(leaf, values.AsMemory(), definitions.AsMemory(), repetitions.AsMemory()).AsTask().GetAwaiter().GetResult();
        return new RawColumn(field, definitions, repetitions, values is ReadOnlyMemory<char>[] texts ? i => new string(texts[i].Span) : i => values[i]);
    }
}
