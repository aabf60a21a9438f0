namespace ClvPipeline.Jobs.Generate;

/// <summary>The flawed touchpoints: each is a copy of the sound row before it with one thing changed.</summary>
internal sealed class TouchFlaws(Shop shop, FlawList list)
{
    private const string Rejected = "rejected", Used = "used", NotVisible = "not_visible";
    private delegate TouchRow Change(TouchRow sound, long newId, TextValues channels, TextValues campaigns);
    private sealed record Kind(int Count, string Name, string Column, string Outcome, Change Change, bool AtEnd = false);

    private static readonly IReadOnlyList<Kind> Kinds =
    [
        new(12, "the same row again", "touch_id", "repeated", (sound, _, _, _) => sound),
        new(6, "the same touch again, 90 s later", "touch_id", "repeated", (sound, _, _, _) => sound with { OccurredAt = sound.OccurredAt + 90_000_000 }),
        new(4, "no customer", "customer_id", Rejected, (sound, id, _, _) => sound with { TouchId = id, Customer = -1 }),
        new(4, "no time", "occurred_at", Rejected, (sound, id, _, _) => sound with { TouchId = id, OccurredAt = RowGroup.Null }),
        new(4, "a time in 1969", "occurred_at", Rejected, (sound, id, _, _) => sound with { TouchId = id, OccurredAt = -86_400_000_000 }),
        new(5, "a blank channel, which means (none)", "channel", Used, (sound, id, channels, _) => sound with { TouchId = id, Channel = channels.Code("") }),
        new(5, "a channel with blanks around it", "channel", Used, (sound, id, channels, _) => sound with { TouchId = id, Channel = channels.Code(" email ") }),
        new(2, "a reserved name, which gets a leading _", "channel", Used, (sound, id, channels, _) => sound with { TouchId = id, Channel = channels.Code("(unattributed)") }),
        new(3, "a blank campaign, which means (none)", "campaign", Used, (sound, id, _, campaigns) => sound with { TouchId = id, Campaign = campaigns.Code(" ") }),
        new(5, "after the as-of date", "occurred_at", NotVisible, (sound, id, _, _) => sound with { TouchId = id }, AtEnd: true),
    ];

    /// <summary>The number of flawed rows.</summary>
    public static readonly int Most = Kinds.Sum(kind => kind.Count);

    /// <summary>The flawed rows that follow a day's; counts and lists them.</summary>
    /// <param name="day">The UTC day just written.</param>
    /// <param name="sound">The last row with consent.</param>
    /// <param name="file">The file's name, for the list.</param>
    /// <param name="row">The number of rows in the file so far.</param>
    /// <param name="channels">The file's channels.</param>
    /// <param name="campaigns">The file's campaigns.</param>
    public IReadOnlyList<TouchRow> On(int day, TouchRow? sound, string file, ref long row, TextValues channels, TextValues campaigns)
    {
        if (!shop.Options.Flaws || sound is null)
        {
            return [];
        }
        var rows = new List<TouchRow>();
        var (i, firstId) = (0, shop.TouchesPerDay.Sum(count => (long)count) + 1);
        foreach (var kind in Kinds)
        {
            for (var n = 0; n < kind.Count; n++, i++)
            {
                // A stride spreads the rows of a kind over the whole history.
                var onDay = kind.AtEnd ? shop.Clock.Days : FlawList.Day(i * 17 % Most, Most, shop.Clock.Days);
                if (onDay != day)
                {
                    continue;
                }
                var flawed = kind.Change(sound.Value, firstId + i, channels, campaigns);
                rows.Add(kind.AtEnd ? flawed with { OccurredAt = shop.Midnight(day + 1 + n % 3) + 12 * ShopClock.Hour * 1000 } : flawed);
                var outcome = kind.Outcome == "repeated" && !shop.Options.TouchIds ? Used : kind.Outcome;
                list.Add(new Flaw("touchpoints", file, ++row, kind.Name, kind.Column, outcome));
            }
        }
        return rows;
    }
}
