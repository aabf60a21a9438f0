using static ClvPipeline.ResultKind;

namespace ClvPipeline;

/// <summary>The result tables that the engine fills, with every column in words.</summary>
public static class Tables
{
    private static readonly ColumnSpec RunId = new("run_id", Text, "The run that wrote the row.");
    private static readonly ColumnSpec AsOf = new("as_of", Date, "Last local day whose events count.");
    private static readonly ColumnSpec Mode = new("mode", Text, "Which value is spread over which journey: acquisition, order or lifetime.");
    private static readonly ColumnSpec Model = new("model", Text, "The credit model, by the name it has in the settings.");
    private static readonly ColumnSpec Channel = new("channel", Text, "The channel that earns the credit; (unattributed) for what no touchpoint may claim.");
    private static readonly ColumnSpec Campaign = new("campaign", Text, "The campaign that earns the credit; (none) where touchpoints have none.");
    private static readonly ColumnSpec Cohort = new("cohort_month", Date, "First day of the local month of the customer's first order.");
    private static readonly ColumnSpec Segment = new("segment", Text, "The customer's segment; (unknown) if the customers dataset lacks the customer, (all) without that dataset.");

    private static readonly ColumnSpec[] Measures =
    [
        new("customers", Money, "Customers credited; a customer with several touchpoints counts in parts that add up to 1."),
        new("orders", Money, "Orders credited, in parts that add up to whole orders."),
        new("touchpoints", Integer, "Distinct touchpoints of buyers that stand in at least one journey of the mode; alike for all models."),
        new("revenue", Money, "Net revenue credited, in the run's currency."),
        new("historic_profit", Money, "Gross profit of past orders credited, in the run's currency."),
        new("expected_profit", Money, "Expected discounted profit credited, in the run's currency; 0 while clv.model is none."),
        new("clv", Money, "Customer lifetime value credited: the value of the mode spread by the model, in the run's currency."),
    ];

    private static readonly ColumnSpec Share = new("share", Real, "This row's part of the clv of its mode and model, 0 to 1; null where that is 0.", Nullable: true);

    // The same columns in every roll-up. Null everywhere without the dataset spend.
    private static readonly ColumnSpec[] Costs =
    [
        new("spend", Money, "What was spent, in the run's currency; alike for every mode and model. Null where spend has no row.", Nullable: true),
        new("new_customers", Money, "Customers credited in acquisition by the same model, of the cohorts that spend has rows for; null without that mode or without spend.", Nullable: true),
        new("cac", Money, "Cost of a new customer: spend ÷ new_customers, in the run's currency; null where nobody is new, or 10^11 and more.", Nullable: true),
        new("roas", Real, "Revenue credited ÷ spend, of the cohorts that spend has rows for.", Nullable: true),
        new("roas_first_order", Real, "Revenue of first orders credited ÷ spend, of the same cohorts.", Nullable: true),
        new("clv_to_cac", Real, "Lifetime value credited ÷ spend, of the same cohorts: below 1 a loss, 1 to 3 to be optimised, 3 to 5 healthy, above 5 under-invested.", Nullable: true),
        new("payback_months", Integer, "Months until a new customer has brought in what one costs here; 0 if the first order does, null where nobody is new or it takes longer than the horizon.", Nullable: true),
    ];

    /// <summary>The finest grain of credit.</summary>
    public static readonly TableSpec ChannelValue = new("channel_value",
        "Credit by mode, model, channel, campaign, cohort month and segment. Adds up exactly to the customers' values in every mode and model.",
        [RunId, AsOf, Mode, Model, Channel, Campaign, Cohort, Segment, .. Measures]);

    /// <summary>Rolled up per channel.</summary>
    public static readonly TableSpec ChannelSummary = new("channel_summary", "channel_value rolled up per mode, model and channel.",
        [RunId, AsOf, Mode, Model, Channel, .. Measures, Share, .. Costs]);

    /// <summary>Rolled up per channel and campaign.</summary>
    public static readonly TableSpec CampaignSummary = new("campaign_summary", "channel_value rolled up per mode, model, channel and campaign.",
        [RunId, AsOf, Mode, Model, Channel, Campaign, .. Measures, Share, .. Costs]);

    /// <summary>Rolled up per channel and cohort month.</summary>
    public static readonly TableSpec ChannelMonth = new("channel_month", "channel_value rolled up per mode, model, channel and cohort month; spend is that of the month.",
        [RunId, AsOf, Mode, Model, Channel, Cohort, .. Measures, Share, .. Costs]);

