namespace ClvPipeline;

/// <summary>One thing that changed between two runs, and what channels were worth after it.</summary>
/// <param name="Cause">A cause of <see cref="Causes"/>.</param>
/// <param name="After">What channels are worth with this change and those before it; null for today's run itself.</param>
/// <param name="Reason">Why it cannot be told from others; null where it can.</param>
internal sealed record ChangeStep(string Cause, ChannelClv? After, string? Reason = null);

/// <summary>Why a channel's value moves, in the words of the contract.</summary>
public static class Causes
{
    /// <summary>Rows of days that the run before had counted already: they came late, or changed since.</summary>
    public const string LateEvents = "late events";

    /// <summary>The days since: their rows, and that time went by.</summary>
    public const string NewEvents = "new events";

    /// <summary>Everything that is learnt from the data anew: which model, its parameters, segments with fits of their own, what margins are drawn to.</summary>
    public const string Fit = "fit";

    /// <summary>Other settings.</summary>
    public const string Parameters = "parameters";

    /// <summary>What cannot be told apart.</summary>
    public const string NotSeparable = "(not separable)";

    /// <summary>All of them, in the order in which they are changed.</summary>
    public static readonly IReadOnlyList<string> All = [LateEvents, NewEvents, Fit, Parameters, NotSeparable];
}
