namespace ClvPipeline.Tests.Oracle;

/// <summary>What became of the rows of <c>touchpoints</c>, row by row, and the touches that count.</summary>
public sealed class TouchIntake
{
    private TouchIntake(int rows) => (Outcomes, Reasons, Instants) = (new Outcome[rows], new string?[rows], new long?[rows]);

    public Outcome[] Outcomes { get; }

    /// <summary>Why a row was rejected.</summary>
    public string?[] Reasons { get; }

    public long?[] Instants { get; }

    /// <summary>The used touches by customer, in the order of a journey.</summary>
    public IReadOnlyDictionary<Id, List<Touch>> Journeys { get; private set; } = new Dictionary<Id, List<Touch>>();

    public static TouchIntake Read(Shop shop, OracleSettings settings)
    {
        var rows = shop.Touches;
        var intake = new TouchIntake(rows.Count);
        var clock = new Clock(shop.TouchZone ?? settings.TimeZone);
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            intake.Instants[i] = row.OccurredAt is { } reading ? clock.Instant(reading, shop.TouchTimes, lastOfDay: false) : null;
            var later = RowCheck.Time(intake.Instants[i]) is null && intake.Instants[i] > settings.Horizon;
            intake.Reasons[i] = later ? null : RowCheck.Key(row.CustomerId) ?? RowCheck.Time(intake.Instants[i]) ?? RowCheck.Text(row.TouchId)
                ?? Utf8Text.Problem(row.Channel) ?? Utf8Text.Problem(row.Campaign);
            intake.Outcomes[i] = intake.Reasons[i] is not null ? Outcome.Rejected
                : later ? Outcome.NotVisible
                : Outcome.Used;
        }
        intake.MarkRepeats(rows);
        intake.Finish(rows);
        return intake;
    }

    /// <summary>Of the rows of one identity the smallest stays. A null or blank touch_id is no identity.</summary>
    private void MarkRepeats(IReadOnlyList<TouchRow> rows)
    {
        var identities = Enumerable.Range(0, rows.Count)
            .Where(i => Outcomes[i] == Outcome.Used && rows[i].TouchId is { IsBlank: false })
            .GroupBy(i => (rows[i].CustomerId, rows[i].TouchId));
        foreach (var identity in identities)
        {
            var smallestFirst = identity
                .OrderBy(i => Instants[i])
                .ThenBy(i => Names.Normal(rows[i].Channel), Utf8Text.ByBytes)
                .ThenBy(i => Names.Normal(rows[i].Campaign), Utf8Text.ByBytes)
                .ThenBy(i => rows[i].Consent);
            foreach (var i in smallestFirst.Skip(1)) Outcomes[i] = Outcome.Repeated;
        }
    }

    private void Finish(IReadOnlyList<TouchRow> rows)
    {
        var journeys = new Dictionary<Id, List<Touch>>();
        for (var i = 0; i < rows.Count; i++)
        {
            if (Outcomes[i] == Outcome.Used && rows[i].Consent == false) Outcomes[i] = Outcome.NoConsent;
            if (Outcomes[i] != Outcome.Used) continue;
            var customer = rows[i].CustomerId!.Value;
            var touchId = rows[i].TouchId is { IsBlank: false } id ? id : (Id?)null;
            if (!journeys.TryGetValue(customer, out var journey)) journeys[customer] = journey = [];
            journey.Add(new Touch(customer, Instants[i]!.Value, touchId, Names.Normal(rows[i].Channel), Names.Normal(rows[i].Campaign)));
        }
        foreach (var journey in journeys.Values) journey.Sort(Touch.Order);
        Journeys = journeys;
    }
}