    /// <summary>Groups of customers side by side.</summary>
    public static readonly TableSpec SegmentValue = new("segment_value",
        "Groups of customers side by side, by several dimensions. Of each dimension the rows whose part_of is null hold every customer once and add up to the run's totals. \"The last year\" is the 365 local days that end with the as-of date.",
    [
        RunId,
        new("dimension", Text, "By what customers are grouped: (all), segment, cohort_month (the month of the first order, as its first day), first_channel (as in customer_value), channel_use (the set of channels of all the customer's touchpoints), sales_channel (of the first order; where any has one), value_decile (01 are the tenth with the highest clv; equals share the better one), or a further column of customers."),
        new("segment", Text, "The group. A customer who is not in customers is (unknown), a value that is missing (none), a customer without touchpoints (unattributed)."),
        new("part_of", Text, "The wider group of the same dimension that it is part of: single or multi in channel_use; null for all others.", Nullable: true),
        new("customers", Integer, "Customers with an order; 0 for a channel or month that cost something and brought nobody."),
        new("active_customers", Integer, "Those of them with an order in the last year."),
        new("alive_customers", Real, "How many are expected not to have left for good: the sum of p_alive; null while clv.model is none.", Nullable: true),
        new("customer_share", Real, "Part of all customers, 0 to 1.", Nullable: true),
        new("orders", Integer, "Orders with a net revenue above 0."),
        new("revenue", Money, "Net revenue, refunds taken off, in the run's currency."),
        new("historic_profit", Money, "Gross profit of everything up to the as-of date, in the run's currency."),
        new("expected_profit", Money, "Expected equity: expected discounted profit of these customers over the horizon, in the run's currency; 0 while clv.model is none."),
        new("expected_profit_low", Money, "Lower end of the 90 % interval of that sum, in the run's currency; null while clv.model is none.", Nullable: true),
        new("expected_profit_high", Money, "Upper end of the 90 % interval of that sum, in the run's currency; null while clv.model is none.", Nullable: true),
        new("clv", Money, "Customer lifetime value of all together: historic_profit + expected_profit, in the run's currency."),
        new("clv_share", Real, "Part of the run's clv; null where that is 0.", Nullable: true),
        new("clv_mean", Money, "Mean clv of a customer, in the run's currency.", Nullable: true),
        new("clv_median", Money, "Median clv of a customer, in the run's currency; percentiles are interpolated as percentile_cont does.", Nullable: true),
        new("clv_p10", Money, "10th percentile of clv: nine of ten are worth more, in the run's currency.", Nullable: true),
        new("clv_p90", Money, "90th percentile of clv: one of ten is worth more, in the run's currency.", Nullable: true),
        new("top_20_share", Real, "Part of the clv that the most valuable 20 % of the customers bring (a point of the Lorenz curve); null where clv is not above 0.", Nullable: true),
        new("average_order_value", Money, "Revenue ÷ orders of the last year, in the run's currency.", Nullable: true),
        new("orders_per_year", Real, "Orders of the last year ÷ customers with one.", Nullable: true),
        new("margin", Real, "Profit ÷ revenue of the orders of the last year.", Nullable: true),
        new("median_gap_days", Real, "Median of the days between a day with an order and the customer's next one; null where nobody came back.", Nullable: true),
        new("purchase_within_year", Real, "Mean chance of another purchase within the next twelve months; null while clv.model is none.", Nullable: true),
        new("retention", Real, "Customers with an order in the last year and in the one before ÷ those with one in the year before; null where nothing is known of its begin, or with fewer than 10 of them.", Nullable: true),
        new("churn", Real, "1 - retention.", Nullable: true),
        new("lifespan_observed_span", Real, "Years from the first order to the last, mean over all customers, one-time buyers as 0.", Nullable: true),
        new("lifespan_churn", Real, "Years: 1 ÷ churn; null without it or where it is 0.", Nullable: true),
        new("clv_simple_revenue", Money, "The simple formula: average order value x orders per year x lifespan (lifespan_churn where there is one, else lifespan_observed_span), in the run's currency.", Nullable: true),
        new("clv_simple_profit", Money, "The same x margin, in the run's currency.", Nullable: true),
        new("clv_retention", Money, "The retention formula, for subscriptions: m x retention ÷ (1 + clv.discountRate - retention), m being the profit of the last year ÷ customers with an order in it, in the run's currency.", Nullable: true),
        new("clv_new", Money, "What a new customer brings: mean profit of the first orders of the last year + margin x mean spend x the discounted purchases to be expected, in the run's currency; null without a first order in it or while clv.model is none.", Nullable: true),
        new("max_acquisition_cost", Money, "What such a customer may cost: clv_new ÷ 3, in the run's currency.", Nullable: true),
        new("spend", Money, "What was spent in all, for (all), or in the cohort's month, or on the first channel, in the run's currency; null for other dimensions and where spend has no row.", Nullable: true),
        new("new_customers", Integer, "Customers whose first order lies in a month that spend has rows for; null for other dimensions and without spend.", Nullable: true),
        new("cac", Money, "Cost of a new customer: spend ÷ new_customers, in the run's currency; null where nobody is new, or 10^11 and more.", Nullable: true),
        new("clv_to_cac", Real, "Lifetime value of new_customers ÷ spend: below 1 a loss, 1 to 3 to be optimised, 3 to 5 healthy, above 5 under-invested.", Nullable: true),
        new("payback_months", Integer, "Months until a new customer of the segment has brought in the CAC; 0 if the first order does, null where nobody is new or it takes longer than the horizon.", Nullable: true),
    ]);

