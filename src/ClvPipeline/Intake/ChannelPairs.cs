namespace ClvPipeline;

/// <summary>
/// Channels, campaigns, and the pairs of them that occur: a touchpoint carries one small number for both.
/// Pair 0 is <c>(unattributed)</c> without a campaign.
/// </summary>
internal sealed class ChannelPairs
{
    private readonly Lock _lock = new();
    private readonly Dictionary<long, int> _pairs = [];
    private readonly List<(int Channel, int Campaign)> _list = [];

    public ChannelPairs()
    {
        Channels.Own(Names.Unattributed);
        Of(0, Campaigns.Own(Names.None));
    }

    public Names Channels { get; } = new();

    public Names Campaigns { get; } = new();

    public int Count => _list.Count;

    public (int Channel, int Campaign) this[int pair] => _list[pair];

    /// <summary>The number of a pair.</summary>
    public int Of(int channel, int campaign)
    {
        var key = (long)channel << 32 | (uint)campaign;
        lock (_lock)
        {
            if (_pairs.TryGetValue(key, out var pair)) return pair;
            _pairs.Add(key, pair = _list.Count);
            _list.Add((channel, campaign));
            return pair;
        }
    }

    /// <summary>By pair: its channel.</summary>
    public int[] ChannelOfPair() => [.. _list.Select(p => p.Channel)];

    /// <summary>By pair: its place in the order of channel, then campaign, by UTF-8 bytes.</summary>
    public int[] Ranks()
    {
        int[] channels = Channels.Ranks(), campaigns = Campaigns.Ranks();
        var order = Enumerable.Range(0, Count).OrderBy(p => channels[_list[p].Channel]).ThenBy(p => campaigns[_list[p].Campaign]).ToArray();
        var ranks = new int[order.Length];
        for (var i = 0; i < order.Length; i++) ranks[order[i]] = i;
        return ranks;
    }
}
