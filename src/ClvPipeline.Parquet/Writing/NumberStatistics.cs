using System.Buffers.Binary;

namespace ClvPipeline.Parquet.Writing;

/// <summary>Least and greatest numbers; whoever is out of the column's range is found on the way.</summary>
internal static class NumberStatistics
{
    public static ColumnStatistics Of(WriteColumn column, ReadOnlySpan<long> values, int nulls)
    {
        if (values.IsEmpty) return new ColumnStatistics(nulls);
        var (min, max) = (long.MaxValue, long.MinValue);
        foreach (var value in values)
        {
            min = Math.Min(min, value);
            max = Math.Max(max, value);
        }
        var (least, most) = column.Type switch
        {
            WriteType.Boolean => (0, 1),
            WriteType.Int32 or WriteType.Date => (int.MinValue, int.MaxValue),
            _ => (long.MinValue, long.MaxValue),
        };
        if (column.Type == WriteType.Decimal)
        {
            most = 1;
            for (var digit = 0; digit < column.Precision; digit++) most *= 10;
            least = -(--most);
        }
        if (min < least || max > most) throw new ArgumentException($"column '{column.Name}' has the value {(min < least ? min : max)}, which does not fit {column.Type}{(column.Type == WriteType.Decimal ? $" of {column.Precision} digits" : "")}");
        return column.Type switch
        {
            WriteType.Boolean => new(nulls, [(byte)min], [(byte)max]),
            WriteType.Int32 or WriteType.Date => new(nulls, BitConverter.GetBytes((int)min), BitConverter.GetBytes((int)max)),
            _ => new(nulls, BitConverter.GetBytes(min), BitConverter.GetBytes(max)),
        };
    }

    /// <summary>NaN has no place in the order, so a chunk that holds one tells nothing; zeros are written so that either sign lies between them.</summary>
    public static ColumnStatistics Of(ReadOnlySpan<double> values, int nulls)
    {
        if (values.IsEmpty) return new ColumnStatistics(nulls);
        var (min, max) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values)
        {
            if (double.IsNaN(value)) return new ColumnStatistics(nulls);
            if (value < min) min = value;
            if (value > max) max = value;
        }
        if (min == 0) min = -0.0;
        if (max == 0) max = 0.0;
        return new ColumnStatistics(nulls, BitConverter.GetBytes(min), BitConverter.GetBytes(max));
    }

    /// <summary>Decimals are ordered as numbers, UUIDs as bytes.</summary>
    public static ColumnStatistics Of(WriteColumn column, ReadOnlySpan<Int128> values, int nulls)
    {
        if (values.IsEmpty) return new ColumnStatistics(nulls);
        var (min, max) = (values[0], values[0]);
        foreach (var value in values)
        {
            if (column.Type == WriteType.Uuid ? (UInt128)value < (UInt128)min : value < min) min = value;
            if (column.Type == WriteType.Uuid ? (UInt128)value > (UInt128)max : value > max) max = value;
        }
        if (column.Type == WriteType.Decimal)
        {
            Int128 most = 1;
            for (var digit = 0; digit < column.Precision; digit++) most *= 10;
            if (min <= -most || max >= most) throw new ArgumentException($"column '{column.Name}' has the value {(min <= -most ? min : max)}, which has more than {column.Precision} digits");
        }
        var (low, high) = (new byte[16], new byte[16]);
        BinaryPrimitives.WriteInt128BigEndian(low, min);
        BinaryPrimitives.WriteInt128BigEndian(high, max);
        return new ColumnStatistics(nulls, low, high);
    }
}