    /// <summary>One row a customer with an order.</summary>
    public static readonly TableSpec CustomerValue = new("customer_value", "One row per customer with an order: the history and what it is worth. Sorted by customer_id (integers by number).",
    [
        RunId,
        new("customer_id", Text, "The customer, as text whatever the kind of id."),
        Segment, Cohort,
        new("first_order_at", Instant, "Instant of the first order, UTC."),
        new("last_order_at", Instant, "Instant of the last order, UTC."),
        new("orders", Integer, "Orders with a net revenue above 0."),
        new("revenue", Money, "Net revenue, refunds taken off, in the run's currency."),
        new("cogs", Money, "Cost of goods sold: revenue minus historic_profit, in the run's currency."),
        new("historic_profit", Money, "Gross profit of everything up to the as-of date, in the run's currency."),
        new("p_alive", Real, "Probability that the customer has not left for good, by Pareto/NBD; null while clv.model is none.", Nullable: true),
        new("expected_purchases", Real, "Days with a purchase expected over the horizon; null while clv.model is none.", Nullable: true),
        new("discounted_purchases", Real, "The same, discounted month by month; null while clv.model is none.", Nullable: true),
        new("expected_spend", Real, "Expected net revenue per such day, in the run's currency; null while clv.model is none.", Nullable: true),
        new("margin_rate", Real, "Profit per unit of revenue, drawn to the segment's; null while clv.model is none.", Nullable: true),
        new("expected_revenue", Money, "Expected discounted revenue over the horizon, in the run's currency; 0 while clv.model is none."),
        new("expected_profit", Money, "Expected discounted profit over the horizon, in the run's currency; 0 while clv.model is none."),
        new("clv", Money, "Customer lifetime value: historic_profit + expected_profit, in the run's currency."),
        new("clv_low", Money, "Lower end of the 90 % interval of clv, in the run's currency; null while clv.model is none.", Nullable: true),
        new("clv_high", Money, "Upper end of the 90 % interval of clv, in the run's currency; null while clv.model is none.", Nullable: true),
        new("status", Text, "lost, at_risk, slipping, new or active; null while clv.model is none.", Nullable: true),
        new("expected_next_purchase", Date, "Median of the local day of the next purchase, if there is one; null past 2199 or while clv.model is none.", Nullable: true),
        new("days_overdue", Integer, "Days since nine of ten such customers would have bought again; 0 if that is to come, null while clv.model is none.", Nullable: true),
        new("value_at_risk", Money, "Expected profit that is lost if the customer has left: (1 - p_alive) x the profit if alive, in the run's currency; null while clv.model is none.", Nullable: true),
        new("max_retention_spend", Money, "What may be spent to keep the customer: clv.saveProbability x the profit if alive, in the run's currency; null while clv.model is none.", Nullable: true),
        new("first_channel", Text, "Channel of the first touchpoint that may claim the first order (the acquisition journey); (unattributed) without one."),
        new("last_channel", Text, "Channel of the last touchpoint that may claim the first order (the acquisition journey); (unattributed) without one."),
    ]);

    /// <summary>Four rows a customer; optional.</summary>
    public static readonly TableSpec CustomerHorizon = new("customer_horizon",
        "What is expected of each customer of customer_value within 12, 24, 36 and 60 months, in the order of that table. Written where output.customerHorizon is true; empty while clv.model is none.",
    [
        RunId,
        new("customer_id", Text, "The customer, as in customer_value."),
        new("months", Integer, "How far it looks ahead from the as-of date, in twelfths of 365.25 days: 12, 24, 36 or 60."),
        new("expected_purchases", Real, "Days with a purchase expected in these months, not discounted."),
        new("expected_profit", Money, "Expected discounted profit of these months, in the run's currency; at clv.horizonMonths the same as in customer_value."),
        new("expected_profit_low", Money, "Lower end of its 90 % interval, in the run's currency."),
        new("expected_profit_high", Money, "Upper end of its 90 % interval, in the run's currency."),
    ]);

