namespace ClvPipeline;

/// <summary>
/// A time zone as a sorted list of offset changes from 1969 to 2200: local days of instants, and instants of local readings, without a call into the
/// platform per row. Times are microseconds since 1970.
/// </summary>
public sealed class LocalTime
{
    /// <summary>A day of 24 h.</summary>
    public const long MicrosecondsPerDay = 86_400_000_000;

    /// <summary>1970-01-01T00:00Z, the first instant that is not a bad row.</summary>
    public const long MinInstant = 0;

    /// <summary>2200-01-01T00:00Z, the first instant that is a bad row again.</summary>
    public const long EndInstant = 84_006 * MicrosecondsPerDay;

    private const int StretchBits = 43; // some hundred days, of which few have two changes

    /// <summary>UTC.</summary>
    public static readonly LocalTime Utc = new("UTC", [long.MinValue], [0]);

    private readonly long[] _starts;   // UTC instant at which an offset begins to hold; the first is the beginning of time
    private readonly long[] _offsets;  // local − UTC

    private readonly int[] _near;      // by stretch of instants: the offset at its beginning, so that a look per row takes a step or two

    private LocalTime(string id, long[] starts, long[] offsets)
    {
        (Id, _starts, _offsets) = (id, starts, offsets);
        _near = new int[(int)(EndInstant >> StretchBits) + 1];
        for (var stretch = 0; stretch < _near.Length; stretch++) _near[stretch] = Search((long)stretch << StretchBits);
    }

    /// <summary>The IANA name.</summary>
    public string Id { get; }

    /// <summary>Whether the machine knows the zone by this name.</summary>
    public static bool Exists(string id) => !string.IsNullOrWhiteSpace(id) && TimeZoneInfo.TryFindSystemTimeZoneById(id, out _);

    /// <summary>The zone of that name.</summary>
    /// <exception cref="BadInputException">The machine does not know it.</exception>
    public static LocalTime Of(string id)
    {
        if (!Exists(id)) throw new BadInputException($"'{id}' is not a time zone of this machine; expected an IANA name such as Europe/Amsterdam");
        var zone = TimeZoneInfo.FindSystemTimeZoneById(id);
        var rules = zone.GetAdjustmentRules();
        if (rules.Length == 0) return new LocalTime(id, [long.MinValue], [zone.BaseUtcOffset.Ticks / 10]);

        // A day that has a change is halved down to the second: no zone changes twice within a day.
        List<long> starts = [long.MinValue], offsets = [Offset(zone, Second(-366))];
        foreach (var day in DaysToSearch(rules))
        {
            long low = Second(day), high = Second(day + 1);
            if (Offset(zone, high) == offsets[^1]) continue;
            while (high - low > 1)
            {
                var middle = low + (high - low) / 2;
                if (Offset(zone, middle) == offsets[^1]) low = middle; else high = middle;
            }

            starts.Add(high * 1_000_000);
            offsets.Add(Offset(zone, high));
        }

        return new LocalTime(id, [.. starts], [.. offsets]);
    }

    /// <summary>Local − UTC at an instant.</summary>
    public long OffsetAt(long instant) => _offsets[Index(instant)];

    /// <summary>The local day of an instant that is not a bad row, in days since 1970-01-01.</summary>
    public int DayOf(long instant) => (int)((instant + OffsetAt(instant) + MicrosecondsPerDay) / MicrosecondsPerDay) - 1;

    /// <summary>The instant of a local reading: the first one of a reading that occurs twice; one that does not occur moves on by the gap.</summary>
    public long InstantOf(long local)
    {
        // The candidates are the offsets in force around the reading; offsets are within a day of UTC.
        var i = Index(local - MicrosecondsPerDay);
        for (; ; i++)
        {
            var instant = local - _offsets[i];
            // Before the end of this offset's time: it is the first reading (it cannot lie before its start, or the previous one would have taken it),
            // unless the reading lies in the gap before the start: then the offset before the gap gives the instant moved on by the gap.
            if (i + 1 == _starts.Length || instant < _starts[i + 1]) return instant < _starts[i] ? local - _offsets[i - 1] : instant;
        }
    }

    /// <summary>The first instant of a local day.</summary>
    public long StartOfDay(int day) => InstantOf(day * MicrosecondsPerDay);

    /// <summary>The last microsecond of a local day.</summary>
    public long EndOfDay(int day) => StartOfDay(day + 1) - 1;

    // Offsets change where a rule of the zone begins or ends, and at its two changes of each year. All these are readings of a local clock: a day or two to either side is searched as well.
    private static SortedSet<int> DaysToSearch(TimeZoneInfo.AdjustmentRule[] rules)
    {
        var days = new SortedSet<int>();
        foreach (var rule in rules)
        {
            Add(rule.DateStart);
            Add(rule.DateEnd);
            for (var year = Math.Max(1968, rule.DateStart.Year); year <= Math.Min(2201, rule.DateEnd.Year); year++)
            {
                Add(DateOf(rule.DaylightTransitionStart, year));
                Add(DateOf(rule.DaylightTransitionEnd, year));
            }
        }

        return days;

        void Add(DateTime date)
        {
            var day = (date - DateTime.UnixEpoch).Days;
            for (var near = Math.Max(day - 2, -366); near <= day + 2 && near < 84_006 + 366; near++) days.Add(near);
        }
    }

    /// <summary>The date on which a change falls in a year.</summary>
    private static DateTime DateOf(TimeZoneInfo.TransitionTime change, int year)
    {
        var month = new DateTime(year, change.Month, 1);
        if (change.IsFixedDateRule) return month.AddDays(change.Day - 1);
        var first = ((int)change.DayOfWeek - (int)month.DayOfWeek + 7) % 7;
        var day = first + 7 * (change.Week - 1);
        return month.AddDays(day < DateTime.DaysInMonth(year, change.Month) ? day : day - 7);
    }

    private static long Second(int day) => day * 86_400L;

    private static long Offset(TimeZoneInfo zone, long second) => zone.GetUtcOffset(DateTime.UnixEpoch.AddSeconds(second)).Ticks / 10;

    private int Index(long instant)
    {
        if ((ulong)instant >> StretchBits is var stretch && stretch >= (ulong)_near.Length) return Search(instant);
        var (starts, at) = (_starts, _near[stretch]);
        while (at + 1 < starts.Length && starts[at + 1] <= instant) at++;
        return at;
    }

    private int Search(long instant)
    {
        var starts = _starts;
        int low = 0, high = starts.Length;
        while (high - low > 1)
        {
            var middle = (low + high) >>> 1;
            if (starts[middle] <= instant) low = middle; else high = middle;
        }

        return low;
    }
}
