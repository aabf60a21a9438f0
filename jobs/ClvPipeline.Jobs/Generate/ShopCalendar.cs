namespace ClvPipeline.Jobs.Generate;

/// <summary>
/// Seasons, weekdays and hours. A second time scale, <em>busy days</em>, runs faster in busy seasons and on busy weekdays (mean 1 over the history): processes
/// that are even in busy days are seasonal on the calendar.
/// </summary>
internal sealed class ShopCalendar
{
    private readonly double[] _busyUpTo;
    private readonly byte[] _months;
    private readonly Choice _hours = new([1, 0.5, 0.3, 0.2, 0.2, 0.4, 1, 2, 3, 4, 4.5, 4.6, 4.8, 4.4, 4.2, 4.2, 4.4, 4.6, 5, 6, 6.8, 6.5, 4.5, 2.2]);
    private readonly Choice _openingHours = new([0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 4, 5, 6, 6, 6, 6, 6, 5, 3, 2, 0, 0, 0, 0]);

    public ShopCalendar(ShopClock clock, DateOnly first, TrueParameters truth)
    {
        Clock = clock;
        _busyUpTo = new double[clock.Days + 1];
        _months = new byte[clock.Days];
        for (var day = 0; day < clock.Days; day++)
        {
            var date = first.AddDays(day);
            _months[day] = (byte)date.Month;
            _busyUpTo[day + 1] = _busyUpTo[day] + truth.Seasons[date.Month - 1] * truth.Weekdays[((int)date.DayOfWeek + 6) % 7];
        }
        var scale = clock.Days / _busyUpTo[^1];
        foreach (ref var busy in _busyUpTo.AsSpan())
        {
            busy *= scale;
        }
    }

    public ShopClock Clock { get; }

    /// <summary>The month (1 to 12) of a local time within the history.</summary>
    public int Month(long local) => _months[local / ShopClock.Day];

    /// <summary>The busy days that have passed at a local time within the history.</summary>
    public double Busy(long local)
    {
        var day = local / ShopClock.Day;
        return _busyUpTo[day] + (_busyUpTo[day + 1] - _busyUpTo[day]) * (local - day * ShopClock.Day) / ShopClock.Day;
    }

    /// <summary>The calendar days (with a fraction) at which so many busy days have passed; the number of days or more is past the end.</summary>
    public double DaysAt(double busy)
    {
        if (busy >= Clock.Days)
        {
            return Clock.Days;
        }
        int low = 0, high = Clock.Days;
        while (high - low > 1)
        {
            var middle = (low + high) >> 1;
            if (_busyUpTo[middle] <= busy) { low = middle; } else { high = middle; }
        }
        return low + (busy - _busyUpTo[low]) / (_busyUpTo[low + 1] - _busyUpTo[low]);
    }

    /// <summary>A local time on a day, at an hour of the day that people like (or the store is open).</summary>
    public long TimeOn(int day, bool store, ref Chance chance)
    {
        var hour = (store ? _openingHours : _hours).Pick(ref chance);
        return day * ShopClock.Day + hour * ShopClock.Hour + (long)(chance.Uniform() * ShopClock.Hour);
    }

    /// <summary>A local time about so many busy days after another one, and after it for certain; at or past <see cref="ShopClock.End"/> there is none.</summary>
    public long After(long local, double busyDays, bool store, ref Chance chance)
    {
        var day = DaysAt(Busy(local) + busyDays);
        if (day >= Clock.Days)
        {
            return Clock.End;
        }
        var time = TimeOn((int)day, store, ref chance);
        return time > local ? time : Math.Min(Clock.End, local + 60_000 + (long)(chance.Exponential() * ShopClock.Hour));
    }
}
