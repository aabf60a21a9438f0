using System.Globalization;
using System.Text;
using ClvPipeline.Parquet;
using Xunit;

namespace ClvPipeline.Tests.Parquet;

/// <summary>Reads whole files and prints their values as DuckDB prints them into CSV; null is the empty text.</summary>
internal static class Printing
{
    /// <summary>The columns of a file, each as the list of its printed values. Blocks of <paramref name="block"/> rows are read at a time.</summary>
    public static Dictionary<string, List<string>> Read(string path, int block = 1000)
    {
        using var file = ParquetFile.Open(path);
        var columns = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var column in file.Columns)
        {
            var values = columns[column.Name] = [];
            for (var g = 0; g < file.RowGroupCount; g++)
            {
                using var reader = file.OpenColumn(g, column);
                Read(reader, block, values);
                Assert.Equal(0, reader.RowsLeft);
            }
            Assert.Equal(file.RowCount, values.Count);
        }
        return columns;
    }

    public static void Read(ColumnReader reader, int block, List<string> into)
    {
        var column = reader.Column;
        var valid = new byte[block];
        if (column.Kind is ParquetKind.Text or ParquetKind.Binary)
        {
            var codes = new int[block];
            for (int n; (n = reader.ReadCodes(codes)) > 0;)
            {
                for (var i = 0; i < n; i++) into.Add(codes[i] < 0 ? "" : Encoding.UTF8.GetString(reader.Values[codes[i]]));
            }
        }
        else if (column.Kind == ParquetKind.Real)
        {
            var values = new double[block];
            for (int n; (n = reader.Read(values, valid)) > 0;)
            {
                for (var i = 0; i < n; i++) into.Add(valid[i] == 0 ? "" : column.TypeName == "FLOAT" ? Real((float)values[i]) : Real(values[i]));
            }
        }
        else if (column.Wide || column.Kind == ParquetKind.Uuid)
        {
            var values = new System.Int128[block];
            for (int n; (n = reader.Read(values, valid)) > 0;)
            {
                for (var i = 0; i < n; i++) into.Add(valid[i] == 0 ? "" : column.Kind == ParquetKind.Uuid ? Uuid(values[i]) : Decimal(values[i], column.Scale));
            }
        }
        else
        {
            var values = new long[block];
            for (int n; (n = reader.Read(values, valid)) > 0;)
            {
                for (var i = 0; i < n; i++) into.Add(valid[i] == 0 ? "" : Number(values[i], column));
            }
        }
    }

    private static string Number(long value, ParquetColumn column) => column.Kind switch
    {
        ParquetKind.Boolean => value == 1 ? "true" : "false",
        ParquetKind.Decimal => Decimal(value, column.Scale),
        ParquetKind.Date => DateOnly.FromDayNumber((int)(value + 719_162)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ParquetKind.Timestamp when Ticks(value, column) is { } ticks => new DateTime(ticks, DateTimeKind.Utc).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + (column.IsUtc ? "+00" : ""),
        _ => value.ToString(CultureInfo.InvariantCulture),
    };

    // Ten-millionths of a second since the year 1, or null where the calendar of .NET ends.
    private static long? Ticks(long value, ParquetColumn column)
    {
        var ticks = (System.Int128)value * TimeSpan.TicksPerSecond / column.TicksPerSecond + DateTime.UnixEpoch.Ticks;
        return ticks < 0 || ticks > DateTime.MaxValue.Ticks ? null : (long)ticks;
    }

    private static string Real(double value) => value == Math.Floor(value) ? value.ToString("0.0", CultureInfo.InvariantCulture) : value.ToString("R", CultureInfo.InvariantCulture);

    private static string Real(float value) => value == MathF.Floor(value) ? value.ToString("0.0", CultureInfo.InvariantCulture) : value.ToString("R", CultureInfo.InvariantCulture);

    private static string Uuid(System.Int128 value) => new Guid(((UInt128)value).ToString("x32", CultureInfo.InvariantCulture)).ToString();

    private static string Decimal(System.Int128 value, int scale)
    {
        var digits = System.Int128.Abs(value).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        return (value < 0 ? "-" : "") + digits[..^scale] + (scale > 0 ? "." : "") + digits[^scale..];
    }
}
