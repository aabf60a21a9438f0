using ClvPipeline.Tests.Oracle;

namespace ClvPipeline.Tests.Laws;

/// <summary>A credit of the engine before rounding: of which value, to which channel, how large a share.</summary>
public sealed record UnroundedCredit(string Customer, string Mode, string Of, string Model, string Channel, double Share, ExplainedAmounts Values)
{
    /// <summary>Every credit of every customer of a shop, as the engine's own ranges and models have them.</summary>
    public static IReadOnlyList<UnroundedCredit> All(Shop shop, OracleSettings settings)
    {
        var inputs = MemoryDataset.Inputs(shop, settings, new Layout());
        var context = new IntakeContext(inputs, EngineRun.Settings(settings), settings.AsOf);
        return context.Kind == KeyKind.Integer ? All<IntegerKey>(inputs, context) : All<WideKey>(inputs, context);
    }

    private static List<UnroundedCredit> All<TKey>(Inputs inputs, IntakeContext context) where TKey : unmanaged, IKey<TKey>
    {
        var intake = Intake<TKey>.Read(inputs, context, new RunOptions(1), null, Silent.Instance, CancellationToken.None);
        var bucket = new Settlement<TKey>(intake);
        var explainer = new Explainer<TKey>(bucket, context, null);
        var credits = new List<UnroundedCredit>();
        for (var b = 0; b < intake.Buckets; b++)
        {
            bucket.Settle(b);
            for (var customer = 0; customer < bucket.Customers; customer++)
            {
                if (bucket.OrdersOf(customer).GetOffsetAndLength(int.MaxValue).Length == 0) continue;
                // The hash tells customers apart; the text is there for text ids.
                var name = context.Kind == KeyKind.Text ? System.Text.Encoding.UTF8.GetString(context.Texts[bucket.Texts[customer]]) : $"{bucket.Keys[customer].Hash}";
                foreach (var journey in explainer.JourneysOf(customer))
                    credits.AddRange(journey.Credits.Select(c => new UnroundedCredit(name, journey.Mode, journey.Of, c.Model, c.Channel, c.Share, Sum(journey, c.Model))));
            }
        }

        return credits;
    }

    // What is spread is what the credits of one model add up to.
    private static ExplainedAmounts Sum(ExplainedJourney journey, string model)
    {
        var credits = journey.Credits.Where(c => c.Model == model).Select(c => c.Credit).ToList();
        return new ExplainedAmounts(credits.Sum(c => c.Revenue), credits.Sum(c => c.HistoricProfit), credits.Sum(c => c.ExpectedProfit), credits.Sum(c => c.Clv), credits.Sum(c => c.Customers), credits.Sum(c => c.Orders));
    }
}
