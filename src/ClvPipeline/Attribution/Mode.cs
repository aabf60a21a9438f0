namespace ClvPipeline;

/// <summary>A mode that a run computes.</summary>
/// <param name="Name">Its name in settings and results.</param>
/// <param name="Kind">Which of the three it is.</param>
/// <param name="WindowMicros">How far before the reference instant a touchpoint may lie; <see cref="long.MaxValue"/> for unlimited.</param>
/// <param name="Path">What an earlier order does to a journey.</param>
internal sealed record Mode(string Name, Mode.Of Kind, long WindowMicros, OrderPath Path)
{
    internal enum Of { Acquisition, Order, Lifetime }

    /// <summary>The earliest instant that counts for a reference instant.</summary>
    public long From(long reference) => WindowMicros == long.MaxValue ? long.MinValue : reference - WindowMicros;

    /// <summary>The modes that are asked for, in the order of the contract.</summary>
    public static IReadOnlyList<Mode> All(AttributionSettings settings) =>
    [
        .. settings.Acquisition is { } acquisition ? [Make("acquisition", Of.Acquisition, acquisition)] : Array.Empty<Mode>(),
        .. settings.Order is { } order ? [Make("order", Of.Order, order)] : Array.Empty<Mode>(),
        .. settings.Lifetime is { } lifetime ? [Make("lifetime", Of.Lifetime, lifetime)] : Array.Empty<Mode>(),
    ];

    /// <summary>The journey that says which channel brought a customer, whether the mode is asked for or not.</summary>
    public static Mode First(AttributionSettings settings) => Make("acquisition", Of.Acquisition, settings.Acquisition ?? new ModeSettings(90));

    private static Mode Make(string name, Of kind, ModeSettings settings) =>
        new(name, kind, settings.WindowDays is { } days ? (long)Math.Round(days * LocalTime.MicrosecondsPerDay) : long.MaxValue, settings.Path);
}
