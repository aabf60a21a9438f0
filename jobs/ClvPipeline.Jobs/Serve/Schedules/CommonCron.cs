using System.Text.RegularExpressions;

namespace ClvPipeline.Jobs.Serve;

/// <summary>
/// A cron expression in words that all libraries read alike, as several where it takes that: Quartz, which computes our instants, numbers weekdays from Sunday as 1 where there are
/// seconds, fires on a day of the month <b>or</b> a weekday where both are given, and takes lists of last days and of nearest workdays; Hangfire numbers from Monday as 1, wants both, and takes none.
/// </summary>
internal static partial class CommonCron
{
    private static readonly string[] Days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    /// <summary>Expressions whose instants, taken together, are those of this one.</summary>
    public static IReadOnlyList<string> Of(string text)
    {
        var fields = text.ToUpperInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var (day, month, weekday) = (fields[^3], fields[^2], fields.Length == 6 ? Named(fields[^1]) : fields[^1]);
        var time = string.Join(' ', fields[..^3]);
        var (days, weekdays) = (Apart(day), Apart(weekday));
        IEnumerable<string> all = IsAny(weekday) ? days.Select(each => $"{time} {each} {month} *")
            : IsAny(day) ? weekdays.Select(each => $"{time} * {month} {each}")
            : [.. days.Select(each => $"{time} {each} {month} *"), .. weekdays.Select(each => $"{time} * {month} {each}")];
        return [.. all];
    }

    private static bool IsAny(string field) => field is "*" or "?";

    // A list with a last day, a nearest workday or a weekday's number in the month in it is one expression an element.
    private static string[] Apart(string field) => SpecialDay().IsMatch(field) ? field.Split(',') : [field];

    private static string Named(string field) => string.Join(',', field.Split(',').Select(each =>
    {
        if (each == "L") return "SAT";
        var named = Weekday().Replace(each, number => Days[number.Value[0] - '1']);
        // From a day on is to the week's end, which is Saturday.
        return FromADayOn().IsMatch(named) ? named.Replace("/", "-SAT/", StringComparison.Ordinal) : named;
    }));

    [GeneratedRegex("(?<![#/0-9A-Z*])[1-7](?![0-9])")]
    private static partial Regex Weekday();

    [GeneratedRegex("^[A-Z]{3}/")]
    private static partial Regex FromADayOn();

    [GeneratedRegex("(^|[0-9,-])(L|W)|[0-9A-Z]L(,|$)|#")]
    private static partial Regex SpecialDay();
}
