using System.Globalization;
using ClvPipeline.Jobs.Report;

namespace ClvPipeline.Jobs.Serve;

/// <summary>Times and lengths of time as the page tells them: on the clock of a zone, at a certain moment.</summary>
internal sealed class PageText(string timeZone, DateTimeOffset now)
{
    private readonly LocalTime _zone = Zones.Of(timeZone);
    private readonly NumberText _numbers = new(ReportLanguage.English, "");

    /// <summary>The zone.</summary>
    public string Zone => timeZone;

    /// <summary>The moment.</summary>
    public DateTimeOffset Now => now;

    /// <summary>Such as <c>30 June 2026</c>.</summary>
    public string Day(DateOnly? day) => day is { } date ? _numbers.Day(date) : "–";

    /// <summary>Such as <c>30 June 2026 02:30</c>; today without the day.</summary>
    public string Time(DateTimeOffset? instant)
    {
        if (instant is not { } at) return "–";
        var micros = Micros(at);
        return DayOf(at) == DayOf(now) ? Hour(at) : _numbers.Time(micros + _zone.OffsetAt(micros));
    }

    /// <summary>Such as <c>02:30</c>.</summary>
    public string Hour(DateTimeOffset instant) => Local(instant).ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The day of an instant.</summary>
    public DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(Local(instant));

    /// <summary>Such as <c>3 hours ago</c>, <c>in 20 minutes</c>.</summary>
    public string Ago(DateTimeOffset instant)
    {
        var away = now - instant;
        if (away.Duration() < TimeSpan.FromSeconds(45)) return "just now";
        return away > TimeSpan.Zero ? $"{Length(away)} ago" : $"in {Length(-away)}";
    }

    /// <summary>Such as <c>3 hours</c>.</summary>
    public static string Length(TimeSpan length) => length.TotalSeconds < 90 ? Count(length.TotalSeconds, "second") : length.TotalMinutes < 90 ? Count(length.TotalMinutes, "minute")
        : length.TotalHours < 36 ? Count(length.TotalHours, "hour") : Count(length.TotalDays, "day");

    /// <summary>Such as <c>4.2 s</c>, <c>3 min 20 s</c>.</summary>
    public static string Took(TimeSpan length) => length.TotalSeconds < 60 ? length.TotalSeconds.ToString("0.0 s", CultureInfo.InvariantCulture)
        : length.TotalHours < 1 ? string.Create(CultureInfo.InvariantCulture, $"{length.Minutes} min {length.Seconds} s") : string.Create(CultureInfo.InvariantCulture, $"{(int)length.TotalHours} h {length.Minutes} min");

    private DateTime Local(DateTimeOffset instant)
    {
        var micros = Micros(instant);
        return DateTime.UnixEpoch.AddMicroseconds(micros + _zone.OffsetAt(micros));
    }

    private static string Count(double number, string unit)
    {
        var whole = Math.Max(1, Math.Round(number));
        return string.Create(CultureInfo.InvariantCulture, $"{whole:0} {unit}{(whole == 1 ? "" : "s")}");
    }

    private static long Micros(DateTimeOffset at) => (at.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;
}
