namespace ClvPipeline.Tests.Oracle;

/// <summary>Why a value makes its row a bad one. The words are ours: an engine's reasons may read otherwise.</summary>
public static class RowCheck
{
    private static readonly long From = Clock.Midnight(new DateOnly(1970, 1, 1));
    private static readonly long Until = Clock.Midnight(new DateOnly(2200, 1, 1));

    public static string? Key(Id? id) =>
        id is null ? "null key"
        : id.Value.IsBlank ? "blank key"
        : Text(id);

    public static string? Text(Id? id) => id is { Kind: IdKind.Text } ? Utf8Text.Problem(id.Value.Text) : null;

    public static string? Time(long? instant) =>
        instant is null ? "null time"
        : instant < From ? "time before 1970"
        : instant >= Until ? "time after 2199"
        : null;

    public static string? Money(double? amount, decimal maxAmount) =>
        amount is null ? null
        : !double.IsFinite(amount.Value) ? "NaN or infinite money"
        : Fraction.Abs(MicroUnits(amount.Value)) >= (Fraction)maxAmount * 1_000_000 ? "amount too large"
        : null;

    /// <summary>Money as a whole number of micro-units, rounded half to even.</summary>
    public static long MicroUnits(double amount) => (long)Math.Clamp(Math.Round(amount * 1e6, MidpointRounding.ToEven), -9e18, 9e18);
}
