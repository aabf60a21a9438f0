namespace ClvPipeline.Jobs.Generate;

/// <summary>Which channel and campaign a touch is of, by where in a person's life it stands.</summary>
internal sealed class Touching(TrueParameters truth, ShopCalendar calendar)
{
    private readonly Choice _first = new([.. truth.Channels.Select(channel => channel.Reach)]);
    private readonly Choice _middle = new([.. truth.Channels.Select(channel => channel.Middle)]);
    private readonly Choice _late = new([.. truth.Channels.Select(channel => channel.Late)]);
    private readonly Choice _loyal = new([.. truth.Channels.Select(channel => channel.Loyal)]);

    /// <summary>The channel of touch <paramref name="place"/> (from 0) before the first order.</summary>
    public int Channel(int place, ref Chance chance) => (place == 0 ? _first : place < 3 ? _middle : _late).Pick(ref chance);

    /// <summary>The channel of a touch after the first order.</summary>
    public int LoyalChannel(ref Chance chance) => _loyal.Pick(ref chance);

    /// <summary>0 for a channel without campaigns, else the campaign's place counted from 1; the November campaign is the last.</summary>
    public int Campaign(int channel, long local, bool first, ref Chance chance)
    {
        var of = truth.Channels[channel];
        if (of.Campaigns.Count == 0)
        {
            return 0;
        }
        var draw = chance.Uniform();
        if (of.NovemberCampaign is not null && local < calendar.Clock.End && calendar.Month(local) == 11)
        {
            if (draw < 0.5)
            {
                return of.Campaigns.Count + 1;
            }
            draw = 2 * draw - 1;
        }
        return 1 + (int)(draw * (of.Campaigns.Count - (first ? of.FollowUpCampaigns : 0)));
    }
}
