using System.Text;

namespace ClvPipeline;

/// <summary>Checks that rows name the run's currency: another one makes a bad row, none is the run's.</summary>
internal sealed class CurrencyReader : TextColumn<bool>
{
    private readonly string _currency;

    private CurrencyReader(ColumnCursor cursor, string currency) : base(cursor) => _currency = currency;

    public override string Column => "currency";

    public static CurrencyReader? Open(IPart part, string currency) => part.TypeOf("currency") is null ? null : new CurrencyReader(part.Open("currency"), currency);

    protected override (bool Value, string? Problem) Map(ReadOnlySpan<byte> text)
    {
        if (RowBlock.Problem(text) is { } problem) return (false, problem);
        var name = Encoding.UTF8.GetString(text).Trim();
        return (true, name.Length == 0 || name == _currency ? null : $"is not {_currency}");
    }

    protected override bool Null(out string? problem)
    {
        problem = null;
        return false;
    }
}
