-- The result tables, one a grain, each partitioned by run: a run's rows are loaded apart, attached when they are complete, and dropped at once when they are no longer wanted.

create table clv.channel_value (
    run_id          text collate "C" not null,
    as_of           date not null,
    mode            text not null,
    model           text not null,
    channel         text not null,
    campaign        text not null,
    cohort_month    date not null,
    segment         text not null,
    customers       numeric(18,6) not null,
    orders          numeric(18,6) not null,
    touchpoints     bigint not null,
    revenue         numeric(18,6) not null,
    historic_profit numeric(18,6) not null,
    expected_profit numeric(18,6) not null,
    clv             numeric(18,6) not null
) partition by list (run_id);
create index channel_value_by_mode on clv.channel_value (mode, model);
insert into clv.result_table (table_name, key_columns) values ('channel_value', 'mode, model, channel, campaign, cohort_month, segment');
comment on table clv.channel_value is 'Credit by mode, model, channel, campaign, cohort month and segment. Adds up exactly to the customers'' values in every mode and model.';
comment on column clv.channel_value.run_id is 'The run that wrote the row.';
comment on column clv.channel_value.as_of is 'Last local day whose events count.';
comment on column clv.channel_value.mode is 'Which value is spread over which journey: acquisition, order or lifetime.';
comment on column clv.channel_value.model is 'The credit model, by the name it has in the settings.';
comment on column clv.channel_value.channel is 'The channel that earns the credit; (unattributed) for what no touchpoint may claim.';
comment on column clv.channel_value.campaign is 'The campaign that earns the credit; (none) where touchpoints have none.';
comment on column clv.channel_value.cohort_month is 'First day of the local month of the customer''s first order.';
comment on column clv.channel_value.segment is 'The customer''s segment; (unknown) if the customers dataset lacks the customer, (all) without that dataset.';
comment on column clv.channel_value.customers is 'Customers credited; a customer with several touchpoints counts in parts that add up to 1.';
comment on column clv.channel_value.orders is 'Orders credited, in parts that add up to whole orders.';
comment on column clv.channel_value.touchpoints is 'Distinct touchpoints of buyers that stand in at least one journey of the mode; alike for all models.';
comment on column clv.channel_value.revenue is 'Net revenue credited, in the run''s currency.';
comment on column clv.channel_value.historic_profit is 'Gross profit of past orders credited, in the run''s currency.';
comment on column clv.channel_value.expected_profit is 'Expected discounted profit credited, in the run''s currency; 0 while clv.model is none.';
comment on column clv.channel_value.clv is 'Customer lifetime value credited: the value of the mode spread by the model, in the run''s currency.';

create table clv.channel_summary (
    run_id           text collate "C" not null,
    as_of            date not null,
    mode             text not null,
    model            text not null,
    channel          text not null,
    customers        numeric(18,6) not null,
    orders           numeric(18,6) not null,
    touchpoints      bigint not null,
    revenue          numeric(18,6) not null,
    historic_profit  numeric(18,6) not null,
    expected_profit  numeric(18,6) not null,
    clv              numeric(18,6) not null,
    share            double precision,
    spend            numeric(18,6),
    new_customers    numeric(18,6),
    cac              numeric(18,6),
    roas             double precision,
    roas_first_order double precision,
    clv_to_cac       double precision,
    payback_months   bigint
) partition by list (run_id);
insert into clv.result_table (table_name, key_columns) values ('channel_summary', 'mode, model, channel');
comment on table clv.channel_summary is 'channel_value rolled up per mode, model and channel.';
comment on column clv.channel_summary.run_id is 'The run that wrote the row.';
comment on column clv.channel_summary.as_of is 'Last local day whose events count.';
comment on column clv.channel_summary.mode is 'Which value is spread over which journey: acquisition, order or lifetime.';
comment on column clv.channel_summary.model is 'The credit model, by the name it has in the settings.';
comment on column clv.channel_summary.channel is 'The channel that earns the credit; (unattributed) for what no touchpoint may claim.';
comment on column clv.channel_summary.customers is 'Customers credited; a customer with several touchpoints counts in parts that add up to 1.';
comment on column clv.channel_summary.orders is 'Orders credited, in parts that add up to whole orders.';
comment on column clv.channel_summary.touchpoints is 'Distinct touchpoints of buyers that stand in at least one journey of the mode; alike for all models.';
comment on column clv.channel_summary.revenue is 'Net revenue credited, in the run''s currency.';
comment on column clv.channel_summary.historic_profit is 'Gross profit of past orders credited, in the run''s currency.';
comment on column clv.channel_summary.expected_profit is 'Expected discounted profit credited, in the run''s currency; 0 while clv.model is none.';
comment on column clv.channel_summary.clv is 'Customer lifetime value credited: the value of the mode spread by the model, in the run''s currency.';
comment on column clv.channel_summary.share is 'This row''s part of the clv of its mode and model, 0 to 1; null where that is 0.';
comment on column clv.channel_summary.spend is 'What was spent, in the run''s currency; alike for every mode and model. Null where spend has no row.';
comment on column clv.channel_summary.new_customers is 'Customers credited in acquisition by the same model, of the cohorts that spend has rows for; null without that mode or without spend.';
comment on column clv.channel_summary.cac is 'Cost of a new customer: spend ÷ new_customers, in the run''s currency; null where nobody is new, or 10^11 and more.';
comment on column clv.channel_summary.roas is 'Revenue credited ÷ spend, of the cohorts that spend has rows for.';
comment on column clv.channel_summary.roas_first_order is 'Revenue of first orders credited ÷ spend, of the same cohorts.';
comment on column clv.channel_summary.clv_to_cac is 'Lifetime value credited ÷ spend, of the same cohorts: below 1 a loss, 1 to 3 to be optimised, 3 to 5 healthy, above 5 under-invested.';
comment on column clv.channel_summary.payback_months is 'Months until a new customer has brought in what one costs here; 0 if the first order does, null where nobody is new or it takes longer than the horizon.';

