namespace ClvPipeline.Tests.Oracle;

/// <summary>Which touches may earn credit.</summary>
public static class Journeys
{
    /// <summary>The touches of a customer up to the reference instant and not older than the window, both ends in.</summary>
    public static IReadOnlyList<Touch> UpTo(long reference, decimal? windowDays, IEnumerable<Touch> touches) =>
        [.. touches.Where(touch => touch.At <= reference && (windowDays is null || touch.At >= reference - windowDays * Clock.Day))];

    /// <summary>The journeys of a buyer in a mode: one, or in mode <c>order</c> one for each order.</summary>
    public static IReadOnlyList<IReadOnlyList<Touch>> Of(Buyer buyer, OracleMode mode, IReadOnlyList<Touch> touches, long horizon) => mode.Kind switch
    {
        ModeKind.Acquisition => [UpTo(buyer.FirstOrderAt, mode.WindowDays, touches)],
        ModeKind.Lifetime => [UpTo(horizon, mode.WindowDays, touches)],
        _ => [.. buyer.Orders.Select(order => UpTo(order.At, mode.WindowDays, touches.Where(touch => mode.Overlap || IsAfterTheOrderBefore(touch, order, buyer))))],
    };

    /// <summary>The channels of a journey, equal neighbours collapsed; at most 20 steps.</summary>
    public static string Path(IReadOnlyList<Touch> journey)
    {
        var steps = new List<string>();
        foreach (var touch in journey)
            if (steps.Count == 0 || steps[^1] != touch.Channel) steps.Add(touch.Channel);
        if (steps.Count > 20) steps = [.. steps.Take(20), Names.More];
        return steps.Count == 0 ? Names.Unattributed : string.Join(" > ", steps);
    }

    private static bool IsAfterTheOrderBefore(Touch touch, Purchase order, Buyer buyer) =>
        buyer.Orders.Where(other => other.At < order.At).All(other => touch.At > other.At);
}
