using ClvPipeline.Storage;
using Parquet;
using Parquet.Schema;

namespace ClvPipeline.DataFrames;

/// <summary>A file with lists, read by Parquet.Net. It is opened anew for each column: nothing stays open, and threads share nothing.</summary>
internal sealed class NestedFile : ISecondFile
{
    private readonly string _path;
    private readonly Dictionary<string, NestedField> _fields;
    private readonly NestedField? _list;
    private readonly int[][] _elements;

    private NestedFile(string path, Dictionary<string, NestedField> fields, ParquetReader reader)
    {
        (_path, _fields, _list) = (path, fields, fields.Values.FirstOrDefault(field => field.IsRepeated));
        _elements = [.. reader.RowGroups.Select(group => _list is null ? Enumerable.Repeat(1, checked((int)group.RowCount)).ToArray() : [.. RawColumn.Read(group, _list).Rows().Select(row => row.Count)])];
        Groups = [.. _elements.Select(rows => rows.Sum(each => (long)each))];
    }

    /// <inheritdoc />
    public IReadOnlyList<long> Groups { get; }

    /// <summary>Looks at it: how long each list is says how many rows there are.</summary>
    public static NestedFile Open(string path, IReadOnlyList<string> columns) => Try(path, reader =>
    {
        List<NestedField> all = [.. NestedField.Of(reader.Schema)];
        var fields = columns.ToDictionary(column => column, column => Find(path, all, column));
        if (fields.Values.FirstOrDefault(field => field.Leaf.MaxRepetitionLevel > 1) is { } deep) throw new BadInputException($"{path}: '{deep.Name}' is a list within a list; expected one list, whose elements are the rows");
        return new NestedFile(path, fields, reader);
    });

    /// <inheritdoc />
    public ColumnType TypeOf(string column)
    {
        var leaf = _fields[column].Leaf;
        var type = HeldColumns.Of(Clr(leaf), 0, _ => null, Time(leaf)).Type;
        return leaf is DecimalDataField money ? type with { Scale = money.Scale } : type;
    }

    /// <inheritdoc />
    public ColumnCursor Open(int group, string column) => Try(_path, reader =>
    {
        var (field, elements) = (_fields[column], _elements[group]);
        var values = new List<object?>(checked((int)Groups[group]));
        var at = 0;
        foreach (var row in RawColumn.Read(reader.RowGroups[group], field).Rows())
        {
            if (!field.IsRepeated) values.AddRange(Enumerable.Repeat(row[0], elements[at]));
            else if (row.Count == elements[at]) values.AddRange(row);
            else throw new BadInputException($"{_path}: in row {at + 1} of row group {group} '{field.Name}' has {row.Count} elements and '{_list!.Name}' has {elements[at]}; expected lists of one length, whose elements are the rows");
            at++;
        }

        var held = HeldColumns.Of(Clr(field.Leaf), values.Count, row => values[row], Time(field.Leaf));
        return (held with { Type = TypeOf(column) }).Open();
    });

    private static T Try<T>(string path, Func<ParquetReader, T> read)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return read(ParquetReader.CreateAsync(stream, new ParquetOptions { UseDateOnlyTypeForDates = true, UseBigDecimal = true, TreatByteArrayAsString = true }).GetAwaiter().GetResult());
        }
        catch (Exception e) when (e is not (BadInputException or OutOfMemoryException))
        {
            throw new BadInputException($"{path}: {Profile.ParquetNet} cannot read it either: {e.Message}", e);
        }
    }

    // A list or structure with a single column in it may go by its own name.
    private static NestedField Find(string path, List<NestedField> all, string column)
    {
        var found = all.FindAll(field => field.Name == column);
        if (found.Count == 0) found = all.FindAll(field => field.Name.StartsWith(column + ".", StringComparison.Ordinal));
        return found is [var one] ? one : throw new BadInputException($"{path}: '{column}' holds several columns; expected one of {string.Join(", ", found.Select(field => field.Name))}");
    }

    // A time of day is a number to Parquet.Net, and none to us.
    private static Type Clr(DataField leaf) => leaf is TimeDataField ? typeof(TimeOnly) : leaf.ClrType == typeof(ReadOnlyMemory<char>) ? typeof(string) : leaf.ClrType;

    private static ColumnType? Time(DataField leaf) => leaf is not DateTimeDataField time ? null : new ColumnType(ColumnKind.Timestamp, $"a timestamp{(time.IsAdjustedToUTC ? " in UTC" : "")}", TicksPerSecond: 1_000_000,
        Zoned: time.IsAdjustedToUTC && time.DateTimeFormat != DateTimeFormat.Impala, Legacy96: time.DateTimeFormat == DateTimeFormat.Impala);
}