create table clv.campaign_summary (
    run_id           text collate "C" not null,
    as_of            date not null,
    mode             text not null,
    model            text not null,
    channel          text not null,
    campaign         text not null,
    customers        numeric(18,6) not null,
    orders           numeric(18,6) not null,
    touchpoints      bigint not null,
    revenue          numeric(18,6) not null,
    historic_profit  numeric(18,6) not null,
    expected_profit  numeric(18,6) not null,
    clv              numeric(18,6) not null,
    share            double precision,
    spend            numeric(18,6),
    new_customers    numeric(18,6),
    cac              numeric(18,6),
    roas             double precision,
    roas_first_order double precision,
    clv_to_cac       double precision,
    payback_months   bigint
) partition by list (run_id);
insert into clv.result_table (table_name, key_columns) values ('campaign_summary', 'mode, model, channel, campaign');
comment on table clv.campaign_summary is 'channel_value rolled up per mode, model, channel and campaign.';
comment on column clv.campaign_summary.run_id is 'The run that wrote the row.';
comment on column clv.campaign_summary.as_of is 'Last local day whose events count.';
comment on column clv.campaign_summary.mode is 'Which value is spread over which journey: acquisition, order or lifetime.';
comment on column clv.campaign_summary.model is 'The credit model, by the name it has in the settings.';
comment on column clv.campaign_summary.channel is 'The channel that earns the credit; (unattributed) for what no touchpoint may claim.';
comment on column clv.campaign_summary.campaign is 'The campaign that earns the credit; (none) where touchpoints have none.';
comment on column clv.campaign_summary.customers is 'Customers credited; a customer with several touchpoints counts in parts that add up to 1.';
comment on column clv.campaign_summary.orders is 'Orders credited, in parts that add up to whole orders.';
comment on column clv.campaign_summary.touchpoints is 'Distinct touchpoints of buyers that stand in at least one journey of the mode; alike for all models.';
comment on column clv.campaign_summary.revenue is 'Net revenue credited, in the run''s currency.';
comment on column clv.campaign_summary.historic_profit is 'Gross profit of past orders credited, in the run''s currency.';
comment on column clv.campaign_summary.expected_profit is 'Expected discounted profit credited, in the run''s currency; 0 while clv.model is none.';
comment on column clv.campaign_summary.clv is 'Customer lifetime value credited: the value of the mode spread by the model, in the run''s currency.';
comment on column clv.campaign_summary.share is 'This row''s part of the clv of its mode and model, 0 to 1; null where that is 0.';
comment on column clv.campaign_summary.spend is 'What was spent, in the run''s currency; alike for every mode and model. Null where spend has no row.';
comment on column clv.campaign_summary.new_customers is 'Customers credited in acquisition by the same model, of the cohorts that spend has rows for; null without that mode or without spend.';
comment on column clv.campaign_summary.cac is 'Cost of a new customer: spend ÷ new_customers, in the run''s currency; null where nobody is new, or 10^11 and more.';
comment on column clv.campaign_summary.roas is 'Revenue credited ÷ spend, of the cohorts that spend has rows for.';
comment on column clv.campaign_summary.roas_first_order is 'Revenue of first orders credited ÷ spend, of the same cohorts.';
comment on column clv.campaign_summary.clv_to_cac is 'Lifetime value credited ÷ spend, of the same cohorts: below 1 a loss, 1 to 3 to be optimised, 3 to 5 healthy, above 5 under-invested.';
comment on column clv.campaign_summary.payback_months is 'Months until a new customer has brought in what one costs here; 0 if the first order does, null where nobody is new or it takes longer than the horizon.';

