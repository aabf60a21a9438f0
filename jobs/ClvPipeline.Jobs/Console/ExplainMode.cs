using System.Globalization;

namespace ClvPipeline.Jobs;

/// <summary>Prints the journeys of one customer in one mode, and what each touchpoint earns by each model.</summary>
internal sealed class ExplainMode(Explanation customer, IReadOnlyList<ExplainedJourney> journeys, RunSettings settings, LocalText clock, int width)
{
    /// <summary>Prints them.</summary>
    public void Write(TextWriter to)
    {
        to.WriteLine();
        to.WriteLine(ModeText.Of(journeys[0].Mode, settings.Attribution));
        // Without a refund of its own the residual carries no money, only the count of one customer.
        var shown = journeys.Where(journey => journey.Of != "residual" || journey.Values is not { Revenue: 0, Clv: 0 }).ToArray();
        for (var i = 0; i < shown.Length; i++)
        {
            if (i > 0) to.WriteLine();
            Write(shown[i], to);
        }

        if (shown.Length < 2) return;
        to.WriteLine();
        to.WriteLine($"  {Money.Column([journeys.Sum(journey => journey.Values.Clv)])[0]}: all of them, the customer's clv");
    }

    private void Write(ExplainedJourney journey, TextWriter to)
    {
        var of = journey.Of switch
        {
            "customer" => "the customer's clv",
            "residual" => customer.Orders.Count == 1 ? "what is no order's own, over the order's journey" : $"what is no order's own, an equal part over each of the {customer.Orders.Count} orders' journeys",
            _ => $"profit of {PrintedColumn.Plain(journey.Of)}",
        };
        var value = $"{Money.Column([journey.Values.Clv])[0]}: {of}";
        if (journey.Of == "residual")
        {
            Lines(value, journey, to);
            return;
        }

        var from = journey.After is { } order ? $"after the order of {clock.Of(order)}" : journey.From is { } begin ? $"from {clock.Of(begin)}" : "from the first on";
        Lines($"{value}; touchpoints {from}, up to {clock.Of(journey.To)}{NotInIt(journey)}", journey, to);
    }

    private void Lines(string head, ExplainedJourney journey, TextWriter to)
    {
        to.WriteLine("  " + RunSummary.Wrapped(head, width - 2));
        var models = journey.Credits.Select(credit => credit.Model).Distinct().ToArray();
        var touches = journey.Credits.Select(credit => credit.Touch).Distinct().OrderBy(touch => touch ?? int.MaxValue).ToArray();
        PrintedTable.Write(to, width,
        [
            new("no.", [.. touches.Select(touch => touch?.ToString(CultureInfo.InvariantCulture) ?? ""), ""]),
            PrintedColumn.Names("channel", [.. touches.Select(touch => PrintedColumn.Legible(Earner(journey, touch).Channel)), "total"]),
            PrintedColumn.Names("campaign", [.. touches.Select(touch => touch is null ? "" : PrintedColumn.Legible(Earner(journey, touch).Campaign)), ""]),
        ], [.. models.Select(model => Column(model, journey, touches))], indent: 2);
    }

    // A touchpoint of several orders' journeys has several parts of the residual.
    private static PrintedColumn Column(string model, ExplainedJourney journey, int?[] touches)
    {
        var credits = journey.Credits.Where(credit => credit.Model == model).ToLookup(credit => credit.Touch);
        double[] shares = [.. touches.Select(touch => credits[touch].Sum(credit => credit.Share)), 1];
        var amounts = Money.Column([.. touches.Select(touch => credits[touch].Sum(credit => credit.Credit.Clv)), journey.Values.Clv]);
        var room = amounts.Max(amount => amount.Length);
        return new PrintedColumn(PrintedColumn.Legible(model), [.. amounts.Select((amount, row) =>
            row < touches.Length && !credits.Contains(touches[row]) ? "-" : string.Create(CultureInfo.InvariantCulture, $"{100 * shares[row]:0.00}%  {amount.PadLeft(room)}"))]);
    }

    private static ExplainedCredit Earner(ExplainedJourney journey, int? touch) => journey.Credits.First(credit => credit.Touch == touch);

    private static string NotInIt(ExplainedJourney journey)
    {
        var reasons = journey.NotCounted.GroupBy(each => each.Reason).Select(group => $"{Numbers([.. group.Select(each => each.Touch)])} ({group.Key})").ToArray();
        return reasons.Length == 0 ? "" : $"; not in it: {string.Join(", ", reasons)}";
    }

    /// <summary>Numbers in ascending order as ranges: 1-3, 7.</summary>
    private static string Numbers(int[] numbers)
    {
        List<string> ranges = [];
        for (int from = 0, to; from < numbers.Length; from = to + 1)
        {
            for (to = from; to + 1 < numbers.Length && numbers[to + 1] == numbers[to] + 1; to++) { }
            ranges.Add(from == to ? $"{numbers[from]}" : $"{numbers[from]}-{numbers[to]}");
        }

        return string.Join(", ", ranges);
    }
}
