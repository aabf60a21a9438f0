using ClvPipeline.Jobs.Report;

namespace ClvPipeline.Jobs.Serve;

/// <summary>A channel that is worth more or less than it was.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Was">What it was worth, in micro-units.</param>
/// <param name="Is">What it is worth, in micro-units.</param>
/// <param name="Share">The change, as a share of what it was worth.</param>
internal sealed record ChannelMove(string Channel, long Was, long Is, double Share);

/// <summary>Which channels have moved from one run to the next.</summary>
internal static class ChannelMoves
{
    /// <summary>A channel that holds less of the value than this in both runs moves by chance: it may do so by any share.</summary>
    private const double Small = 0.01;

    /// <summary>Those that moved by at least a share, the farthest first. A channel that there was not before has moved as a whole.</summary>
    public static IReadOnlyList<ChannelMove> Of(ChannelFacts now, ChannelFacts before, double least)
    {
        if (!before.Modes.Contains(now.Mode) || !before.Models.Contains(now.Model)) return [];
        var channels = now.Channels(now.Mode).Union(before.Channels(now.Mode)).Select(channel => (Channel: channel, Was: before.Clv(now.Mode, now.Model, channel), Is: now.Clv(now.Mode, now.Model, channel))).ToList();
        var (was, total) = (channels.Sum(channel => (double)channel.Was), channels.Sum(channel => (double)channel.Is));
        return [.. channels.Where(channel => Math.Abs(channel.Was) >= Small * Math.Abs(was) || Math.Abs(channel.Is) >= Small * Math.Abs(total))
            .Select(channel => new ChannelMove(channel.Channel, channel.Was, channel.Is, channel.Was == 0 ? Math.Sign(channel.Is) : ((double)channel.Is - channel.Was) / Math.Abs((double)channel.Was)))
            .Where(move => Math.Abs(move.Share) >= least)
            .OrderByDescending(move => Math.Abs(move.Share)).ThenBy(move => move.Channel, StringComparer.Ordinal)];
    }
}
