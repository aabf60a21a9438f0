using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using ClvPipeline.Storage;
using Parquet.Data;

namespace ClvPipeline.DataFrames;

/// <summary>Turns the values of a column, as .NET has them, into what the engine reads.</summary>
internal static class HeldColumns
{
    private const string OutOfRange = "out of range";

    /// <summary>The column.</summary>
    /// <param name="type">What its values are.</param>
    /// <param name="rows">How many there are.</param>
    /// <param name="value">The value of a row; null where there is none.</param>
    /// <param name="time">What a DateTime of it is; where null, what its values say of themselves.</param>
    /// <exception cref="BadInputException">Its times are no times of one kind.</exception>
    public static HeldColumn Of(Type type, int rows, Func<int, object?> value, ColumnType? time = null)
    {
        if (type == typeof(string) || type == typeof(char)) return Text(type, rows, value);
        if (type == typeof(double) || type == typeof(float) || type == typeof(Half)) return new HeldColumn(Named(ColumnKind.Real, type), Reals(rows, value));
        if (type == typeof(bool)) return new HeldColumn(Named(ColumnKind.Boolean, type), Longs(rows, value, each => (bool)each ? 1 : 0));
        if (type == typeof(DateOnly)) return new HeldColumn(Named(ColumnKind.Date, type), Longs(rows, value, each => ((DateOnly)each).DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber));
        if (type == typeof(DateTimeOffset)) return new HeldColumn(Instants(type, zoned: true), Longs(rows, value, each => Micros(((DateTimeOffset)each).UtcDateTime)));
        if (type == typeof(DateTime)) return new HeldColumn(time ?? Instants(type, IsUtc(rows, value)), Longs(rows, value, each => Micros((DateTime)each)));
        if (type == typeof(Guid)) return Wide(Named(ColumnKind.Uuid, type), rows, value, each => BinaryPrimitives.ReadInt128BigEndian(((Guid)each).ToByteArray(bigEndian: true)));
        if (type == typeof(decimal)) return Decimals(type, rows, value);
        if (type == typeof(BigDecimal)) return BigDecimals(type, rows, value);
        if (type == typeof(ulong)) return Wide(Named(ColumnKind.Decimal, type), rows, value, each => (ulong)each); // may be more than 63 bits
        return type.IsPrimitive && type != typeof(nint) && type != typeof(nuint)
            ? new HeldColumn(Named(ColumnKind.Integer, type), Longs(rows, value, each => Convert.ToInt64(each, CultureInfo.InvariantCulture)))
            : new HeldColumn(Named(ColumnKind.Other, type), new ResultColumn.Longs([]));
    }

    private static ColumnType Named(ColumnKind kind, Type type, int scale = 0) => new(kind, type.Name, scale);

    private static ColumnType Instants(Type type, bool zoned) => new(ColumnKind.Timestamp, $"{type.Name} ({(zoned ? "UTC" : "local")})", TicksPerSecond: 1_000_000, Zoned: zoned);

    private static bool IsUtc(int rows, Func<int, object?> value)
    {
        var kinds = Enumerable.Range(0, rows).Select(value).OfType<DateTime>().Select(each => each.Kind).Distinct().ToList();
        if (kinds.Contains(DateTimeKind.Local)) throw new BadInputException("its times are of this machine's own zone (DateTimeKind.Local); expected DateTimeKind.Utc, or Unspecified for readings of the dataset's time zone");
        if (kinds.Count > 1) throw new BadInputException("some of its times are UTC and some say nothing of their zone; expected one kind of DateTime");
        return kinds is [DateTimeKind.Utc];
    }

    // What lies between two microseconds belongs to the first.
    private static long Micros(DateTime time) => (time.Ticks - DateTime.UnixEpoch.Ticks - (time.Ticks % TimeSpan.TicksPerMicrosecond)) / TimeSpan.TicksPerMicrosecond;

    private static HeldColumn Text(Type type, int rows, Func<int, object?> value)
    {
        var pool = new TextPool();
        var codes = new int[rows];
        for (var i = 0; i < rows; i++) codes[i] = value(i)?.ToString() is { } text ? pool.Code(Encoding.UTF8.GetBytes(text)) : -1;
        return new HeldColumn(Named(ColumnKind.Text, type), pool.Column(codes));
    }

    private static ResultColumn.Longs Longs(int rows, Func<int, object?> value, Func<object, long> read)
    {
        var (values, valid) = (new long[rows], new byte[rows]);
        for (var i = 0; i < rows; i++)
            if (value(i) is { } each) (values[i], valid[i]) = (read(each), 1);
        return new ResultColumn.Longs(values, valid);
    }

    private static ResultColumn.Reals Reals(int rows, Func<int, object?> value)
    {
        var (values, valid) = (new double[rows], new byte[rows]);
        for (var i = 0; i < rows; i++)
            if (value(i) is { } each) (values[i], valid[i]) = (each is Half half ? (double)half : Convert.ToDouble(each, CultureInfo.InvariantCulture), 1);
        return new ResultColumn.Reals(values, valid);
    }

    private static HeldColumn Wide(ColumnType type, int rows, Func<int, object?> value, Func<object, Int128?> read)
    {
        var (values, valid) = (new Int128[rows], new byte[rows]);
        for (var i = 0; i < rows; i++)
            if (value(i) is { } each) (values[i], valid[i]) = read(each) is { } number ? (number, (byte)1) : (0, (byte)2);
        return new HeldColumn(type, new ResultColumn.Wide(values, valid), row => Convert.ToString(value(row), CultureInfo.InvariantCulture) ?? OutOfRange);
    }

    private static HeldColumn Decimals(Type type, int rows, Func<int, object?> value)
    {
        var scale = Enumerable.Range(0, rows).Select(value).OfType<decimal>().Select(each => (int)each.Scale).DefaultIfEmpty().Max();
        return Wide(Named(ColumnKind.Decimal, type, scale), rows, value, each => Scaled((decimal)each, scale));
    }

    private static Int128? Scaled(decimal number, int scale)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(number, bits);
        var unscaled = (Int128)new UInt128((uint)bits[2], ((ulong)(uint)bits[1] << 32) | (uint)bits[0]);
        for (var i = (int)number.Scale; i < scale; i++)
        {
            if (unscaled > Int128.MaxValue / 10) return null;
            unscaled *= 10;
        }

        return decimal.IsNegative(number) ? -unscaled : unscaled;
    }

    private static HeldColumn BigDecimals(Type type, int rows, Func<int, object?> value)
    {
        var scale = Enumerable.Range(0, rows).Select(value).OfType<BigDecimal>().Select(each => each.Scale).DefaultIfEmpty().Max();
        return Wide(Named(ColumnKind.Decimal, type, scale), rows, value, each => (System.Int128)((BigDecimal)each).UnscaledValue);
    }
}
