using ClvPipeline.Parquet;

namespace ClvPipeline.Storage;

/// <summary>Decides from statistics whether a row group can hold a row of a time that is asked for.</summary>
internal static class TimeRange
{
    // A local reading is at most 14 hours away from UTC; a day is safe, whatever zone it is given.
    private const long MarginMicros = 86_400_000_000;

    /// <param name="column">A timestamp or a date.</param>
    /// <param name="known">What the row group says of it.</param>
    /// <param name="from">The first microsecond since 1970 in UTC that is wanted.</param>
    /// <param name="to">The last one.</param>
    /// <returns>False only where no row can be in the range, and none has a null that would have to be told of.</returns>
    public static bool MayHold(ParquetColumn column, ParquetStatistics known, long from, long to)
    {
        if (known is not { Nulls: 0, Min: { } min, Max: { } max }) return true;
        var (perTick, margin) = column.Kind switch
        {
            ParquetKind.Timestamp when !column.IsInt96 => (1_000_000.0 / column.TicksPerSecond, column.IsUtc ? 0 : MarginMicros),
            ParquetKind.Date => (86_400_000_000.0, 2 * MarginMicros),
            _ => (0.0, 0),
        };
        // Reals hold every microsecond of our calendar but for its last digits; a second more or less keeps a row group too many.
        return perTick == 0 || (max * perTick + margin + 1_000_000 >= from && min * perTick - margin - 1_000_000 <= to);
    }
}
