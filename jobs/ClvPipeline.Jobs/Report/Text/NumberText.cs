using System.Globalization;

namespace ClvPipeline.Jobs.Report;

/// <summary>Numbers and dates as a language writes them. Amounts come in micro-units and are rounded half to even.</summary>
internal sealed class NumberText(ReportLanguage language, string currency)
{
    private const string Minus = "\u2212";
    private static readonly DateOnly Epoch = new(1970, 1, 1);

    private readonly string _symbol = currency switch { "EUR" => "€", "USD" => "$", "GBP" => "£", _ => currency + "\u00a0" };

    /// <summary>The currency as units of axes and heads name it.</summary>
    public string Currency => currency;

    /// <summary>Such as <c>28,740</c>, <c>28,740.03</c>.</summary>
    public string Amount(Int128 micros, int digits = 0)
    {
        var unit = (Int128)(1_000_000 / (long)Math.Pow(10, digits));
        var (whole, rest) = Int128.DivRem(Int128.Abs(micros), unit);
        if (rest * 2 > unit || (rest * 2 == unit && Int128.IsOddInteger(whole))) whole++;
        return Signed(micros < 0 && whole != 0, Decimal(whole, digits));
    }

    /// <summary>The same with the currency: <c>€28,740</c>; amounts below 100 with cents.</summary>
    public string Money(Int128 micros)
    {
        var text = Amount(Int128.Abs(micros), Int128.Abs(micros) < 100_000_000 ? 2 : 0);
        return Signed(micros < 0, _symbol + (_symbol.EndsWith('\u00a0') ? "" : language.BetweenSymbolAndAmount) + text);
    }

    /// <summary>A whole number: <c>1,888</c>.</summary>
    public string Count(long number) => Signed(number < 0, Decimal(Int128.Abs(number), 0));

    /// <summary>A number with so many digits behind the point.</summary>
    public string Real(double number, int digits)
    {
        if (Math.Abs(number) >= 1e15) return Signed(number < 0, Math.Abs(number).ToString("0.##E0", CultureInfo.InvariantCulture).Replace('.', language.Point));
        var scaled = (Int128)Math.Round(Math.Abs(number) * Math.Pow(10, digits), MidpointRounding.ToEven);
        return Signed(number < 0 && scaled != 0, Decimal(scaled, digits));
    }

    /// <summary>A share of 1: <c>51 %</c> in the language's way, with a digit more where it is small.</summary>
    public string Percent(double share)
    {
        var size = Math.Abs(share * 100);
        if (size is > 0 and < 0.005) return (share < 0 ? ">" + Minus : "<") + Real(0.01, 2) + "%";
        return Real(share * 100, size >= 99.95 || Math.Abs(size - Math.Round(size)) < 1e-9 ? 0 : size < 0.095 ? 2 : 1) + "%";
    }

    /// <summary>A change, with its sign: <c>+3.1%</c>.</summary>
    public string Change(double share) => (share > 0 ? "+" : "") + Percent(share);

    /// <summary>A multiple: <c>3.6×</c>.</summary>
    public string Times(double ratio) => Real(ratio, Math.Abs(ratio) < 10 ? 2 : 1) + "×";

    /// <summary>Short, for axes: <c>0</c>, <c>500</c>, <c>20k</c>, <c>1.5M</c>.</summary>
    public string Short(double number)
    {
        var (size, behind) = Math.Abs(number) switch { >= 1e9 => (1e9, language.Billion), >= 1e6 => (1e6, language.Million), >= 1e4 => (1e3, language.Thousand), _ => (1d, "") };
        var scaled = Math.Round(number / size, 3);
        var digits = scaled == Math.Round(scaled) ? 0 : scaled * 10 == Math.Round(scaled * 10) ? 1 : scaled * 100 == Math.Round(scaled * 100) ? 2 : 3;
        return Real(scaled, digits) + behind;
    }

    /// <summary>A day: <c>30 June 2026</c>.</summary>
    public string Day(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{day.Day} {language.Months[day.Month - 1]} {day.Year}");

    /// <summary>A day counted from 1970.</summary>
    public string Day(long day) => Day(Epoch.AddDays((int)day));

    /// <summary>The month of a day counted from 1970, short: <c>Jun 2026</c>.</summary>
    public string Month(long day)
    {
        var date = Epoch.AddDays((int)day);
        return string.Create(CultureInfo.InvariantCulture, $"{language.Months[date.Month - 1][..3].Replace("maa", "mrt", StringComparison.Ordinal)} {date.Year}");
    }

    /// <summary>A time on the clock of the run's zone, to the minute.</summary>
    public string Time(long localMicros)
    {
        var time = DateTime.UnixEpoch.AddMicroseconds(localMicros);
        return string.Create(CultureInfo.InvariantCulture, $"{Day(DateOnly.FromDateTime(time))} {time:HH:mm}");
    }

    private static string Signed(bool negative, string text) => negative ? Minus + text : text;

    private string Decimal(Int128 scaled, int digits)
    {
        var unit = (Int128)(long)Math.Pow(10, digits);
        var (whole, rest) = Int128.DivRem(scaled, unit);
        var text = whole.ToString("N0", CultureInfo.InvariantCulture).Replace(',', language.Comma);
        return digits == 0 ? text : text + language.Point + rest.ToString(new string('0', digits), CultureInfo.InvariantCulture);
    }
}
