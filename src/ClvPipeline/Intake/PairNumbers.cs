using System.Runtime.CompilerServices;

namespace ClvPipeline;

/// <summary>What one thread knows of the numbers of pairs of channel and campaign, which it then need not ask for again.</summary>
internal sealed class PairNumbers(ChannelPairs pairs)
{
    private int[][] _known = []; // by channel and campaign: the pair's number plus one, 0 where it was not met yet

    /// <summary>The number of a pair.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Of(int channel, int campaign)
    {
        var channels = _known;
        if ((uint)channel < (uint)channels.Length && channels[channel] is var known && (uint)campaign < (uint)known.Length && known[campaign] > 0) return known[campaign] - 1;
        return Ask(channel, campaign);
    }

    /// <summary>What touchpoints carry besides who and when, each as one number in place of its channel's.</summary>
    /// <param name="channels">By touchpoint: its channel; afterwards its tag.</param>
    /// <param name="campaigns">By touchpoint: its campaign.</param>
    /// <param name="consent">By touchpoint: whether consent is known; 0 for not.</param>
    /// <param name="given">By touchpoint: the consent, where it is known.</param>
    /// <param name="hasId">By touchpoint: whether it has an id.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void MakeTags(Span<int> channels, ReadOnlySpan<int> campaigns, ReadOnlySpan<byte> consent, ReadOnlySpan<long> given, ReadOnlySpan<bool> hasId)
    {
        var n = channels.Length;
        campaigns = campaigns[..n];
        consent = consent[..n];
        given = given[..n];
        hasId = hasId[..n];
        for (var i = 0; i < n; i++)
        {
            // 0, 1 or 2 without a branch: who was asked and what they said cannot be guessed.
            var said = (consent[i] != 0 ? 1 : 0) << (given[i] != 0 ? 1 : 0);
            channels[i] = TouchTag.Of(Of(channels[i], campaigns[i]), said, hasId[i]);
        }
    }

    private int Ask(int channel, int campaign)
    {
        var pair = pairs.Of(channel, campaign);
        if (pair >= TouchTag.MaxPairs) throw new BadInputException($"touchpoints: more than {TouchTag.MaxPairs:N0} different pairs of channel and campaign");
        if (channel >= _known.Length)
        {
            var from = _known.Length;
            Array.Resize(ref _known, Math.Max(16, channel + channel / 2 + 1));
            _known.AsSpan(from).Fill([]);
        }

        // A channel meets few of very many campaigns: those that come late in a long list are looked up each time.
        if (campaign < 1 << 16)
        {
            if (campaign >= _known[channel].Length) Array.Resize(ref _known[channel], Math.Max(16, campaign + campaign / 2 + 1));
            _known[channel][campaign] = pair + 1;
        }

        return pair;
    }
}
