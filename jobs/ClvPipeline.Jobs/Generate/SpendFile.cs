using ClvPipeline.Parquet;

namespace ClvPipeline.Jobs.Generate;

/// <summary>
/// Writes <c>spend.parquet</c>: what each channel (and campaign) cost on each local day. It follows the touches, with noise. Besides there is radio: spend
/// that no touch can be traced to.
/// </summary>
internal static class SpendFile
{
    public const string Name = "spend.parquet";
    private const string Radio = "radio";
    private const double NoiseDeviation = 0.15;

    /// <summary>Radio costs this much a day per thousand people, every third month.</summary>
    private const double RadioPerThousand = 9;

    public static void Write(Shop shop, Stream stream)
    {
        var (channels, campaigns) = (new TextValues(), new TextValues());
        var (days, cents) = (new List<long>(), new List<long>());
        var (channelCodes, campaignCodes) = (new List<int>(), new List<int>());
        foreach (var (day, channel, campaign, amount) in Rows(shop))
        {
            days.Add(shop.Clock.FirstDay + day);
            channelCodes.Add(channels.Code(channel));
            campaignCodes.Add(campaigns.Code(campaign));
            cents.Add((long)Math.Round(100 * amount));
        }
        var named = shop.Options.Campaigns;
        using var writer = new ParquetWriter(stream,
        [
            new("date", WriteType.Date), new("channel", WriteType.Text),
            .. named ? [new WriteColumn("campaign", WriteType.Text, Optional: true)] : Array.Empty<WriteColumn>(),
            new("amount", WriteType.Decimal, Precision: 18, Scale: 2),
        ]);
        writer.BeginRowGroup(days.Count);
        writer.Write(days.ToArray());
        channels.Write(writer, channelCodes.ToArray());
        if (named)
        {
            campaigns.Write(writer, campaignCodes.ToArray());
        }
        writer.Write(cents.ToArray());
        writer.Close();
    }

    /// <summary>Days from 0, and amounts in the shop's currency; without campaigns one row for all of a channel's.</summary>
    public static IEnumerable<(int Day, string Channel, string? Campaign, double Amount)> Rows(Shop shop)
    {
        var chance = new Chance(shop.Options.Seed, -1);
        for (var day = 0; day < shop.Clock.Days; day++)
        {
            for (var c = 0; c < shop.Truth.Channels.Count; c++)
            {
                var channel = shop.Truth.Channels[c];
                string?[] names = [null, .. channel.Campaigns, channel.NovemberCampaign];
                double together = 0;
                for (var campaign = 0; campaign < names.Length; campaign++)
                {
                    // The noise is drawn whether it is needed or not: other touches elsewhere do not shift it.
                    var noise = Math.Exp(NoiseDeviation * chance.Normal() - NoiseDeviation * NoiseDeviation / 2);
                    var amount = shop.TouchesPerCost(day, c, campaign) * channel.CostPerTouch * noise;
                    together += amount;
                    if (shop.Options.Campaigns && amount >= 0.005)
                    {
                        yield return (day, channel.Name, names[campaign], amount);
                    }
                }
                if (!shop.Options.Campaigns && together >= 0.005)
                {
                    yield return (day, channel.Name, null, together);
                }
            }
            if (shop.Options.FirstDate.AddDays(day).Month % 3 == 0)
            {
                yield return (day, Radio, shop.Options.Campaigns ? "awareness" : null, 1 + RadioPerThousand * shop.Options.Customers / 1000);
            }
        }
    }
}
