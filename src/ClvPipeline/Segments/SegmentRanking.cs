namespace ClvPipeline;

/// <summary>Brings the threads' visits together: every customer passes by once more, the most valuable first, and so percentiles and tenths by value are exact.</summary>
internal sealed class SegmentRanking
{
    private const int Tenths = 10;

    private readonly IReadOnlyList<SegmentVisit> _visits;
    private readonly Predictions? _predictions;
    private readonly CoveredMonths _covered;
    private readonly List<(string Name, string? PartOf)> _uses = [];
    private readonly int[][] _useOf;            // by visit and number there: ours
    private readonly SegmentSums[] _sums;       // in the order of SegmentCodes
    private readonly SegmentSums _all, _kinds, _tenths;
    private readonly ClvRanks[] _tenthRanks = new ClvRanks[Tenths];
    private SegmentMeasures _measures;
    private FutureTerms _terms;

    public SegmentRanking(IReadOnlyList<SegmentVisit> visits, Names channels, Predictions? predictions, CoveredMonths covered)
    {
        (_visits, _predictions, _covered) = (visits, predictions, covered);
        _useOf = Uses(channels);
        SegmentSums New() => new(predictions is not null);
        (_all, _kinds, _tenths) = (New(), New(), New());
        _sums = [.. visits[0].Sums.Select(_ => New())];
        for (var v = 0; v < visits.Count; v++)
            for (var d = 0; d < _sums.Length; d++) _sums[d].Add(visits[v].Sums[d], d == SegmentCodes.ChannelUse ? use => _useOf[v][use] : segment => segment);
        _all.Add(_sums[SegmentCodes.Cohort], _ => 0);
        _kinds.Add(_sums[SegmentCodes.ChannelUse], KindOf);
    }

    /// <summary>All dimensions, in the order of the results.</summary>
    public IReadOnlyList<SegmentDimension> Dimensions(IntakeContext context, CancellationToken cancellation)
    {
        var (all, kinds, ranks) = (SegmentDimension.RanksFor(_all), SegmentDimension.RanksFor(_kinds), _sums.Select(SegmentDimension.RanksFor).ToArray());
        PassAll(all, kinds, ranks, cancellation);
        var attributes = context.Attributes.Where(attribute => !attribute.IsLeftOut).ToList();
        return
        [
            Of(SegmentDimensions.All, _all, all, _ => Names.All),
            Own(SegmentDimensions.Segment, SegmentCodes.Segment, segment => context.Segments[segment]),
            Own(SegmentDimensions.CohortMonth, SegmentCodes.Cohort, cohort => MonthName(SegmentCustomer.MonthOf(cohort))),
            Own(SegmentDimensions.FirstChannel, SegmentCodes.FirstChannel, channel => context.Pairs.Channels[channel]),
            Of(SegmentDimensions.ChannelUse, _kinds, kinds, kind => _uses[kind].Name),
            Own(SegmentDimensions.ChannelUse, SegmentCodes.ChannelUse, use => _uses[use].Name) with { NameOf = use => _uses[use], OnlyParts = true },
            .. Own(SegmentDimensions.SalesChannel, SegmentCodes.SalesChannel, channel => context.SalesChannels[channel]) is { SaysSomething: true } sales ? [sales] : Array.Empty<SegmentDimension>(),
            new(SegmentDimensions.ValueDecile, _tenths, tenth => ($"{tenth + 1:00}", null)) { RanksOf = tenth => (_tenthRanks[tenth], 0) },
            .. attributes.Select((attribute, a) => Own(attribute.Dimension, SegmentCodes.Own + a, value => attribute.Values[value])).Where(dimension => dimension.SaysSomething),
        ];

        SegmentDimension Own(string name, int dimension, Func<int, string> nameOf) => Of(name, _sums[dimension], ranks[dimension], nameOf);

        static SegmentDimension Of(string name, SegmentSums sums, ClvRanks ranks, Func<int, string> nameOf) => new(name, sums, segment => (nameOf(segment), null)) { RanksOf = segment => (ranks, segment) };
    }

    /// <summary>A month as the first day of it.</summary>
    public static string MonthName(int month) => $"{month / 12:0000}-{month % 12 + 1:00}-01";

    private void PassAll(ClvRanks all, ClvRanks kinds, ClvRanks[] ranks, CancellationToken cancellation)
    {
        var (part, codes, tenth) = (new SegmentPart(_visits, _predictions is not null, _sums.Length - SegmentCodes.Own), new int[_sums.Length], new List<long>());
        var total = _all.Count == 0 ? 0 : _all[0][SegmentMeasure.Customers];
        var (passed, ahead, last, current) = (0L, 0L, 0L, 0);
        for (var p = ValueParts.Count - 1; p >= 0; p--)
        {
            cancellation.ThrowIfCancellationRequested();
            var count = part.Load(p);
            for (var rank = 0; rank < count; rank++, passed++)
            {
                var place = part[rank];
                var clv = part.ClvOf(place);
                if (passed == 0 || clv != last) (ahead, last) = (passed, clv);
                ref readonly var customer = ref part.Customer(place);
                var use = _useOf[part.VisitOf(place)][customer.ChannelUse];
                SegmentCodes.Fill(codes, customer, use, part.Attributes(place));
                all.Pass(0, clv);
                kinds.Pass(KindOf(use), clv);
                for (var d = 0; d < codes.Length; d++) ranks[d].Pass(codes[d], clv);
                if ((int)(Tenths * ahead / total) is var now && now != current) (current, tenth) = (now, End(current, tenth));
                tenth.Add(clv);
                AddToTenth(current, part, place, customer);
            }
        }

        End(current, tenth);
    }

    private void AddToTenth(int tenth, SegmentPart part, int place, in SegmentCustomer customer)
    {
        var future = part.Future(place);
        if (_predictions is not null) _terms = _predictions.Terms(future.Models, future.Place, future.MeanSpend, future.MarginRate);
        _measures.Set(customer, future.ExpectedProfit, _covered[customer.Cohort]);
        _tenths.Add(tenth, _measures, part.Gaps(place), _terms);
    }

    // How many a tenth has is known when the next one begins.
    private List<long> End(int tenth, List<long> clv)
    {
        var ranks = _tenthRanks[tenth] = new ClvRanks([clv.Count]);
        foreach (var value in clv) ranks.Pass(0, value);
        clv.Clear();
        return clv;
    }

    // The threads number sets of channels as they meet them: what counts is what they are called.
    private int[][] Uses(Names channels)
    {
        _uses.AddRange([(ChannelSets.Single, null), (ChannelSets.Multi, null), (Names.Unattributed, null)]);
        var known = new Dictionary<(string, string?), int>();
        for (var i = 0; i < _uses.Count; i++) known.Add(_uses[i], i);
        return [.. _visits.Select(visit => Enumerable.Range(0, visit.Sets.Count).Select(set => Number(visit.Sets.Name(set, channels))).ToArray())];

        int Number((string Name, string? PartOf) use)
        {
            if (known.TryGetValue(use, out var number)) return number;
            known.Add(use, number = _uses.Count);
            _uses.Add(use);
            return number;
        }
    }

    // Those without any touchpoint are a kind of their own already.
    private int KindOf(int use) => _uses[use].PartOf switch { ChannelSets.Single => 0, ChannelSets.Multi => 1, _ => 2 };
}