    /// <summary>One row an order; optional.</summary>
    public static readonly TableSpec OrderValue = new("order_value",
        "One row per order of the customers of customer_value, in the order of that table and of one customer by time. Written where output.orderValue is true.",
    [
        RunId,
        new("order_id", Text, "The order, as text whatever the kind of id."),
        new("customer_id", Text, "The customer, as in customer_value."),
        new("ordered_at", Instant, "Instant of the order, UTC."),
        new("revenue", Money, "Net revenue of the order, its refunds taken off, in the run's currency; above 0."),
        new("cogs", Money, "Cost of goods sold: revenue minus profit, in the run's currency."),
        new("profit", Money, "Gross profit of the order, in the run's currency."),
        new("profitable", ResultKind.Boolean, "Whether profit is above 0."),
        new("customer_expected_profit", Money, "What the customer is still expected to bring: expected_profit of customer_value, in the run's currency; alike for all of a customer's orders."),
    ]);

    /// <summary>Whom to win back first.</summary>
    public static readonly TableSpec CustomersAtRisk = new("customers_at_risk",
        "The to-do list of a retention campaign: customers at risk or slipping who have value to lose, the most first, at most 10,000 (at most N where output.customerValue is top:N, no one where it is none). Empty while clv.model is none.",
    [
        RunId,
        new("rank", Integer, "1 for the most value at risk; equal ones in the order of customer_id."),
        new("customer_id", Text, "The customer, as in customer_value."),
        Segment,
        new("status", Text, "at_risk or slipping."),
        new("reason", Text, "Why, in words: how often the customer bought, the mean gap and the silence since in days, and what the models make of it."),
        new("value_at_risk", Money, "Expected profit that is lost if the customer has left: (1 - p_alive) x the profit if alive, in the run's currency; above 0."),
        new("max_retention_spend", Money, "What may be spent to keep the customer: clv.saveProbability x the profit if alive, in the run's currency."),
        new("p_alive", Real, "Probability that the customer has not left for good, by Pareto/NBD."),
        new("expected_next_purchase", Date, "Median of the local day of the next purchase, if there is one, as seen from the last; null past 2199.", Nullable: true),
        new("days_overdue", Integer, "Days since nine of ten such customers would have bought again; 0 if that is to come."),
        new("clv", Money, "Customer lifetime value: historic_profit + expected_profit, in the run's currency."),
    ]);

    /// <summary>The ways that journeys take.</summary>
    public static readonly TableSpec ChannelPath = new("channel_path", "Paths of journeys per mode: the 1,000 with the highest clv, the rest as (other).",
    [
        RunId, Mode,
        new("path", Text, "Channels, oldest first, equal neighbours collapsed, at most 20 steps and then …; (unattributed) for buyers' journeys without touchpoints."),
        new("journeys", Integer, "Journeys that took the path: of buyers, and of others up to the as-of date."),
        new("conversions", Integer, "Journeys that led to a customer (acquisition, lifetime) or an order (order)."),
        new("clv", Money, "Customer lifetime value of those conversions, in the run's currency."),
    ]);

    /// <summary>The fitted models.</summary>
    public static readonly TableSpec ModelFit = new("model_fit", "Parameters of the fitted models, a row each. Empty while clv.model is none.",
    [
        RunId,
        new("segment", Text, "The customers it was fitted to: (all), or a segment with a fit of its own; a segment that is not here has that of (all)."),
        new("model", Text, "bg_nbd, mbg_nbd, pareto_nbd (purchases) or gamma_gamma (spend)."),
        new("role", Text, "What it is for: purchases, alive (p_alive and status) or spend; purchases and alive where one model is for both."),
        new("parameter", Text, "r alpha a b, r alpha s beta, or p q v; time in days, money in the run's currency."),
        new("value", Real, "Its value."),
        new("std_error", Real, "Its standard error; null for a simple estimate.", Nullable: true),
        new("log_likelihood", Real, "Log-likelihood of the model's data at these parameters."),
        new("status", Text, "converged, shrunk (a segment, drawn to the fit of all), weak_data or at_boundary (weak priors were used), simple (usual shapes and a mean) or no_history."),
        new("reason", Text, "The status in words."),
    ]);

