using System.Globalization;

namespace ClvPipeline.Jobs;

/// <summary>Instants as text: on the clock of the run's zone for people, in UTC for programs.</summary>
internal sealed class LocalText(string timeZone)
{
    private readonly LocalTime _zone = LocalTime.Of(timeZone);

    /// <summary>Such as <c>2026-06-30 14:05:06</c>, with a fraction where there is one.</summary>
    public string Of(long instant) => Text(instant + _zone.OffsetAt(instant), ' ');

    /// <summary>Such as <c>2026-06-30T12:05:06Z</c>.</summary>
    public static string Utc(long instant) => Text(instant, 'T') + "Z";

    private static string Text(long micros, char between)
    {
        var time = DateTime.UnixEpoch.AddMicroseconds(micros);
        var fraction = micros % 1_000_000 == 0 ? "" : micros % 1_000 == 0 ? ".fff" : ".ffffff";
        return time.ToString($"yyyy-MM-dd'{between}'HH:mm:ss{fraction}", CultureInfo.InvariantCulture);
    }
}
