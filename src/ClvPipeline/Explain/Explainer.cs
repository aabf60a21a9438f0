namespace ClvPipeline;

/// <summary>Spells out the journeys of single customers of a settled bucket: the same ranges, models and rounding as the run, kept line by line.</summary>
internal sealed class Explainer<TKey> where TKey : unmanaged, IKey<TKey>
{
    private const string Residual = "residual";

    private readonly Settlement<TKey> _bucket;
    private readonly IntakeContext _context;
    private readonly Predictions? _predictions;
    private readonly IReadOnlyList<Mode> _modes;
    private readonly (string Name, CreditModel Model)[] _models;
    private readonly bool[] _direct;

    public Explainer(Settlement<TKey> bucket, IntakeContext context, Predictions? predictions)
    {
        (_bucket, _context, _predictions) = (bucket, context, predictions);
        _modes = Mode.All(context.Settings.Attribution);
        _models = [.. context.Settings.Attribution.Models.Select(m => (m.Name, m.Create()))];
        _direct = Spreader<TKey>.DirectChannels(context);
    }

    /// <summary>The journeys of a buyer in every mode.</summary>
    public IEnumerable<ExplainedJourney> JourneysOf(int customer)
    {
        var orders = _bucket.Orders[_bucket.OrdersOf(customer)].ToArray();
        foreach (var mode in _modes)
        {
            if (mode.Kind != Mode.Of.Order)
            {
                var reference = mode.Kind == Mode.Of.Acquisition ? orders[0].Time : _context.AsOfEnd;
                yield return Spell(customer, mode, "customer", reference, null, [Places(customer, mode, reference)], Values(customer, orders));
                continue;
            }

            var ranges = Ranges(customer, orders, mode);
            for (var k = 0; k < orders.Length; k++)
            {
                var previous = mode.Path == OrderPath.Restart ? orders.Where(o => o.Time < orders[k].Time).Select(o => (long?)o.Time).LastOrDefault() : null;
                var values = new ExplainedAmounts(orders[k].Revenue, orders[k].Profit, 0, orders[k].Profit, 0, Credit.One);
                yield return Spell(customer, mode, $"order {Ids.Show(orders[k].Id, _context.OrderIds, _context.Texts)}", orders[k].Time, previous, [ranges[k]], values);
            }

            var expected = Values(customer, orders).ExpectedProfit;
            var rest = new ExplainedAmounts(_bucket.LeftRevenue[customer], _bucket.LeftProfit[customer], expected, _bucket.LeftProfit[customer] + expected, Credit.One, 0);
            yield return Spell(customer, mode, Residual, orders[^1].Time, null, ranges, rest);
        }
    }

    /// <summary>What a buyer is worth, as <c>acquisition</c> and <c>lifetime</c> spread it.</summary>
    public ExplainedAmounts Values(int customer, IReadOnlyList<Order> orders)
    {
        var revenue = orders.Sum(o => o.Revenue) + _bucket.LeftRevenue[customer];
        var profit = orders.Sum(o => o.Profit) + _bucket.LeftProfit[customer];
        var expected = Predicted(customer, revenue, profit)?.Prediction.ExpectedProfit ?? 0;
        return new ExplainedAmounts(revenue, profit, expected, profit + expected, Credit.One, orders.Count * Credit.One);
    }

    /// <summary>What is expected of a buyer; null without a model.</summary>
    public ExplainedForecast? ForecastOf(int customer)
    {
        var values = Values(customer, _bucket.Orders[_bucket.OrdersOf(customer)].ToArray());
        if (Predicted(customer, values.Revenue, values.HistoricProfit) is not var (occasions, p)) return null;
        return new ExplainedForecast
        {
            Model = (p.Models.Purchases.Model.Name, p.Models.Purchases.Reason), AliveModel = p.Models.Risk.Model.Name,
            Repeats = occasions.Triplet.Repeats, AgeAtLastPurchaseDays = occasions.Triplet.AgeAtLastPurchaseDays, AgeDays = occasions.Triplet.AgeDays, MeanSpend = occasions.MeanSpend,
            ProbabilityAlive = p.ProbabilityAlive, ExpectedPurchases = p.ExpectedPurchases, DiscountedPurchases = p.DiscountedPurchases,
            ExpectedSpend = p.ExpectedSpend, MarginRate = p.MarginRate, ExpectedRevenue = p.ExpectedRevenue,
            Clv = Predictions.Interval(occasions, p, values.HistoricProfit), Status = Prediction.Word(p.Status),
            StatusReason = Standing.Reason(_context.Settings.Clv.Status, occasions.Triplet, p.ProbabilityAlive, p.ProbabilityOver),
            ExpectedNextPurchase = p.ExpectedNextPurchase, DaysOverdue = p.DaysOverdue, ValueAtRisk = p.ValueAtRisk, MaxRetentionSpend = p.MaxRetentionSpend,
        };
    }