create table clv.channel_month (
    run_id           text collate "C" not null,
    as_of            date not null,
    mode             text not null,
    model            text not null,
    channel          text not null,
    cohort_month     date not null,
    customers        numeric(18,6) not null,
    orders           numeric(18,6) not null,
    touchpoints      bigint not null,
    revenue          numeric(18,6) not null,
    historic_profit  numeric(18,6) not null,
    expected_profit  numeric(18,6) not null,
    clv              numeric(18,6) not null,
    share            double precision,
    spend            numeric(18,6),
    new_customers    numeric(18,6),
    cac              numeric(18,6),
    roas             double precision,
    roas_first_order double precision,
    clv_to_cac       double precision,
    payback_months   bigint
) partition by list (run_id);
insert into clv.result_table (table_name, key_columns) values ('channel_month', 'mode, model, channel, cohort_month');
comment on table clv.channel_month is 'channel_value rolled up per mode, model, channel and cohort month; spend is that of the month.';
comment on column clv.channel_month.run_id is 'The run that wrote the row.';
comment on column clv.channel_month.as_of is 'Last local day whose events count.';
comment on column clv.channel_month.mode is 'Which value is spread over which journey: acquisition, order or lifetime.';
comment on column clv.channel_month.model is 'The credit model, by the name it has in the settings.';
comment on column clv.channel_month.channel is 'The channel that earns the credit; (unattributed) for what no touchpoint may claim.';
comment on column clv.channel_month.cohort_month is 'First day of the local month of the customer''s first order.';
comment on column clv.channel_month.customers is 'Customers credited; a customer with several touchpoints counts in parts that add up to 1.';
comment on column clv.channel_month.orders is 'Orders credited, in parts that add up to whole orders.';
comment on column clv.channel_month.touchpoints is 'Distinct touchpoints of buyers that stand in at least one journey of the mode; alike for all models.';
comment on column clv.channel_month.revenue is 'Net revenue credited, in the run''s currency.';
comment on column clv.channel_month.historic_profit is 'Gross profit of past orders credited, in the run''s currency.';
comment on column clv.channel_month.expected_profit is 'Expected discounted profit credited, in the run''s currency; 0 while clv.model is none.';
comment on column clv.channel_month.clv is 'Customer lifetime value credited: the value of the mode spread by the model, in the run''s currency.';
comment on column clv.channel_month.share is 'This row''s part of the clv of its mode and model, 0 to 1; null where that is 0.';
comment on column clv.channel_month.spend is 'What was spent, in the run''s currency; alike for every mode and model. Null where spend has no row.';
comment on column clv.channel_month.new_customers is 'Customers credited in acquisition by the same model, of the cohorts that spend has rows for; null without that mode or without spend.';
comment on column clv.channel_month.cac is 'Cost of a new customer: spend ÷ new_customers, in the run''s currency; null where nobody is new, or 10^11 and more.';
comment on column clv.channel_month.roas is 'Revenue credited ÷ spend, of the cohorts that spend has rows for.';
comment on column clv.channel_month.roas_first_order is 'Revenue of first orders credited ÷ spend, of the same cohorts.';
comment on column clv.channel_month.clv_to_cac is 'Lifetime value credited ÷ spend, of the same cohorts: below 1 a loss, 1 to 3 to be optimised, 3 to 5 healthy, above 5 under-invested.';
comment on column clv.channel_month.payback_months is 'Months until a new customer has brought in what one costs here; 0 if the first order does, null where nobody is new or it takes longer than the horizon.';

