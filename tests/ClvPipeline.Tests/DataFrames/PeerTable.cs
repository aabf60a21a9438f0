using System.Numerics;
using ClvPipeline.Parquet;
using ClvPipeline.DataFrames;
using global::Parquet;
using global::Parquet.Data;
using global::Parquet.Schema;

namespace ClvPipeline.Tests.DataFrames;

/// <summary>A random table of all types, written by either side: whole numbers (dates, times, flags and small decimals too) as long, wide ones as System.Int128, reals, texts.</summary>
internal sealed class PeerTable
{
    private static readonly WriteColumn[] Written =
    [
        new("id", WriteType.Int64), new("few", WriteType.Int64, true), new("small", WriteType.Int32, true), new("real", WriteType.Double, true), new("flag", WriteType.Boolean, true), new("always", WriteType.Boolean), new("day", WriteType.Date, true),
        new("at", WriteType.TimestampMicrosUtc, true), new("amount", WriteType.Decimal, true, 18, 6), new("wide", WriteType.Decimal, true, 38, 10), new("channel", WriteType.Text, true), new("name", WriteType.Text), new("key", WriteType.Uuid, true), new("never", WriteType.Int64, true),
    ];

    private readonly Random _random;
    private readonly double _nullShare;

    public PeerTable(int seed, int[] groups, double nullShare)
    {
        (_random, _nullShare) = (new Random(seed), nullShare);
        Groups = [.. groups.Select(rows => Written.ToDictionary(column => column.Name, column => Enumerable.Range(0, rows).Select(i => Value(column, i)).ToArray()))];
    }

    /// <summary>Of each row group the values by column.</summary>
    public IReadOnlyList<Dictionary<string, object?[]>> Groups { get; }

    /// <summary>Writes it with our codec.</summary>
    public void WriteOurs(string path, WriteOptions options)
    {
        using var stream = File.Create(path);
        using var writer = new ClvPipeline.Parquet.ParquetWriter(stream, Written, options);
        foreach (var group in Groups)
        {
            writer.BeginRowGroup(group["id"].Length);
            foreach (var column in Written)
            {
                var (values, valid) = (group[column.Name], group[column.Name].Select(value => (byte)(value is null ? 0 : 1)).ToArray());
                if (column.Type == WriteType.Text) writer.Write([.. values.Select(value => (string?)value)]);
                else if (column.Type == WriteType.Double) writer.Write(values.Select(value => (double)(value ?? 0.0)).ToArray().AsSpan(), valid);
                else if (column.Type == WriteType.Uuid || column.Precision > 18) writer.Write(values.Select(value => (System.Int128)(value ?? (System.Int128)0)).ToArray().AsSpan(), valid);
                else writer.Write(values.Select(value => (long)(value ?? 0L)).ToArray().AsSpan(), valid);
            }
        }

        writer.Close();
    }

