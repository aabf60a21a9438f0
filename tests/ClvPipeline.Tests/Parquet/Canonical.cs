using System.Globalization;
using ClvPipeline.Parquet;

namespace ClvPipeline.Tests.Parquet;

/// <summary>Values as plain texts that any reader can be asked for: numbers in their own unit, bytes in hex, null as null.</summary>
internal static class Canonical
{
    public static void Read(ColumnReader reader, List<string?> into, int block = 1000)
    {
        var column = reader.Column;
        var valid = new byte[block];
        if (column.Kind is ParquetKind.Text or ParquetKind.Binary)
        {
            var codes = new int[block];
            for (int n; (n = reader.ReadCodes(codes)) > 0;)
            {
                for (var i = 0; i < n; i++) into.Add(codes[i] < 0 ? null : Convert.ToHexString(reader.Values[codes[i]]));
            }
        }
        else if (column.Kind == ParquetKind.Real)
        {
            var values = new double[block];
            for (int n; (n = reader.Read(values, valid)) > 0;) Add(values, n, Real);
        }
        else if (column.Wide || column.Kind == ParquetKind.Uuid)
        {
            var values = new System.Int128[block];
            for (int n; (n = reader.Read(values, valid)) > 0;) Add(values, n, v => column.Kind == ParquetKind.Uuid ? Uuid(v) : Decimal(v, column.Scale));
        }
        else
        {
            var values = new long[block];
            for (int n; (n = reader.Read(values, valid)) > 0;) Add(values, n, v => column.Kind == ParquetKind.Boolean ? v == 1 ? "true" : "false" : Decimal(v, column.Scale));
        }

        void Add<T>(T[] values, int n, Func<T, string> print)
        {
            for (var i = 0; i < n; i++) into.Add(valid[i] == 0 ? null : print(values[i]));
        }
    }

    /// <summary>Every NaN is alike, and so is every zero.</summary>
    public static string Real(double value) => (value == 0 ? 0 : value).ToString("R", CultureInfo.InvariantCulture);

    private static string Uuid(System.Int128 value) => new Guid(((UInt128)value).ToString("x32", CultureInfo.InvariantCulture)).ToString();

    private static string Decimal(System.Int128 value, int scale)
    {
        var digits = (value < 0 ? (UInt128)(-value) : (UInt128)value).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        return (value < 0 ? "-" : "") + digits[..^scale] + (scale > 0 ? "." : "") + digits[^scale..];
    }
}