create table clv.customer_value (
    run_id                 text collate "C" not null,
    customer_id            text collate "C" not null,
    segment                text not null,
    cohort_month           date not null,
    first_order_at         timestamptz not null,
    last_order_at          timestamptz not null,
    orders                 bigint not null,
    revenue                numeric(18,6) not null,
    cogs                   numeric(18,6) not null,
    historic_profit        numeric(18,6) not null,
    p_alive                double precision,
    expected_purchases     double precision,
    discounted_purchases   double precision,
    expected_spend         double precision,
    margin_rate            double precision,
    expected_revenue       numeric(18,6) not null,
    expected_profit        numeric(18,6) not null,
    clv                    numeric(18,6) not null,
    clv_low                numeric(18,6),
    clv_high               numeric(18,6),
    status                 text,
    expected_next_purchase date,
    days_overdue           bigint,
    value_at_risk          numeric(18,6),
    max_retention_spend    numeric(18,6),
    first_channel          text not null,
    last_channel           text not null
) partition by list (run_id);
create unique index customer_value_key on clv.customer_value (customer_id, run_id);
insert into clv.result_table (table_name, key_columns) values ('customer_value', 'customer_id');
comment on table clv.customer_value is 'One row per customer with an order: the history and what it is worth. Sorted by customer_id (integers by number).';
comment on column clv.customer_value.run_id is 'The run that wrote the row.';
comment on column clv.customer_value.customer_id is 'The customer, as text whatever the kind of id.';
comment on column clv.customer_value.segment is 'The customer''s segment; (unknown) if the customers dataset lacks the customer, (all) without that dataset.';
comment on column clv.customer_value.cohort_month is 'First day of the local month of the customer''s first order.';
comment on column clv.customer_value.first_order_at is 'Instant of the first order, UTC.';
comment on column clv.customer_value.last_order_at is 'Instant of the last order, UTC.';
comment on column clv.customer_value.orders is 'Orders with a net revenue above 0.';
comment on column clv.customer_value.revenue is 'Net revenue, refunds taken off, in the run''s currency.';
comment on column clv.customer_value.cogs is 'Cost of goods sold: revenue minus historic_profit, in the run''s currency.';
comment on column clv.customer_value.historic_profit is 'Gross profit of everything up to the as-of date, in the run''s currency.';
comment on column clv.customer_value.p_alive is 'Probability that the customer has not left for good, by Pareto/NBD; null while clv.model is none.';
comment on column clv.customer_value.expected_purchases is 'Days with a purchase expected over the horizon; null while clv.model is none.';
comment on column clv.customer_value.discounted_purchases is 'The same, discounted month by month; null while clv.model is none.';
comment on column clv.customer_value.expected_spend is 'Expected net revenue per such day, in the run''s currency; null while clv.model is none.';
comment on column clv.customer_value.margin_rate is 'Profit per unit of revenue, drawn to the segment''s; null while clv.model is none.';
comment on column clv.customer_value.expected_revenue is 'Expected discounted revenue over the horizon, in the run''s currency; 0 while clv.model is none.';
comment on column clv.customer_value.expected_profit is 'Expected discounted profit over the horizon, in the run''s currency; 0 while clv.model is none.';
comment on column clv.customer_value.clv is 'Customer lifetime value: historic_profit + expected_profit, in the run''s currency.';
comment on column clv.customer_value.clv_low is 'Lower end of the 90 % interval of clv, in the run''s currency; null while clv.model is none.';
comment on column clv.customer_value.clv_high is 'Upper end of the 90 % interval of clv, in the run''s currency; null while clv.model is none.';
comment on column clv.customer_value.status is 'lost, at_risk, slipping, new or active; null while clv.model is none.';
comment on column clv.customer_value.expected_next_purchase is 'Median of the local day of the next purchase, if there is one; null past 2199 or while clv.model is none.';
comment on column clv.customer_value.days_overdue is 'Days since nine of ten such customers would have bought again; 0 if that is to come, null while clv.model is none.';
comment on column clv.customer_value.value_at_risk is 'Expected profit that is lost if the customer has left: (1 - p_alive) x the profit if alive, in the run''s currency; null while clv.model is none.';
comment on column clv.customer_value.max_retention_spend is 'What may be spent to keep the customer: clv.saveProbability x the profit if alive, in the run''s currency; null while clv.model is none.';
comment on column clv.customer_value.first_channel is 'Channel of the first touchpoint that may claim the first order (the acquisition journey); (unattributed) without one.';
comment on column clv.customer_value.last_channel is 'Channel of the last touchpoint that may claim the first order (the acquisition journey); (unattributed) without one.';

