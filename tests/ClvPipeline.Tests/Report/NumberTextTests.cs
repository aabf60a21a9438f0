using ClvPipeline.Jobs.Report;
using Xunit;

namespace ClvPipeline.Tests.Report;

/// <summary>Numbers and dates as people of either language write them.</summary>
public sealed class NumberTextTests
{
    private static readonly NumberText English = new(ReportLanguage.English, "EUR"), Dutch = new(ReportLanguage.Dutch, "EUR");

    [Theory]
    [InlineData(28_740_030_000, "€28,740", "€\u00a028.740")]
    [InlineData(99_994_999, "€99.99", "€\u00a099,99")]
    [InlineData(100_000_000, "€100", "€\u00a0100")]
    [InlineData(-1_234_567_890_000, "−€1,234,568", "−€\u00a01.234.568")]
    [InlineData(0, "€0.00", "€\u00a00,00")]
    [InlineData(5_000, "€0.00", "€\u00a00,00")]
    [InlineData(15_000, "€0.02", "€\u00a00,02")]
    public void Money_has_cents_only_where_they_matter(long micros, string english, string dutch) => Assert.Equal((english, dutch), (English.Money(micros), Dutch.Money(micros)));

    [Theory]
    [InlineData(2_500_000, 0, "2")]
    [InlineData(3_500_000, 0, "4")]
    [InlineData(-2_500_000, 0, "−2")]
    [InlineData(-400_000, 0, "0")]
    [InlineData(1_234_567, 6, "1.234567")]
    [InlineData(999_999_999, 2, "1,000.00")]
    public void Amounts_are_rounded_half_to_even(long micros, int digits, string text) => Assert.Equal(text, English.Amount(micros, digits));

    [Fact]
    public void Totals_beyond_64_bits_are_written_out() => Assert.Equal("170,141,183,460,469,231,731,687,303,715,884", English.Amount(Int128.MaxValue));

    [Theory]
    [InlineData(0.215, "21.5%", "21,5%")]
    [InlineData(0.5, "50%", "50%")]
    [InlineData(0.0005, "0.05%", "0,05%")]
    [InlineData(0.00001, "<0.01%", "<0,01%")]
    [InlineData(0.9999, "100%", "100%")]
    [InlineData(-0.031, "−3.1%", "−3,1%")]
    [InlineData(0, "0%", "0%")]
    public void Shares_have_a_digit_more_where_they_are_small(double share, string english, string dutch) => Assert.Equal((english, dutch), (English.Percent(share), Dutch.Percent(share)));

    [Theory]
    [InlineData(0, "0", "0")]
    [InlineData(9_500, "9,500", "9.500")]
    [InlineData(20_000, "20k", "20k")]
    [InlineData(1_500_000, "1.5M", "1,5\u00a0mln")]
    [InlineData(2_000_000_000, "2bn", "2\u00a0mld")]
    [InlineData(0.25, "0.25", "0,25")]
    [InlineData(-40_000, "−40k", "−40k")]
    public void Ticks_are_short(double value, string english, string dutch) => Assert.Equal((english, dutch), (English.Short(value), Dutch.Short(value)));

    [Fact]
    public void Days_months_and_times_are_in_the_language()
    {
        var day = new DateOnly(2026, 3, 1);
        Assert.Equal(("1 March 2026", "1 maart 2026"), (English.Day(day), Dutch.Day(day)));
        var days = day.DayNumber - new DateOnly(1970, 1, 1).DayNumber;
        Assert.Equal(("Mar 2026", "mrt 2026"), (English.Month(days), Dutch.Month(days)));
        Assert.Equal("2 January 1970 00:01", English.Time(86_400_000_000 + 60_000_000));
    }

    [Fact]
    public void A_currency_without_a_sign_of_its_own_is_named()
    {
        Assert.Equal("SEK\u00a01,000", new NumberText(ReportLanguage.English, "SEK").Money(1_000_000_000));
        Assert.Equal("$1,000", new NumberText(ReportLanguage.English, "USD").Money(1_000_000_000));
    }

    [Fact]
    public void Numbers_of_any_size_have_a_text() => Assert.All([double.MaxValue, -1e300, 1e15, double.Epsilon], number => Assert.NotEqual("", English.Real(number, 2)));
}
