namespace ClvPipeline.Tests.Oracle;

/// <summary>Draws the touches of a customer, many of them where a journey begins or ends.</summary>
public sealed class RandomTouches(Random random, OracleSettings settings, RandomTimes times, RandomIds ids, RandomNames channels, RandomNames campaigns, IReadOnlySet<string> absent)
{
    private readonly List<Id> known = [];
    private readonly bool manyWithoutId = random.Next(2) == 0;

    public IEnumerable<TouchRow> Of(Id customer, IReadOnlyList<long> orderInstants)
    {
        var count = random.Next(10) switch { < 2 => 0, < 8 => random.Next(1, 8), 8 => random.Next(8, 20), _ => random.Next(20, 60) };
        var directOnly = random.Next(8) == 0;
        var rows = new List<TouchRow>();
        while (rows.Count < count)
        {
            var at = rows.Count > 0 && random.Next(12) == 0 ? rows[random.Next(rows.Count)].OccurredAt!.Value : Time(orderInstants);
            var channel = directOnly ? new[] { "direct", "DIRECT", " Direct" }[random.Next(3)] : channels.Next();
            var row = new TouchRow(customer, at, channel, TouchId(), Campaign(), Consent());
            rows.Add(row);
            if (random.Next(10) == 0) rows.Add(Repeat(row));
        }
        return rows;
    }

    private long Time(IReadOnlyList<long> orderInstants)
    {
        if (random.Next(8) == 0) return Border(settings.Horizon);
        if (orderInstants.Count == 0 || random.Next(3) == 0) return times.Next();
        var order = orderInstants[random.Next(orderInstants.Count)];
        return random.Next(10) switch
        {
            0 => times.At(order),
            1 => times.At(order + 1),
            2 or 3 => Border(order),
            _ => times.At(order - random.NextInt64((long)(40 * Clock.Day * random.NextDouble()) + 1)),
        };
    }

    /// <summary>Exactly a window before, or a microsecond earlier.</summary>
    private long Border(long reference)
    {
        var windows = settings.Modes.Where(mode => mode.WindowDays is not null).Select(mode => (long)(mode.WindowDays!.Value * Clock.Day)).ToList();
        return windows.Count == 0 ? times.Next() : times.At(reference - windows[random.Next(windows.Count)] - random.Next(2));
    }

    private Id? TouchId()
    {
        if (absent.Contains("touchpoints.touch_id") || (manyWithoutId && random.Next(3) == 0)) return null;
        if (ids.Kind == IdKind.Text && random.Next(20) == 0) return Id.Of("  ");
        var id = known.Count > 0 && random.Next(12) == 0 ? known[random.Next(known.Count)] : ids.Next();
        known.Add(id);
        return id;
    }

    private TouchRow Repeat(TouchRow row) => random.Next(5) switch
    {
        0 => row with { OccurredAt = times.Next() },
        1 => row with { Channel = channels.Next() },
        2 => row with { Campaign = Campaign() },
        3 => row with { Consent = Consent() },
        _ => row,
    };

    private string? Campaign() => absent.Contains("touchpoints.campaign") ? null : campaigns.Next();

    private bool? Consent() => absent.Contains("touchpoints.consent") ? null : random.Next(10) switch { 0 => false, 1 => null, _ => true };
}
