namespace ClvPipeline.Jobs.Generate;

/// <summary>A channel of the shop, by the parameters that its data come from.</summary>
public sealed record Channel
{
    /// <summary>The name in the data.</summary>
    public required string Name { get; init; }

    /// <summary>Weight as the first touch of a person: the channel's reach.</summary>
    public required double Reach { get; init; }

    /// <summary>Weight as the second or third touch before the first order.</summary>
    public required double Middle { get; init; }

    /// <summary>Weight as a later touch before the first order.</summary>
    public required double Late { get; init; }

    /// <summary>Weight as a touch of somebody who has bought before.</summary>
    public required double Loyal { get; init; }

    /// <summary>Share of the people it reaches first who are interested at all; the others look around and never buy.</summary>
    public required double Interested { get; init; }

    /// <summary>Chance that an interested person buys right after a touch of this channel.</summary>
    public required double ConversionPerTouch { get; init; }

    /// <summary>Factor on the spend of the customers that it reaches first.</summary>
    public required double SpendFactor { get; init; }

    /// <summary>What a touch costs the shop, in its currency; 0 is a channel without spend.</summary>
    public required double CostPerTouch { get; init; }

    /// <summary>Campaigns that run all the year, alike in size; empty for a channel that has none.</summary>
    public IReadOnlyList<string> Campaigns { get; init; } = [];

    /// <summary>How many of the last campaigns are for people who are known already: no first touch is of them.</summary>
    public int FollowUpCampaigns { get; init; }

    /// <summary>A campaign that takes half of November's touches.</summary>
    public string? NovemberCampaign { get; init; }
}
