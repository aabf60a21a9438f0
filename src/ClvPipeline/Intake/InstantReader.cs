using System.Globalization;
using System.Numerics;

namespace ClvPipeline;

/// <summary>Reads instants as microseconds since 1970 in UTC, from any timestamp, a date, or ISO text. Null, unreadable or outside 1970–2199 is a bad row.</summary>
internal sealed class InstantReader
{
    private const string OutOfRange = "lies outside 1970-2199", Missing = "is null";

    private readonly ColumnCursor _cursor;
    private readonly string _column;
    private readonly LocalTime _zone;
    private readonly bool _endOfDay;
    private readonly byte[] _valid = new byte[RowBlock.Capacity];
    private readonly Text? _text;

    /// <param name="part">The part.</param>
    /// <param name="column">Our name of the column.</param>
    /// <param name="run">The run's zone.</param>
    /// <param name="dataset">The dataset's own zone, if it has one.</param>
    /// <param name="endOfDay">A date means its last microsecond rather than its first.</param>
    public InstantReader(IPart part, string column, LocalTime run, LocalTime? dataset, bool endOfDay)
    {
        (_cursor, _column, _endOfDay) = (part.Open(column), column, endOfDay);
        _zone = ZoneOf(_cursor.Type, run, dataset);
        if (_cursor.Type.Kind == ColumnKind.Text) _text = new Text(_cursor, this);
    }

    public void Read(Span<long> instants, RowBlock block)
    {
        if (_text is not null) { _text.Read(instants, block); return; }
        var valid = _valid.AsSpan(0, instants.Length);
        _cursor.Read(instants, valid);
        var type = _cursor.Type;
        if (type is { Kind: ColumnKind.Timestamp, Zoned: true, TicksPerSecond: 1_000_000 } && AllFit(instants) && !valid.ContainsAnyExcept((byte)1)) return;
        for (var i = 0; i < instants.Length; i++)
            if (!ToInstant(type, _zone, _endOfDay, ref instants[i]) || valid[i] != 1) Bad(i, valid, instants, block);
    }

    /// <summary>
    /// The first and the last instant of a part, where its source knows them without reading and every row has one that is good; null otherwise.
    /// Of local readings the first may be later than one of its rows by a change of clocks, so a day is taken off.
    /// </summary>
    public static (long First, long Last)? Range(IPart part, string column, LocalTime run, LocalTime? dataset, bool endOfDay)
    {
        if (part.TypeOf(column) is not { } type || part.RangeOf(column) is not (var first, var last)) return null;
        var zone = ZoneOf(type, run, dataset);
        if (!ToInstant(type, zone, endOfDay, ref first) || !ToInstant(type, zone, endOfDay, ref last)) return null;
        return (type.Zoned ? first : first - LocalTime.MicrosecondsPerDay, last);
    }

    private static LocalTime ZoneOf(ColumnType type, LocalTime run, LocalTime? dataset) => dataset ?? (type.Legacy96 ? LocalTime.Utc : run);

    // From what the source counts in to microseconds in UTC; false if that lies outside 1970-2199, and the value is then the reading's own, in microseconds or days.
    private static bool ToInstant(ColumnType type, LocalTime zone, bool endOfDay, ref long value)
    {
        if (type.Kind == ColumnKind.Date) return Day(zone, endOfDay, ref value);
        if (type.TicksPerSecond == 1_000) value = Math.Clamp(value, -1_000_000_000_000_000, 1_000_000_000_000_000) * 1_000;
        else if (type.TicksPerSecond == 1_000_000_000) value = Math.DivRem(value, 1_000, out var rest) - (rest < 0 ? 1 : 0);
        return (type.Zoned || Local(zone, ref value)) && (ulong)value < LocalTime.EndInstant;
    }

    // Whether all lie in 1970-2112, as is seen from the bits that any of them has; false says nothing.
    private static bool AllFit(ReadOnlySpan<long> instants)
    {
        var (some, i) = (Vector<long>.Zero, 0);
        for (; i <= instants.Length - Vector<long>.Count; i += Vector<long>.Count) some |= new Vector<long>(instants[i..]);
        var bits = 0L;
        for (var k = 0; k < Vector<long>.Count; k++) bits |= some[k];
        for (; i < instants.Length; i++) bits |= instants[i];
        return (ulong)bits < 1UL << 52;
    }

    private void Bad(int i, ReadOnlySpan<byte> valid, Span<long> instants, RowBlock block)
    {
        if (valid[i] == 0) block.Reject(i, _column, Missing, (string?)null);
        else if (valid[i] > 1) block.Reject(i, _column, OutOfRange, _cursor.Unreadable(i));
        else block.Reject(i, _column, OutOfRange, _cursor.Type.Kind == ColumnKind.Date ? $"day {instants[i].ToString(CultureInfo.InvariantCulture)}" : IsoTime.Show(instants[i]));
        instants[i] = 0;
    }

    private static bool Day(LocalTime zone, bool endOfDay, ref long value)
    {
        if (value is < -2 or > 84_010) return false;
        value = endOfDay ? zone.EndOfDay((int)value) : zone.StartOfDay((int)value);
        return (ulong)value < LocalTime.EndInstant;
    }

    private static bool Local(LocalTime zone, ref long value)
    {
        if (value is < -2 * LocalTime.MicrosecondsPerDay or > LocalTime.EndInstant + 2 * LocalTime.MicrosecondsPerDay) return false;
        value = zone.InstantOf(value);
        return true;
    }

    private sealed class Text(ColumnCursor cursor, InstantReader owner) : TextColumn<long>(cursor)
    {
        public override string Column => owner._column;

        protected override (long Value, string? Problem) Map(ReadOnlySpan<byte> text)
        {
            var form = IsoTime.Read(text, out var micros);
            var fine = true;
            switch (form)
            {
                case IsoTime.Form.Unreadable: return (0, "is not an ISO 8601 time");
                case IsoTime.Form.Local: fine = Local(owner._zone, ref micros); break;
                case IsoTime.Form.Date: micros /= LocalTime.MicrosecondsPerDay; fine = Day(owner._zone, owner._endOfDay, ref micros); break;
            }

            return fine && (ulong)micros < LocalTime.EndInstant ? (micros, null) : (0, OutOfRange);
        }

        protected override long Null(out string? problem)
        {
            problem = Missing;
            return 0;
        }
    }
}
