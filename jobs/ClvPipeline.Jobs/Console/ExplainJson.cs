using System.Text.Json.Nodes;

namespace ClvPipeline.Jobs;

/// <summary>One customer for programs: one object; money and counts as decimal text, instants in UTC.</summary>
internal static class ExplainJson
{
    /// <summary>The object.</summary>
    public static JsonObject Of(Explanation customer, DateOnly asOf, RunSettings settings) => new()
    {
        ["status"] = "succeeded",
        ["exit_code"] = ExitCode.Ok,
        ["customer_id"] = customer.CustomerId,
        ["as_of"] = Publishing.Date(asOf),
        ["time_zone"] = settings.TimeZone,
        ["currency"] = settings.Currency,
        ["segment"] = customer.Segment,
        ["cohort_month"] = customer.CohortDay is { } day ? Publishing.Date(new DateOnly(1970, 1, 1).AddDays(day)) : null,
        ["touchpoints"] = List(customer.Touches, touch => new JsonObject
        {
            ["number"] = touch.Number, ["occurred_at"] = LocalText.Utc(touch.At), ["channel"] = touch.Channel, ["campaign"] = touch.Campaign, ["touch_id"] = touch.TouchId, ["outcome"] = touch.Outcome,
        }),
        ["order_rows"] = List(customer.OrderRows, row => new JsonObject
        {
            ["order_id"] = row.OrderId, ["ordered_at"] = LocalText.Utc(row.At), ["revenue"] = Money.Exact(row.Revenue), ["cogs"] = row.Cogs is { } cogs ? Money.Exact(cogs) : null,
            ["outcome"] = row.Outcome, ["reason"] = row.Reason,
        }),
        ["rejected_rows"] = List(customer.Rejected, row => new JsonObject
        {
            ["dataset"] = row.Dataset, ["reason"] = row.Reason, ["source"] = row.Source, ["row_number"] = row.RowNumber, ["column_name"] = row.Column, ["value_text"] = row.Value,
        }),
        ["orders"] = List(customer.Orders, order => Sums(order.Revenue, order.Profit, new JsonObject { ["order_id"] = order.OrderId, ["ordered_at"] = LocalText.Utc(order.At) })),
        ["no_order"] = Sums(customer.NotOrders.Revenue, customer.NotOrders.Profit, []),
        ["revenue"] = Money.Exact(customer.Revenue),
        ["cogs"] = Money.Exact(customer.Revenue - customer.HistoricProfit),
        ["historic_profit"] = Money.Exact(customer.HistoricProfit),
        ["expected_profit"] = Money.Exact(customer.ExpectedProfit),
        ["clv"] = Money.Exact(customer.Clv),
        ["forecast"] = customer.Forecast is { } forecast ? Forecast(forecast) : null,
        ["journeys"] = List(customer.Journeys, Journey),
    };

    private static JsonObject Forecast(ExplainedForecast forecast) => new()
    {
        ["model"] = forecast.Model.Name,
        ["fit"] = forecast.Model.Fit,
        ["alive_model"] = forecast.AliveModel,
        ["x"] = forecast.Repeats,
        ["t_x"] = forecast.AgeAtLastPurchaseDays,
        ["T"] = forecast.AgeDays,
        ["mean_spend"] = forecast.MeanSpend,
        ["p_alive"] = forecast.ProbabilityAlive,
        ["expected_purchases"] = forecast.ExpectedPurchases,
        ["discounted_purchases"] = forecast.DiscountedPurchases,
        ["expected_spend"] = forecast.ExpectedSpend,
        ["margin_rate"] = forecast.MarginRate,
        ["expected_revenue"] = Money.Exact(forecast.ExpectedRevenue),
        ["clv_low"] = Money.Exact(forecast.Clv.Low),
        ["clv_high"] = Money.Exact(forecast.Clv.High),
        ["status"] = forecast.Status,
        ["status_reason"] = forecast.StatusReason,
        ["expected_next_purchase"] = forecast.ExpectedNextPurchase is { } day ? Publishing.Date(new DateOnly(1970, 1, 1).AddDays(day)) : null,
        ["days_overdue"] = forecast.DaysOverdue,
        ["value_at_risk"] = Money.Exact(forecast.ValueAtRisk),
        ["max_retention_spend"] = Money.Exact(forecast.MaxRetentionSpend),
    };

    private static JsonObject Journey(ExplainedJourney journey)
    {
        var models = new JsonObject();
        foreach (var model in journey.Credits.GroupBy(credit => credit.Model))
        {
            models[model.Key] = List(model, credit => Amounts(credit.Credit, new JsonObject
            {
                ["touch"] = credit.Touch, ["channel"] = credit.Channel, ["campaign"] = credit.Campaign, ["share"] = credit.Share,
            }));
        }

        return new JsonObject
        {
            ["mode"] = journey.Mode,
            ["of"] = journey.Of,
            ["from"] = Instant(journey.From),
            ["to"] = LocalText.Utc(journey.To),
            ["after_order_at"] = Instant(journey.After),
            ["values"] = Amounts(journey.Values, []),
            ["not_in_it"] = List(journey.NotCounted, each => new JsonObject { ["touch"] = each.Touch, ["reason"] = each.Reason }),
            ["credits"] = models,
        };
    }

    private static JsonObject Amounts(ExplainedAmounts amounts, JsonObject node)
    {
        node["customers"] = Money.Exact(amounts.Customers);
        node["orders"] = Money.Exact(amounts.Orders);
        node["revenue"] = Money.Exact(amounts.Revenue);
        node["historic_profit"] = Money.Exact(amounts.HistoricProfit);
        node["expected_profit"] = Money.Exact(amounts.ExpectedProfit);
        node["clv"] = Money.Exact(amounts.Clv);
        return node;
    }

    private static JsonObject Sums(long revenue, long profit, JsonObject node)
    {
        node["revenue"] = Money.Exact(revenue);
        node["cogs"] = Money.Exact(revenue - profit);
        node["profit"] = Money.Exact(profit);
        return node;
    }

    private static JsonNode? Instant(long? instant) => instant is { } some ? LocalText.Utc(some) : null;

    private static JsonArray List<T>(IEnumerable<T> items, Func<T, JsonObject> node) => new([.. items.Select(node)]);
}