create table clv.customers_at_risk (
    run_id                 text collate "C" not null,
    rank                   bigint not null,
    customer_id            text collate "C" not null,
    segment                text not null,
    status                 text not null,
    reason                 text not null,
    value_at_risk          numeric(18,6) not null,
    max_retention_spend    numeric(18,6) not null,
    p_alive                double precision not null,
    expected_next_purchase date,
    days_overdue           bigint not null,
    clv                    numeric(18,6) not null
) partition by list (run_id);
create unique index customers_at_risk_key on clv.customers_at_risk (rank, run_id);
create index customers_at_risk_by_customer_id on clv.customers_at_risk (customer_id);
insert into clv.result_table (table_name, key_columns) values ('customers_at_risk', 'rank');
comment on table clv.customers_at_risk is 'The to-do list of a retention campaign: customers at risk or slipping who have value to lose, the most first, at most 10,000 (at most N where output.customerValue is top:N, no one where it is none). Empty while clv.model is none.';
comment on column clv.customers_at_risk.run_id is 'The run that wrote the row.';
comment on column clv.customers_at_risk.rank is '1 for the most value at risk; equal ones in the order of customer_id.';
comment on column clv.customers_at_risk.customer_id is 'The customer, as in customer_value.';
comment on column clv.customers_at_risk.segment is 'The customer''s segment; (unknown) if the customers dataset lacks the customer, (all) without that dataset.';
comment on column clv.customers_at_risk.status is 'at_risk or slipping.';
comment on column clv.customers_at_risk.reason is 'Why, in words: how often the customer bought, the mean gap and the silence since in days, and what the models make of it.';
comment on column clv.customers_at_risk.value_at_risk is 'Expected profit that is lost if the customer has left: (1 - p_alive) x the profit if alive, in the run''s currency; above 0.';
comment on column clv.customers_at_risk.max_retention_spend is 'What may be spent to keep the customer: clv.saveProbability x the profit if alive, in the run''s currency.';
comment on column clv.customers_at_risk.p_alive is 'Probability that the customer has not left for good, by Pareto/NBD.';
comment on column clv.customers_at_risk.expected_next_purchase is 'Median of the local day of the next purchase, if there is one, as seen from the last; null past 2199.';
comment on column clv.customers_at_risk.days_overdue is 'Days since nine of ten such customers would have bought again; 0 if that is to come.';
comment on column clv.customers_at_risk.clv is 'Customer lifetime value: historic_profit + expected_profit, in the run''s currency.';

create table clv.channel_path (
    run_id      text collate "C" not null,
    mode        text not null,
    path        text not null,
    journeys    bigint not null,
    conversions bigint not null,
    clv         numeric(18,6) not null
) partition by list (run_id);
insert into clv.result_table (table_name, key_columns) values ('channel_path', 'mode, path');
comment on table clv.channel_path is 'Paths of journeys per mode: the 1,000 with the highest clv, the rest as (other).';
comment on column clv.channel_path.run_id is 'The run that wrote the row.';
comment on column clv.channel_path.mode is 'Which value is spread over which journey: acquisition, order or lifetime.';
comment on column clv.channel_path.path is 'Channels, oldest first, equal neighbours collapsed, at most 20 steps and then …; (unattributed) for buyers'' journeys without touchpoints.';
comment on column clv.channel_path.journeys is 'Journeys that took the path: of buyers, and of others up to the as-of date.';
comment on column clv.channel_path.conversions is 'Journeys that led to a customer (acquisition, lifetime) or an order (order).';
comment on column clv.channel_path.clv is 'Customer lifetime value of those conversions, in the run''s currency.';