    private (Occasions Occasions, Prediction Prediction)? Predicted(int customer, long revenue, long profit)
    {
        if (_predictions is null) return null;
        var occasions = Occasions.UpTo(_context.Zone, _bucket.Orders[_bucket.OrdersOf(customer)], _context.Zone.DayOf(_context.AsOfEnd))!.Value;
        return (occasions, _predictions.Of(occasions, _context.Segments[_bucket.SegmentOf(customer)], revenue, profit));
    }

    private ReadOnlySpan<long> Times(int customer) => _bucket.Times[_bucket.TouchesOf(customer)];

    private Range[] Ranges(int customer, Order[] orders, Mode mode)
    {
        var journeys = new OrderJourneys(Times(customer), orders, mode);
        var ranges = new Range[orders.Length];
        for (var k = 0; k < ranges.Length; k++)
        {
            var (from, length) = journeys.Next();
            ranges[k] = from..(from + length);
        }

        return ranges;
    }

    private Range Places(int customer, Mode mode, long reference) => Journeys.Upto(Times(customer), reference, mode.From(reference));

    // A journey of one or (residual) several ranges of touches, each of which has an equal part of the whole.
    private ExplainedJourney Spell(int customer, Mode mode, string of, long reference, long? previous, Range[] ranges, ExplainedAmounts values)
    {
        var from = mode.WindowMicros == long.MaxValue ? (long?)null : mode.From(reference);
        var after = previous is { } earlier && earlier >= (from ?? long.MinValue) ? previous : null;
        if (after is not null) from = after + 1;
        var credits = new List<ExplainedCredit>();
        foreach (var (name, model) in _models)
        {
            for (var k = 0; k < ranges.Length; k++)
            {
                var (start, length) = ranges[k].GetOffsetAndLength(int.MaxValue);
                double begin = (double)k / ranges.Length, before = begin, end = (double)(k + 1) / ranges.Length;
                var upTo = UpTo(customer, model, ranges[k]);
                for (var i = 0; i < length; i++)
                {
                    var now = i == length - 1 ? end : (k + upTo[i]) / ranges.Length;
                    var (channel, campaign) = _context.Pairs[_bucket.Pairs[_bucket.TouchesOf(customer)][start + i]];
                    if (now > before) credits.Add(new ExplainedCredit(name, start + i + 1, _context.Pairs.Channels[channel], _context.Pairs.Campaigns[campaign], now - before, values.Part(before, now)));
                    before = now;
                }

                if (length == 0) credits.Add(new ExplainedCredit(name, null, Names.Unattributed, Names.None, end - begin, values.Part(begin, end)));
            }
        }

        return of == Residual
            ? new ExplainedJourney(mode.Name, of, null, reference, null, values, [], credits)
            : new ExplainedJourney(mode.Name, of, from, reference, after, values, NotCounted(customer, ranges[0], reference, after), credits);
    }

    private double[] UpTo(int customer, CreditModel model, Range range)
    {
        var channels = _bucket.Channels[_bucket.TouchesOf(customer)][range];
        var upTo = new double[channels.Length];
        if (upTo.Length > 0) model.Accumulate(new Journey(Times(customer)[range], channels, _direct), upTo);
        return upTo;
    }

    private List<(int Touch, string Reason)> NotCounted(int customer, Range range, long reference, long? previous)
    {
        var times = Times(customer);
        var reasons = new List<(int, string)>();
        for (var i = 0; i < times.Length; i++)
        {
            if (i >= range.Start.Value && i < range.End.Value) continue;
            reasons.Add((i + 1, times[i] > reference ? "after the reference" : previous is { } p && times[i] <= p ? "not after the order before" : "before the window"));
        }

        return reasons;
    }
}
