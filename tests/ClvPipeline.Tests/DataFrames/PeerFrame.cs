using ClvPipeline.DataFrames;
using Microsoft.Data.Analysis;
using global::Parquet;
using global::Parquet.Data;

namespace ClvPipeline.Tests.DataFrames;

/// <summary>A Parquet file as a frame, read by Parquet.Net: none of our reading is in it.</summary>
internal static class PeerFrame
{
    public static DataFrame Read(string path)
    {
        using var stream = File.OpenRead(path);
        var reader = ParquetReader.CreateAsync(stream, new ParquetOptions { UseDateOnlyTypeForDates = true }).GetAwaiter().GetResult();
        return new DataFrame(NestedField.Of(reader.Schema).Select(field =>
        {
            List<object?> values = [.. reader.RowGroups.SelectMany(group => RawColumn.Read(group, field).Rows().Select(row => row.Single()))];
            return (DataFrameColumn)(field.Leaf.ClrType switch
            {
                var type when type == typeof(long) => new Int64DataFrameColumn(field.Name, values.Select(value => (long?)value)),
                var type when type == typeof(decimal) => new DecimalDataFrameColumn(field.Name, values.Select(value => (decimal?)value)),
                var type when type == typeof(DateTime) => new DateTimeDataFrameColumn(field.Name, values.Select(value => value is DateTime time ? DateTime.SpecifyKind(time, DateTimeKind.Utc) : (DateTime?)null)),
                var type when type == typeof(DateOnly) => new DateTimeDataFrameColumn(field.Name, values.Select(value => value is DateOnly day ? day.ToDateTime(TimeOnly.MinValue) : (DateTime?)null)),
                var type when type == typeof(bool) => new BooleanDataFrameColumn(field.Name, values.Select(value => (bool?)value)),
                var type when type == typeof(double) => new DoubleDataFrameColumn(field.Name, values.Select(value => (double?)value)),
                _ => new StringDataFrameColumn(field.Name, values.Select(value => (string?)value)),
            });
        }));
    }
}
