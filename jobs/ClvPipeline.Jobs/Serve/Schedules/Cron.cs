using Quartz;

namespace ClvPipeline.Jobs.Serve;

/// <summary>
/// Instants that a cron expression of five fields (minute hour day month weekday) or six (seconds first) names on the clock of a zone. A local time that occurs twice
/// is the first one, one that does not occur is the moment at which clocks go forward: a night fires once, whatever is done to its clock.
/// </summary>
public sealed class Cron
{
    private const string Expected = "expected five fields (minute hour day month weekday) such as 30 2 * * *, or six with seconds first";

    /// <summary>Reads it.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public Cron(string text, string zone) => (Text, Zone, Expression) = (text, zone, Parse(text, zone));

    /// <summary>As it is written.</summary>
    public string Text { get; }

    /// <summary>The IANA name of the zone whose clock it reads.</summary>
    public string Zone { get; }

    /// <summary>The same in the words of the library that computes it.</summary>
    internal CronExpression Expression { get; }

    /// <summary>What is wrong with it, in a sentence; null if nothing is.</summary>
    internal static string? Problem(string text, string zone)
    {
        try
        {
            // From a fixed day on, so that settings are right or wrong whenever they are read; leap days lie within.
            return Parse(text, zone).GetNextValidTimeAfter(DateTimeOffset.UnixEpoch.AddYears(55)) is null ? $"'{text}' never comes; {Expected}" : null;
        }
        catch (FormatException e)
        {
            return $"'{text}' is no cron expression ({e.Message.ReplaceLineEndings(" ").TrimEnd('.')}); {Expected}";
        }
    }

    /// <summary>The first instant after another; null if there is none left.</summary>
    public DateTimeOffset? Next(DateTimeOffset after) => Expression.GetNextValidTimeAfter(after)?.ToUniversalTime();

    /// <summary>The instants after one up to another, in order.</summary>
    public IEnumerable<DateTimeOffset> Between(DateTimeOffset after, DateTimeOffset through)
    {
        for (var at = Next(after); at is { } fire && fire <= through; at = Next(fire)) yield return fire;
    }

    private static CronExpression Parse(string text, string zone)
    {
        var fields = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
        if (fields is not (5 or 6)) throw new FormatException($"it has {fields} field{(fields == 1 ? "" : "s")}");
        return CronExpression.Parse(text.Trim(), fields == 5 ? CronFormat.Unix : CronFormat.Quartz).WithTimeZone(TimeZoneInfo.FindSystemTimeZoneById(zone));
    }
}