    /// <summary>Writes it with Parquet.Net.</summary>
    public async Task WriteTheirs(string path, CompressionMethod method)
    {
        DataField[] fields =
        [
            new DataField<long>("id"), new DataField<long?>("few"), new DataField<int?>("small"), new DataField<double?>("real"), new DataField<bool?>("flag"), new DataField<bool>("always"), new DataField("day", typeof(DateOnly), isNullable: true),
            new DateTimeDataField("at", DateTimeFormat.Timestamp, isAdjustedToUTC: true, unit: DateTimeTimeUnit.Micros, isNullable: true), new DecimalDataField("amount", 18, 6, isNullable: true), new DecimalDataField("wide", 38, 10, isNullable: true, clrType: typeof(BigDecimal)),
            new DataField<string>("channel"), new DataField("name", typeof(string), isNullable: false), new DataField("key", typeof(Guid), isNullable: true), new DataField<long?>("never"),
        ];
        await using var stream = File.Create(path);
        await using var writer = await global::Parquet.ParquetWriter.CreateAsync(new ParquetSchema(fields), stream, new ParquetOptions { CompressionMethod = method });
        foreach (var group in Groups)
        {
            using var rows = writer.CreateRowGroup();
            foreach (var field in fields)
            {
                var values = group[field.Name];
                await (field.Name switch
                {
                    "id" => rows.WriteAsync<long>(field, values.Select(value => (long)value!).ToArray()),
                    "always" => rows.WriteAsync<bool>(field, values.Select(value => (long)value! == 1).ToArray()),
                    "few" or "never" => rows.WriteAsync<long>(field, values.Select(value => (long?)value).ToArray()),
                    "small" => rows.WriteAsync<int>(field, values.Select(value => (int?)(long?)value).ToArray()),
                    "real" => rows.WriteAsync<double>(field, values.Select(value => (double?)value).ToArray()),
                    "flag" => rows.WriteAsync<bool>(field, values.Select(value => value is long flag ? flag == 1 : (bool?)null).ToArray()),
                    "day" => rows.WriteAsync<DateOnly>(field, values.Select(value => value is long day ? DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays((int)day) : (DateOnly?)null).ToArray()),
                    "at" => rows.WriteAsync<DateTime>(field, values.Select(value => value is long micros ? DateTime.UnixEpoch.AddTicks(micros * 10) : (DateTime?)null).ToArray()),
                    "amount" => rows.WriteAsync<decimal>(field, values.Select(value => value is long micros ? micros / 1_000_000m : (decimal?)null).ToArray()),
                    "wide" => rows.WriteAsync<BigDecimal>(field, values.Select(value => value is System.Int128 wide ? new BigDecimal((BigInteger)wide, 38, 10) : (BigDecimal?)null).ToArray()),
                    "key" => rows.WriteAsync<Guid>(field, values.Select(value => value is System.Int128 key ? Of(key) : (Guid?)null).ToArray()),
                    _ => rows.WriteAsync(field, [.. values.Select(value => (string?)value)]),
                });
            }

            rows.CompleteValidate();
        }
    }

    /// <summary>Reads a file of such a table with Parquet.Net.</summary>
    public static async Task<IReadOnlyList<Dictionary<string, object?[]>>> ReadTheirs(string path)
    {
        await using var stream = File.OpenRead(path);
        await using var reader = await ParquetReader.CreateAsync(stream, new ParquetOptions { UseDateOnlyTypeForDates = true, UseBigDecimal = true });
        var fields = NestedField.Of(reader.Schema).ToList();
        return [.. reader.RowGroups.Select(group => fields.ToDictionary(field => field.Name, field => RawColumn.Read(group, field).Rows().Select(row => Plain(row.Single())).ToArray()))];
    }

    private static object? Plain(object? value) => value switch
    {
        bool flag => flag ? 1L : 0L,
        int number => (long)number,
        DateOnly day => (long)(day.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber),
        DateTime instant => (instant - DateTime.UnixEpoch).Ticks / 10,
        BigDecimal { Precision: 18 } amount => (long)amount.UnscaledValue,
        BigDecimal wide => (System.Int128)wide.UnscaledValue,
        Guid key => (System.Int128)UInt128.Parse(key.ToString("N"), System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture),
        _ => value,
    };

    private static Guid Of(System.Int128 key) => Guid.Parse(((UInt128)key).ToString("x32", System.Globalization.CultureInfo.InvariantCulture));

    private object? Value(WriteColumn column, int row) => column.Name == "never" || (column.Optional && _random.NextDouble() < _nullShare) ? null : column.Name switch
    {
        "few" => _random.Next(300) - 150L,
        "small" => (long)_random.Next(int.MinValue, int.MaxValue),
        "real" => _random.Next(50) == 0 ? double.NaN : _random.NextDouble() * 1e6 - 5e5,
        "flag" or "always" => (long)_random.Next(2),
        "day" => (long)_random.Next(-800, 20_000),
        "at" => 1_000_000_000_000_000 + _random.NextInt64(1_000_000_000_000_000),
        "amount" => _random.NextInt64(-999_999_999_999_999_999, 1_000_000_000_000_000_000),
        "wide" => (System.Int128)_random.NextInt64(long.MinValue, long.MaxValue) * _random.NextInt64(1_000_000_000),
        "channel" => _random.Next(9) == 0 ? "" : $"channel {_random.Next(9)} é",
        "name" => new string('n', _random.Next(40)) + _random.Next(),
        "key" => new System.Int128((ulong)_random.NextInt64(long.MinValue, long.MaxValue), (ulong)_random.NextInt64()),
        _ => row % 5 == 0 ? _random.NextInt64(long.MinValue, long.MaxValue) : row * 3L,
    };
}