    /// <summary>How well the models would have done.</summary>
    public static readonly TableSpec BacktestTable = new("backtest", "How well each model, fitted to what was known then, forecast the last part of the history, beside the naive line x/T. Filled where clv.model is auto.",
    [
        RunId,
        new("model", Text, "The model, or naive."),
        new("chosen", ResultKind.Boolean, "Whether auto took it."),
        new("customers", Integer, "Customers who had bought before the last part."),
        new("actual_purchases", Integer, "Days with a purchase in it."),
        new("expected_purchases", Real, "As many as were forecast."),
        new("log_score", Real, "How likely the model makes what followed: higher is better; null for the naive line.", Nullable: true),
        new("bias", Real, "Forecast ÷ actual - 1; null without an actual purchase.", Nullable: true),
        new("mean_absolute_error", Real, "Per customer, in purchases."),
        new("root_mean_squared_error", Real, "Per customer, in purchases."),
        new("normalised_gini", Real, "How well customers are ranked: 1 as well as can be, 0 at random; null where nobody differs.", Nullable: true),
        new("coverage", Real, "Share of customers within their 90 % interval; null for the naive line.", Nullable: true),
    ]);

    /// <summary>Ten equal parts of the customers by what was forecast of them.</summary>
    public static readonly TableSpec BacktestCalibration = new("backtest_calibration", "How customers who were forecast to buy least and most did buy in the last part of the history: ten equal parts of the customers by what each model forecast. Filled where clv.model is auto.",
    [
        RunId,
        new("model", Text, "The model, or naive."),
        new("decile", Integer, "The tenth, 1 for the lowest forecasts; customers who were forecast alike may stand in two of them, in parts."),
        new("customers", Real, "Customers in it."),
        new("expected_purchases", Real, "Mean forecast of a customer, in days with a purchase."),
        new("actual_purchases", Real, "Mean of what they did, in days with a purchase."),
    ]);

    /// <summary>What became of the input rows.</summary>
    public static readonly TableSpec IntakeCountTable = new("intake_count", "What became of the rows of each dataset.",
    [
        RunId,
        new("dataset", Text, "touchpoints, orders, customers or spend."),
        new("outcome", Text, "used, rejected, repeated, not_visible (after the as-of date) or no_consent."),
        new("reason", Text, "Why, where the outcome has several causes; else empty."),
        new("rows", Integer, "Number of rows."),
        new("newest_event_at", Instant, "Newest instant among the rows, UTC; null where rows have none.", Nullable: true),
    ]);

    /// <summary>What moved since the run before.</summary>
    public static readonly TableSpec RunChange = new("run_change",
        "What moved since the pipeline's run before, by cause: adds up exactly to the difference of the two runs' channel_summary. Empty where there is no run before; rows of 0 are left out, but for (unattributed).",
    [
        RunId,
        new("previous_run_id", Text, "The run that it is compared with: the one of the same pipeline that readers saw before."),
        Mode, Model, Channel,
        new("cause", Text, "late events (rows of days that were counted already: they came late or changed), new events (the days since), fit (models and margins learnt anew), parameters (other settings) or (not separable)."),
        new("clv", Money, "By how much the cause moved the clv of the channel, in the run's currency."),
        new("reason", Text, "Why causes cannot be told apart; null where they can.", Nullable: true),
    ]);

    /// <summary>The rows that were refused.</summary>
    public static readonly TableSpec RejectedRowTable = new("rejected_row", "Input rows that were refused, with where they stand and why (the first million).",
    [
        RunId,
        new("dataset", Text, "touchpoints, orders, customers or spend."),
        new("reason", Text, "The column and what was wrong with it, as in intake_count."),
        new("source", Text, "The file, or the query or table with its connection."),
        new("row_number", Integer, "The row within the file, query or table, counted from 1."),
        new("column_name", Text, "Our name of the column."),
        new("value_text", Text, "The value as text, at most 200 bytes of it; null if it was null.", Nullable: true),
    ]);

    /// <summary>Those of every run, in the order of the contract.</summary>
    public static readonly IReadOnlyList<TableSpec> All = [ChannelValue, ChannelSummary, CampaignSummary, ChannelMonth, SegmentValue, CustomerValue, CustomersAtRisk, ChannelPath, ModelFit, BacktestTable, BacktestCalibration, IntakeCountTable, RunChange, RejectedRowTable];

    /// <summary>Those that a run has where its settings ask for them.</summary>
    public static readonly IReadOnlyList<TableSpec> Optional = [CustomerHorizon, OrderValue];
}