create table clv.model_fit (
    run_id         text collate "C" not null,
    segment        text not null,
    model          text not null,
    role           text not null,
    parameter      text not null,
    value          double precision not null,
    std_error      double precision,
    log_likelihood double precision not null,
    status         text not null,
    reason         text not null
) partition by list (run_id);
insert into clv.result_table (table_name, key_columns) values ('model_fit', 'segment, model, role, parameter');
comment on table clv.model_fit is 'Parameters of the fitted models, a row each. Empty while clv.model is none.';
comment on column clv.model_fit.run_id is 'The run that wrote the row.';
comment on column clv.model_fit.segment is 'The customers it was fitted to: (all), or a segment with a fit of its own; a segment that is not here has that of (all).';
comment on column clv.model_fit.model is 'bg_nbd, mbg_nbd, pareto_nbd (purchases) or gamma_gamma (spend).';
comment on column clv.model_fit.role is 'What it is for: purchases, alive (p_alive and status) or spend; purchases and alive where one model is for both.';
comment on column clv.model_fit.parameter is 'r alpha a b, r alpha s beta, or p q v; time in days, money in the run''s currency.';
comment on column clv.model_fit.value is 'Its value.';
comment on column clv.model_fit.std_error is 'Its standard error; null for a simple estimate.';
comment on column clv.model_fit.log_likelihood is 'Log-likelihood of the model''s data at these parameters.';
comment on column clv.model_fit.status is 'converged, shrunk (a segment, drawn to the fit of all), weak_data or at_boundary (weak priors were used), simple (usual shapes and a mean) or no_history.';
comment on column clv.model_fit.reason is 'The status in words.';

create table clv.backtest (
    run_id                  text collate "C" not null,
    model                   text not null,
    chosen                  boolean not null,
    customers               bigint not null,
    actual_purchases        bigint not null,
    expected_purchases      double precision not null,
    log_score               double precision,
    bias                    double precision,
    mean_absolute_error     double precision not null,
    root_mean_squared_error double precision not null,
    normalised_gini         double precision,
    coverage                double precision
) partition by list (run_id);
insert into clv.result_table (table_name, key_columns) values ('backtest', 'model');
comment on table clv.backtest is 'How well each model, fitted to what was known then, forecast the last part of the history, beside the naive line x/T. Filled where clv.model is auto.';
comment on column clv.backtest.run_id is 'The run that wrote the row.';
comment on column clv.backtest.model is 'The model, or naive.';
comment on column clv.backtest.chosen is 'Whether auto took it.';
comment on column clv.backtest.customers is 'Customers who had bought before the last part.';
comment on column clv.backtest.actual_purchases is 'Days with a purchase in it.';
comment on column clv.backtest.expected_purchases is 'As many as were forecast.';
comment on column clv.backtest.log_score is 'How likely the model makes what followed: higher is better; null for the naive line.';
comment on column clv.backtest.bias is 'Forecast ÷ actual - 1; null without an actual purchase.';
comment on column clv.backtest.mean_absolute_error is 'Per customer, in purchases.';
comment on column clv.backtest.root_mean_squared_error is 'Per customer, in purchases.';
comment on column clv.backtest.normalised_gini is 'How well customers are ranked: 1 as well as can be, 0 at random; null where nobody differs.';
comment on column clv.backtest.coverage is 'Share of customers within their 90 % interval; null for the naive line.';

create table clv.intake_count (
    run_id          text collate "C" not null,
    dataset         text not null,
    outcome         text not null,
    reason          text not null,
    rows            bigint not null,
    newest_event_at timestamptz
) partition by list (run_id);
insert into clv.result_table (table_name, key_columns) values ('intake_count', 'dataset, outcome, reason');
comment on table clv.intake_count is 'What became of the rows of each dataset.';
comment on column clv.intake_count.run_id is 'The run that wrote the row.';
comment on column clv.intake_count.dataset is 'touchpoints, orders, customers or spend.';
comment on column clv.intake_count.outcome is 'used, rejected, repeated, not_visible (after the as-of date) or no_consent.';
comment on column clv.intake_count.reason is 'Why, where the outcome has several causes; else empty.';
comment on column clv.intake_count.rows is 'Number of rows.';
comment on column clv.intake_count.newest_event_at is 'Newest instant among the rows, UTC; null where rows have none.';

