namespace ClvPipeline.Jobs.Report;

/// <summary>Customers by the month of their first order: what they are worth and what they cost, over all channels, by one mode and model.</summary>
internal sealed class CohortFacts
{
    /// <summary>A month, in days since 1970, with its sums; money and counted parts in micro-units.</summary>
    public sealed record Month(long Day)
    {
        /// <summary>Customers.</summary>
        public long Customers { get; set; }

        /// <summary>Historic profit.</summary>
        public long Historic { get; set; }

        /// <summary>Expected profit.</summary>
        public long Expected { get; set; }

        /// <summary>Both.</summary>
        public long Clv { get; set; }

        /// <summary>What was spent in the month; null where that is not known.</summary>
        public long? Spend { get; set; }

        /// <summary>New customers, where spend is known.</summary>
        public long NewCustomers { get; set; }

        /// <summary>Cost of a new customer; null where nobody is new or nothing is known.</summary>
        public double? Cac => Spend is { } spend && NewCustomers > 0 ? spend / (double)NewCustomers : null;

        /// <summary>Lifetime value for each unit of spend.</summary>
        public double? ClvToCac => Spend is { } spend and > 0 ? Clv / (double)spend : null;
    }

    /// <summary>Adds up <c>channel_month</c>.</summary>
    public CohortFacts(TableView view, string mode, string model)
    {
        var (modes, models, channels) = (view.Texts("mode"), view.Texts("model"), view.Texts("channel"));
        long[] days = view.Longs("cohort_month"), customers = view.Longs("customers"), historic = view.Longs("historic_profit"), expected = view.Longs("expected_profit"), clv = view.Longs("clv");
        Func<int, long?> spend = view.LongsOrNull("spend"), fresh = view.LongsOrNull("new_customers"), cac = view.LongsOrNull("cac");
        var months = new Dictionary<long, Month>();
        for (var i = 0; i < view.Rows; i++)
        {
            if (modes(i) != mode || models(i) != model) continue;
            if (!months.TryGetValue(days[i], out var month)) months.Add(days[i], month = new Month(days[i]));
            month.Customers += customers[i];
            month.Historic += historic[i];
            month.Expected += expected[i];
            month.Clv += clv[i];
            if (spend(i) is { } spent) month.Spend = (month.Spend ?? 0) + spent;
            month.NewCustomers += fresh(i) ?? 0;
            if (spend(i) is not null) Paid[(channels(i)!, days[i])] = cac(i);
        }

        Months = [.. months.Values.OrderBy(month => month.Day)];
    }

    /// <summary>The months, oldest first.</summary>
    public IReadOnlyList<Month> Months { get; }

    /// <summary>By channel and month with spend: the cost of a new customer; null where nobody was new.</summary>
    public Dictionary<(string Channel, long Day), long?> Paid { get; } = [];
}
