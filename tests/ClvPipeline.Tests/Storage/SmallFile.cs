using ClvPipeline.Parquet;

namespace ClvPipeline.Tests.Storage;

/// <summary>Writes small Parquet files for tests.</summary>
internal static class SmallFile
{
    /// <summary>Writes columns of strings (Text), longs (Int64), decimals (DECIMAL(18,6)) or instants (timestamp), null where null, in row groups of <paramref name="groupRows"/> rows.</summary>
    public static string Write(string path, int groupRows, params (string Name, object?[] Values)[] columns)
    {
        using var stream = File.Create(path);
        using var writer = new ParquetWriter(stream, [.. columns.Select(column => new WriteColumn(column.Name, TypeOf(column.Values), Optional: true))]);
        for (var first = 0; first < columns[0].Values.Length; first += groupRows)
        {
            var rows = Math.Min(groupRows, columns[0].Values.Length - first);
            writer.BeginRowGroup(rows);
            foreach (var (_, values) in columns)
            {
                var some = values.AsSpan(first, rows).ToArray();
                if (TypeOf(values) == WriteType.Text) writer.Write([.. some.Select(value => (string?)value)]);
                else writer.Write(some.Select(Long).ToArray().AsSpan(), some.Select(value => (byte)(value is null ? 0 : 1)).ToArray());
            }
        }
        writer.Close();
        return path;
    }

    /// <summary>Orders with the required columns, one row an id.</summary>
    public static string Orders(string path, params string[] ids) => Write(path, 1000,
        ("order_id", [.. ids]),
        ("customer_id", [.. ids.Select((_, i) => (object)(long)i)]),
        ("ordered_at", [.. ids.Select(_ => (object)Noon)]),
        ("revenue", [.. ids.Select(_ => (object)12.5m)]));

    public static readonly DateTimeOffset Noon = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    private static WriteType TypeOf(object?[] values) => values.FirstOrDefault(value => value is not null) switch
    {
        long => WriteType.Int64,
        decimal => WriteType.Decimal,
        DateTimeOffset => WriteType.TimestampMicrosUtc,
        _ => WriteType.Text,
    };

    private static long Long(object? value) => value switch
    {
        long number => number,
        decimal amount => (long)(amount * 1_000_000m),
        DateTimeOffset instant => (instant - DateTimeOffset.UnixEpoch).Ticks / 10,
        _ => 0,
    };
}