create table clv.rejected_row (
    run_id      text collate "C" not null,
    dataset     text not null,
    reason      text not null,
    source      text not null,
    row_number  bigint not null,
    column_name text not null,
    value_text  text
) partition by list (run_id);
insert into clv.result_table (table_name, key_columns) values ('rejected_row', null);
comment on table clv.rejected_row is 'Input rows that were refused, with where they stand and why (the first million).';
comment on column clv.rejected_row.run_id is 'The run that wrote the row.';
comment on column clv.rejected_row.dataset is 'touchpoints, orders, customers or spend.';
comment on column clv.rejected_row.reason is 'The column and what was wrong with it, as in intake_count.';
comment on column clv.rejected_row.source is 'The file, or the query or table with its connection.';
comment on column clv.rejected_row.row_number is 'The row within the file, query or table, counted from 1.';
comment on column clv.rejected_row.column_name is 'Our name of the column.';
comment on column clv.rejected_row.value_text is 'The value as text, at most 200 bytes of it; null if it was null.';

create table clv.customer_horizon (
    run_id               text collate "C" not null,
    customer_id          text collate "C" not null,
    months               bigint not null,
    expected_purchases   double precision not null,
    expected_profit      numeric(18,6) not null,
    expected_profit_low  numeric(18,6) not null,
    expected_profit_high numeric(18,6) not null
) partition by list (run_id);
create unique index customer_horizon_key on clv.customer_horizon (customer_id, months, run_id);
insert into clv.result_table (table_name, key_columns) values ('customer_horizon', 'customer_id, months');
comment on table clv.customer_horizon is 'What is expected of each customer of customer_value within 12, 24, 36 and 60 months, in the order of that table. Written where output.customerHorizon is true; empty while clv.model is none.';
comment on column clv.customer_horizon.run_id is 'The run that wrote the row.';
comment on column clv.customer_horizon.customer_id is 'The customer, as in customer_value.';
comment on column clv.customer_horizon.months is 'How far it looks ahead from the as-of date, in twelfths of 365.25 days: 12, 24, 36 or 60.';
comment on column clv.customer_horizon.expected_purchases is 'Days with a purchase expected in these months, not discounted.';
comment on column clv.customer_horizon.expected_profit is 'Expected discounted profit of these months, in the run''s currency; at clv.horizonMonths the same as in customer_value.';
comment on column clv.customer_horizon.expected_profit_low is 'Lower end of its 90 % interval, in the run''s currency.';
comment on column clv.customer_horizon.expected_profit_high is 'Upper end of its 90 % interval, in the run''s currency.';

create table clv.order_value (
    run_id                   text collate "C" not null,
    order_id                 text collate "C" not null,
    customer_id              text collate "C" not null,
    ordered_at               timestamptz not null,
    revenue                  numeric(18,6) not null,
    cogs                     numeric(18,6) not null,
    profit                   numeric(18,6) not null,
    profitable               boolean not null,
    customer_expected_profit numeric(18,6) not null
) partition by list (run_id);
create unique index order_value_key on clv.order_value (customer_id, order_id, run_id);
insert into clv.result_table (table_name, key_columns) values ('order_value', 'customer_id, order_id');
comment on table clv.order_value is 'One row per order of the customers of customer_value, in the order of that table and of one customer by time. Written where output.orderValue is true.';
comment on column clv.order_value.run_id is 'The run that wrote the row.';
comment on column clv.order_value.order_id is 'The order, as text whatever the kind of id.';
comment on column clv.order_value.customer_id is 'The customer, as in customer_value.';
comment on column clv.order_value.ordered_at is 'Instant of the order, UTC.';
comment on column clv.order_value.revenue is 'Net revenue of the order, its refunds taken off, in the run''s currency; above 0.';
comment on column clv.order_value.cogs is 'Cost of goods sold: revenue minus profit, in the run''s currency.';
comment on column clv.order_value.profit is 'Gross profit of the order, in the run''s currency.';
comment on column clv.order_value.profitable is 'Whether profit is above 0.';
comment on column clv.order_value.customer_expected_profit is 'What the customer is still expected to bring: expected_profit of customer_value, in the run''s currency; alike for all of a customer''s orders.';

create table clv.run_check (
    run_id    text collate "C" not null,
    name      text not null,
    passed    boolean not null,
    measured  double precision not null,
    threshold double precision not null
) partition by list (run_id);
insert into clv.result_table (table_name, key_columns) values ('run_check', 'name');
comment on table clv.run_check is 'One row per invariant and gate of a run; a run with one that did not pass is not published.';
comment on column clv.run_check.run_id is 'The run.';
comment on column clv.run_check.name is 'What was checked.';
comment on column clv.run_check.passed is 'Whether it held.';
comment on column clv.run_check.measured is 'What was found.';
comment on column clv.run_check.threshold is 'What is just allowed.';
