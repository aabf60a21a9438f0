using System.Globalization;

namespace ClvPipeline.Tests.Oracle;

/// <summary>Times as ISO 8601 text: with T or a blank, as many digits as are needed or six, with or without an offset.</summary>
public static class IsoTime
{
    private static readonly (string Text, int Minutes)[] Offsets = [("Z", 0), ("Z", 0), ("+00:00", 0), ("+05:45", 345), ("-03:30", -210)];

    public static string? Local(long? micros, Random random) => micros is null ? null : Text(micros.Value, random);

    public static string? Zoned(long? micros, Random random)
    {
        if (micros is null) return null;
        var (text, minutes) = Offsets[random.Next(Offsets.Length)];
        return Text(micros.Value + minutes * 60_000_000L, random) + text;
    }

    private static string Text(long micros, Random random)
    {
        var time = DateTime.UnixEpoch.AddTicks(micros * 10);
        var fraction = micros % 1_000_000 == 0 ? random.Next(2) == 0 ? "" : ".000" : micros % 1_000 == 0 ? random.Next(2) == 0 ? ".fff" : ".ffffff" : ".ffffff";
        var separator = random.Next(2) == 0 ? "'T'" : " ";
        return time.ToString($"yyyy-MM-dd{separator}HH:mm:ss{fraction}", CultureInfo.InvariantCulture);
    }
}
