using System.Globalization;
using System.Text;

namespace ClvPipeline;

/// <summary>Reads ISO 8601 text: a date, or a date and a time with up to nine digits of a second, with or without a zone.</summary>
internal static class IsoTime
{
    /// <summary>What a text says.</summary>
    internal enum Form { Unreadable, Date, Local, Zoned }

    /// <summary>Microseconds since 1970 of the reading (for a date: of its midnight), the zone already taken off; finer digits are cut.</summary>
    public static Form Read(ReadOnlySpan<byte> text, out long micros)
    {
        micros = 0;
        text = Trim(text);
        if (text.Length < 10 || !Number(text, 0, 4, out var year) || text[4] != '-' || !Number(text, 5, 2, out var month) || text[7] != '-' || !Number(text, 8, 2, out var day)) return Form.Unreadable;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return Form.Unreadable;
        micros = (new DateTime(year, month, day).Ticks - DateTime.UnixEpoch.Ticks) / 10;
        text = text[10..];
        if (text.Length == 0) return Form.Date;
        if (text[0] is not ((byte)'T' or (byte)'t' or (byte)' ')) return Form.Unreadable;
        text = text[1..];
        if (text.Length < 5 || !Number(text, 0, 2, out var hour) || text[2] != ':' || !Number(text, 3, 2, out var minute) || hour > 23 || minute > 59) return Form.Unreadable;
        text = text[5..];
        var second = 0;
        long fraction = 0;
        if (text.Length >= 3 && text[0] == ':')
        {
            if (!Number(text, 1, 2, out second) || second > 60) return Form.Unreadable;
            second = Math.Min(second, 59); // a leap second has no number of its own in UTC microseconds
            text = text[3..];
            if (text.Length > 1 && text[0] is (byte)'.' or (byte)',')
            {
                var digits = 1;
                while (digits < text.Length && text[digits] is >= (byte)'0' and <= (byte)'9') digits++;
                if (digits is 1 or > 10) return Form.Unreadable;
                for (var i = 1; i <= 6; i++) fraction = fraction * 10 + (i < digits ? text[i] - '0' : 0);
                text = text[digits..];
            }
        }

        micros += ((hour * 60L + minute) * 60 + second) * 1_000_000 + fraction;
        if (text.Length > 0 && text[0] == ' ') text = text[1..];
        if (text.Length == 0) return Form.Local;
        if (text.Length == 1 && text[0] is (byte)'Z' or (byte)'z') return Form.Zoned;
        if (Encoding.ASCII.GetString(text) is "UTC" or "GMT") return Form.Zoned;
        return Offset(text, ref micros) ? Form.Zoned : Form.Unreadable;
    }

    /// <summary>An instant as text, for people and rejects.</summary>
    public static string Show(long micros)
    {
        if (micros is < -62_135_596_800_000_000 or >= 253_402_300_800_000_000) return micros.ToString(CultureInfo.InvariantCulture) + " µs since 1970";
        var time = new DateTime(DateTime.UnixEpoch.Ticks + micros * 10, DateTimeKind.Utc);
        return time.ToString(micros % 1_000_000 == 0 ? "yyyy-MM-ddTHH:mm:ssZ" : "yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);
    }

    // +01, +0100, +01:00
    private static bool Offset(ReadOnlySpan<byte> text, ref long micros)
    {
        if (text.Length < 3 || text[0] is not ((byte)'+' or (byte)'-') || !Number(text, 1, 2, out var hours)) return false;
        var minutes = 0;
        var rest = text[3..];
        if (rest.Length > 0 && rest[0] == ':') rest = rest[1..];
        if (rest.Length > 0 && (rest.Length != 2 || !Number(rest, 0, 2, out minutes))) return false;
        if (hours > 18 || minutes > 59) return false;
        micros -= (text[0] == '-' ? -1 : 1) * (hours * 60L + minutes) * 60_000_000;
        return true;
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text) => text.Trim(" \t\r\n"u8);

    private static bool Number(ReadOnlySpan<byte> text, int start, int length, out int value)
    {
        value = 0;
        if (start + length > text.Length) return false;
        foreach (var b in text.Slice(start, length))
        {
            if (b is < (byte)'0' or > (byte)'9') return false;
            value = value * 10 + b - '0';
        }

        return true;
    }
}
