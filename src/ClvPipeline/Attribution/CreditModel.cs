namespace ClvPipeline;

/// <summary>
/// The touchpoints that may earn credit for one value, oldest first. All spans are equally long, at least 1.
/// </summary>
/// <param name="times">Instants in microseconds.</param>
/// <param name="channels">Channel codes.</param>
/// <param name="direct">By channel code: whether the channel counts as direct.</param>
public readonly ref struct Journey(ReadOnlySpan<long> times, ReadOnlySpan<int> channels, ReadOnlySpan<bool> direct)
{
    /// <summary>The number of touchpoints.</summary>
    public int Length => Times.Length;

    /// <summary>Instants in microseconds, ascending.</summary>
    public ReadOnlySpan<long> Times { get; } = times;

    /// <summary>Channel codes.</summary>
    public ReadOnlySpan<int> Channels { get; } = channels;

    /// <summary>Whether touch <paramref name="i"/> is of a direct channel.</summary>
    public bool IsDirect(int i) => Direct[Channels[i]];

    private ReadOnlySpan<bool> Direct { get; } = direct;
}

/// <summary>
/// The rule that turns a journey into shares. Shares are handed over as their running sums, because credit is rounded on those
/// (contract: round(v·S(i)) − round(v·S(i−1))), and a rule that knows them in closed form is more exact than one that adds up.
/// </summary>
public abstract class CreditModel
{
    /// <summary>
    /// Fills <paramref name="upTo"/>: entry i is the share of touches 0 .. i together, never falling, in 0 .. 1; the last is exactly 1.
    /// </summary>
    public abstract void Accumulate(in Journey journey, Span<double> upTo);

    /// <summary>Whether the number of touchpoints alone decides the shares: then they are worked out once for each.</summary>
    public virtual bool NeedsLengthAlone => false;
}

/// <summary>A model that gives everything to one touchpoint; kept apart because it needs no arithmetic at all.</summary>
public abstract class SingleTouchModel : CreditModel
{
    /// <summary>The touchpoint that earns everything.</summary>
    public abstract int Winner(in Journey journey);

    /// <inheritdoc />
    public sealed override void Accumulate(in Journey journey, Span<double> upTo)
    {
        var winner = Winner(journey);
        upTo[..winner].Clear();
        upTo[winner..].Fill(1);
    }
}
