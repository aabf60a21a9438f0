-- What BI tools read. Every view is of one grain; none has arrays, JSON or NaN, and null stands only where there is no number.

create view clv.dim_run as
select r.run_id, r.pipeline, r.as_of, r.status, coalesce(r.run_id = p.run_id, false) as is_current, r.has_results, r.attempt, r.trigger, r.requested_at, r.started_at, r.finished_at, r.published_at,
    r.customers, r.orders, r.touchpoints, r.total_revenue, r.total_historic_profit, r.total_expected_profit, r.total_clv, r.total_unattributed, r.profit_without_purchase,
    r.parameters_hash, r.result_hash, r.version, r.error
from clv.run r left join clv.publication p on true;
comment on view clv.dim_run is 'Every run, also those whose results are no longer kept.';
comment on column clv.dim_run.run_id is 'The run; the same in every row of its results.';
comment on column clv.dim_run.pipeline is 'The schedule''s name; ''default'' for a plain ''clv run''.';
comment on column clv.dim_run.as_of is 'The last local day whose events count.';
comment on column clv.dim_run.status is 'queued, running, succeeded, failed or cancelled.';
comment on column clv.dim_run.is_current is 'Whether the views current_… show it.';
comment on column clv.dim_run.has_results is 'Whether its results are kept here.';
comment on column clv.dim_run.attempt is 'How many times it was tried.';
comment on column clv.dim_run.trigger is 'What started it: manual, backfill, schedule or api.';
comment on column clv.dim_run.requested_at is 'When it was asked for, UTC.';
comment on column clv.dim_run.started_at is 'When it began to read, UTC.';
comment on column clv.dim_run.finished_at is 'When its results were complete, UTC.';
comment on column clv.dim_run.published_at is 'When it was handed to readers, UTC; null where it is only kept.';
comment on column clv.dim_run.customers is 'Customers with an order.';
comment on column clv.dim_run.orders is 'Orders with net revenue above 0.';
comment on column clv.dim_run.touchpoints is 'Touchpoints that were used.';
comment on column clv.dim_run.total_revenue is 'Net revenue of customers with an order, in the run''s currency.';
comment on column clv.dim_run.total_historic_profit is 'Their historic profit, in the run''s currency.';
comment on column clv.dim_run.total_expected_profit is 'Their expected profit, in the run''s currency.';
comment on column clv.dim_run.total_clv is 'Their customer lifetime value, in the run''s currency.';
comment on column clv.dim_run.total_unattributed is 'The part of total_clv that no touchpoint may claim, in the run''s first mode.';
comment on column clv.dim_run.profit_without_purchase is 'Profit of customer ids without an order, in the run''s currency.';
comment on column clv.dim_run.parameters_hash is 'Equal for runs with the same settings.';
comment on column clv.dim_run.result_hash is 'Equal for runs with the same results; null where there are none.';
comment on column clv.dim_run.version is 'The version of the program.';
comment on column clv.dim_run.error is 'Why it failed, in a sentence.';

create view clv.dim_channel as
select channel, channel = '(unattributed)' as is_unattributed from clv.channel;
comment on view clv.dim_channel is 'Every channel that any run has met, and (unattributed).';
comment on column clv.dim_channel.channel is 'Its name.';
comment on column clv.dim_channel.is_unattributed is 'Whether it stands for the value that no touchpoint may claim.';

create view clv.dim_segment as select segment from clv.segment;
comment on view clv.dim_segment is 'Every customer segment that any run has met, and (unknown), (all), (none).';
comment on column clv.dim_segment.segment is 'Its name.';

create view clv.dim_date as
with bounds as (
    select date_trunc('year', least(min(as_of), (select min(cohort_month) from clv.channel_month))) as first, date_trunc('year', max(as_of)) + interval '6 years' - interval '1 day' as last from clv.run
)
select day::date as date, extract(year from day)::int as year, extract(quarter from day)::int as quarter, extract(month from day)::int as month, date_trunc('month', day)::date as month_start,
    to_char(day, 'YYYY-MM') as year_month, extract(isoyear from day)::int as iso_year, extract(week from day)::int as iso_week, extract(isodow from day)::int as weekday
from bounds, generate_series(bounds.first, bounds.last, interval '1 day') as day;
comment on view clv.dim_date is 'Days from the begin of the first year that any kept run has to five years after the last.';
comment on column clv.dim_date.date is 'The day.';
comment on column clv.dim_date.year is 'Its year.';
comment on column clv.dim_date.quarter is 'Its quarter, 1 to 4.';
comment on column clv.dim_date.month is 'Its month, 1 to 12.';
comment on column clv.dim_date.month_start is 'The first day of its month: joins with cohort_month.';
comment on column clv.dim_date.year_month is 'Such as 2026-06.';
comment on column clv.dim_date.iso_year is 'The year that its ISO week belongs to.';
comment on column clv.dim_date.iso_week is 'Its ISO week, 1 to 53.';
comment on column clv.dim_date.weekday is '1 for Monday to 7 for Sunday.';

create view clv.current_run as
select run_id, pipeline, as_of, status, attempt, trigger, requested_at, started_at, finished_at, published_at, customers, orders, touchpoints,
    total_revenue, total_historic_profit, total_expected_profit, total_clv, total_unattributed, profit_without_purchase, parameters_hash, result_hash, version
from clv.dim_run where is_current;
comment on view clv.current_run is 'The published run: one row, for the head of a report.';
comment on column clv.current_run.run_id is 'The run; the same in every row of its results.';
comment on column clv.current_run.pipeline is 'The schedule''s name; ''default'' for a plain ''clv run''.';
comment on column clv.current_run.as_of is 'The last local day whose events count.';
comment on column clv.current_run.status is 'queued, running, succeeded, failed or cancelled.';
comment on column clv.current_run.attempt is 'How many times it was tried.';
comment on column clv.current_run.trigger is 'What started it: manual, backfill, schedule or api.';
comment on column clv.current_run.requested_at is 'When it was asked for, UTC.';
comment on column clv.current_run.started_at is 'When it began to read, UTC.';
comment on column clv.current_run.finished_at is 'When its results were complete, UTC.';
comment on column clv.current_run.published_at is 'When it was handed to readers, UTC; null where it is only kept.';
comment on column clv.current_run.customers is 'Customers with an order.';
comment on column clv.current_run.orders is 'Orders with net revenue above 0.';
comment on column clv.current_run.touchpoints is 'Touchpoints that were used.';
comment on column clv.current_run.total_revenue is 'Net revenue of customers with an order, in the run''s currency.';
comment on column clv.current_run.total_historic_profit is 'Their historic profit, in the run''s currency.';
comment on column clv.current_run.total_expected_profit is 'Their expected profit, in the run''s currency.';
comment on column clv.current_run.total_clv is 'Their customer lifetime value, in the run''s currency.';
comment on column clv.current_run.total_unattributed is 'The part of total_clv that no touchpoint may claim, in the run''s first mode.';
comment on column clv.current_run.profit_without_purchase is 'Profit of customer ids without an order, in the run''s currency.';
comment on column clv.current_run.parameters_hash is 'Equal for runs with the same settings.';
comment on column clv.current_run.result_hash is 'Equal for runs with the same results; null where there are none.';
comment on column clv.current_run.version is 'The version of the program.';

create view clv.current_channel_value as
select run_id, as_of, mode, model, channel, campaign, cohort_month, segment, customers, orders, touchpoints, revenue, historic_profit, expected_profit, clv
from clv.channel_value where run_id = (select run_id from clv.publication);
comment on view clv.current_channel_value is 'The published run: Credit by mode, model, channel, campaign, cohort month and segment. Adds up exactly to the customers'' values in every mode and model.';
comment on column clv.current_channel_value.run_id is 'The run that wrote the row.';
comment on column clv.current_channel_value.as_of is 'Last local day whose events count.';
comment on column clv.current_channel_value.mode is 'Which value is spread over which journey: acquisition, order or lifetime.';
comment on column clv.current_channel_value.model is 'The credit model, by the name it has in the settings.';
comment on column clv.current_channel_value.channel is 'The channel that earns the credit; (unattributed) for what no touchpoint may claim.';
comment on column clv.current_channel_value.campaign is 'The campaign that earns the credit; (none) where touchpoints have none.';
comment on column clv.current_channel_value.cohort_month is 'First day of the local month of the customer''s first order.';
comment on column clv.current_channel_value.segment is 'The customer''s segment; (unknown) if the customers dataset lacks the customer, (all) without that dataset.';
comment on column clv.current_channel_value.customers is 'Customers credited; a customer with several touchpoints counts in parts that add up to 1.';
comment on column clv.current_channel_value.orders is 'Orders credited, in parts that add up to whole orders.';
comment on column clv.current_channel_value.touchpoints is 'Distinct touchpoints of buyers that stand in at least one journey of the mode; alike for all models.';
comment on column clv.current_channel_value.revenue is 'Net revenue credited, in the run''s currency.';
comment on column clv.current_channel_value.historic_profit is 'Gross profit of past orders credited, in the run''s currency.';
comment on column clv.current_channel_value.expected_profit is 'Expected discounted profit credited, in the run''s currency; 0 while clv.model is none.';
comment on column clv.current_channel_value.clv is 'Customer lifetime value credited: the value of the mode spread by the model, in the run''s currency.';

create view clv.current_channel_summary as
select run_id, as_of, mode, model, channel, customers, orders, touchpoints, revenue, historic_profit, expected_profit, clv, share, spend, new_customers, cac, roas, roas_first_order, clv_to_cac, payback_months
from clv.channel_summary where run_id = (select run_id from clv.publication);
comment on view clv.current_channel_summary is 'The published run: channel_value rolled up per mode, model and channel.';
comment on column clv.current_channel_summary.run_id is 'The run that wrote the row.';
comment on column clv.current_channel_summary.as_of is 'Last local day whose events count.';
comment on column clv.current_channel_summary.mode is 'Which value is spread over which journey: acquisition, order or lifetime.';
comment on column clv.current_channel_summary.model is 'The credit model, by the name it has in the settings.';
comment on column clv.current_channel_summary.channel is 'The channel that earns the credit; (unattributed) for what no touchpoint may claim.';
comment on column clv.current_channel_summary.customers is 'Customers credited; a customer with several touchpoints counts in parts that add up to 1.';
comment on column clv.current_channel_summary.orders is 'Orders credited, in parts that add up to whole orders.';
comment on column clv.current_channel_summary.touchpoints is 'Distinct touchpoints of buyers that stand in at least one journey of the mode; alike for all models.';
comment on column clv.current_channel_summary.revenue is 'Net revenue credited, in the run''s currency.';
comment on column clv.current_channel_summary.historic_profit is 'Gross profit of past orders credited, in the run''s currency.';
comment on column clv.current_channel_summary.expected_profit is 'Expected discounted profit credited, in the run''s currency; 0 while clv.model is none.';
comment on column clv.current_channel_summary.clv is 'Customer lifetime value credited: the value of the mode spread by the model, in the run''s currency.';
comment on column clv.current_channel_summary.share is 'This row''s part of the clv of its mode and model, 0 to 1; null where that is 0.';
comment on column clv.current_channel_summary.spend is 'What was spent, in the run''s currency; alike for every mode and model. Null where spend has no row.';
comment on column clv.current_channel_summary.new_customers is 'Customers credited in acquisition by the same model, of the cohorts that spend has rows for; null without that mode or without spend.';
comment on column clv.current_channel_summary.cac is 'Cost of a new customer: spend ÷ new_customers, in the run''s currency; null where nobody is new, or 10^11 and more.';
comment on column clv.current_channel_summary.roas is 'Revenue credited ÷ spend, of the cohorts that spend has rows for.';
comment on column clv.current_channel_summary.roas_first_order is 'Revenue of first orders credited ÷ spend, of the same cohorts.';
comment on column clv.current_channel_summary.clv_to_cac is 'Lifetime value credited ÷ spend, of the same cohorts: below 1 a loss, 1 to 3 to be optimised, 3 to 5 healthy, above 5 under-invested.';
comment on column clv.current_channel_summary.payback_months is 'Months until a new customer has brought in what one costs here; 0 if the first order does, null where nobody is new or it takes longer than the horizon.';

create view clv.current_campaign_summary as
select run_id, as_of, mode, model, channel, campaign, customers, orders, touchpoints, revenue, historic_profit, expected_profit, clv, share, spend, new_customers, cac, roas, roas_first_order, clv_to_cac, payback_months
from clv.campaign_summary where run_id = (select run_id from clv.publication);
comment on view clv.current_campaign_summary is 'The published run: channel_value rolled up per mode, model, channel and campaign.';
comment on column clv.current_campaign_summary.run_id is 'The run that wrote the row.';
comment on column clv.current_campaign_summary.as_of is 'Last local day whose events count.';
comment on column clv.current_campaign_summary.mode is 'Which value is spread over which journey: acquisition, order or lifetime.';
comment on column clv.current_campaign_summary.model is 'The credit model, by the name it has in the settings.';
comment on column clv.current_campaign_summary.channel is 'The channel that earns the credit; (unattributed) for what no touchpoint may claim.';
comment on column clv.current_campaign_summary.campaign is 'The campaign that earns the credit; (none) where touchpoints have none.';
comment on column clv.current_campaign_summary.customers is 'Customers credited; a customer with several touchpoints counts in parts that add up to 1.';
comment on column clv.current_campaign_summary.orders is 'Orders credited, in parts that add up to whole orders.';
comment on column clv.current_campaign_summary.touchpoints is 'Distinct touchpoints of buyers that stand in at least one journey of the mode; alike for all models.';
comment on column clv.current_campaign_summary.revenue is 'Net revenue credited, in the run''s currency.';
comment on column clv.current_campaign_summary.historic_profit is 'Gross profit of past orders credited, in the run''s currency.';
comment on column clv.current_campaign_summary.expected_profit is 'Expected discounted profit credited, in the run''s currency; 0 while clv.model is none.';
comment on column clv.current_campaign_summary.clv is 'Customer lifetime value credited: the value of the mode spread by the model, in the run''s currency.';
comment on column clv.current_campaign_summary.share is 'This row''s part of the clv of its mode and model, 0 to 1; null where that is 0.';
comment on column clv.current_campaign_summary.spend is 'What was spent, in the run''s currency; alike for every mode and model. Null where spend has no row.';
comment on column clv.current_campaign_summary.new_customers is 'Customers credited in acquisition by the same model, of the cohorts that spend has rows for; null without that mode or without spend.';
comment on column clv.current_campaign_summary.cac is 'Cost of a new customer: spend ÷ new_customers, in the run''s currency; null where nobody is new, or 10^11 and more.';
comment on column clv.current_campaign_summary.roas is 'Revenue credited ÷ spend, of the cohorts that spend has rows for.';
comment on column clv.current_campaign_summary.roas_first_order is 'Revenue of first orders credited ÷ spend, of the same cohorts.';
comment on column clv.current_campaign_summary.clv_to_cac is 'Lifetime value credited ÷ spend, of the same cohorts: below 1 a loss, 1 to 3 to be optimised, 3 to 5 healthy, above 5 under-invested.';
comment on column clv.current_campaign_summary.payback_months is 'Months until a new customer has brought in what one costs here; 0 if the first order does, null where nobody is new or it takes longer than the horizon.';

create view clv.current_channel_month as
select run_id, as_of, mode, model, channel, cohort_month, customers, orders, touchpoints, revenue, historic_profit, expected_profit, clv, share, spend, new_customers, cac, roas, roas_first_order, clv_to_cac, payback_months
from clv.channel_month where run_id = (select run_id from clv.publication);
comment on view clv.current_channel_month is 'The published run: channel_value rolled up per mode, model, channel and cohort month; spend is that of the month.';
comment on column clv.current_channel_month.run_id is 'The run that wrote the row.';
comment on column clv.current_channel_month.as_of is 'Last local day whose events count.';
comment on column clv.current_channel_month.mode is 'Which value is spread over which journey: acquisition, order or lifetime.';
comment on column clv.current_channel_month.model is 'The credit model, by the name it has in the settings.';
comment on column clv.current_channel_month.channel is 'The channel that earns the credit; (unattributed) for what no touchpoint may claim.';
comment on column clv.current_channel_month.cohort_month is 'First day of the local month of the customer''s first order.';
comment on column clv.current_channel_month.customers is 'Customers credited; a customer with several touchpoints counts in parts that add up to 1.';
comment on column clv.current_channel_month.orders is 'Orders credited, in parts that add up to whole orders.';
comment on column clv.current_channel_month.touchpoints is 'Distinct touchpoints of buyers that stand in at least one journey of the mode; alike for all models.';
comment on column clv.current_channel_month.revenue is 'Net revenue credited, in the run''s currency.';
comment on column clv.current_channel_month.historic_profit is 'Gross profit of past orders credited, in the run''s currency.';
comment on column clv.current_channel_month.expected_profit is 'Expected discounted profit credited, in the run''s currency; 0 while clv.model is none.';
comment on column clv.current_channel_month.clv is 'Customer lifetime value credited: the value of the mode spread by the model, in the run''s currency.';
comment on column clv.current_channel_month.share is 'This row''s part of the clv of its mode and model, 0 to 1; null where that is 0.';
comment on column clv.current_channel_month.spend is 'What was spent, in the run''s currency; alike for every mode and model. Null where spend has no row.';
comment on column clv.current_channel_month.new_customers is 'Customers credited in acquisition by the same model, of the cohorts that spend has rows for; null without that mode or without spend.';
comment on column clv.current_channel_month.cac is 'Cost of a new customer: spend ÷ new_customers, in the run''s currency; null where nobody is new, or 10^11 and more.';
comment on column clv.current_channel_month.roas is 'Revenue credited ÷ spend, of the cohorts that spend has rows for.';
comment on column clv.current_channel_month.roas_first_order is 'Revenue of first orders credited ÷ spend, of the same cohorts.';
comment on column clv.current_channel_month.clv_to_cac is 'Lifetime value credited ÷ spend, of the same cohorts: below 1 a loss, 1 to 3 to be optimised, 3 to 5 healthy, above 5 under-invested.';
comment on column clv.current_channel_month.payback_months is 'Months until a new customer has brought in what one costs here; 0 if the first order does, null where nobody is new or it takes longer than the horizon.';

create view clv.current_customer_value as
select run_id, customer_id, segment, cohort_month, first_order_at, last_order_at, orders, revenue, cogs, historic_profit, p_alive, expected_purchases, discounted_purchases, expected_spend, margin_rate, expected_revenue, expected_profit, clv, clv_low, clv_high, status, expected_next_purchase, days_overdue, value_at_risk, max_retention_spend, first_channel, last_channel
from clv.customer_value where run_id = (select run_id from clv.publication);
comment on view clv.current_customer_value is 'The published run: One row per customer with an order: the history and what it is worth. Sorted by customer_id (integers by number).';
comment on column clv.current_customer_value.run_id is 'The run that wrote the row.';
comment on column clv.current_customer_value.customer_id is 'The customer, as text whatever the kind of id.';
comment on column clv.current_customer_value.segment is 'The customer''s segment; (unknown) if the customers dataset lacks the customer, (all) without that dataset.';
comment on column clv.current_customer_value.cohort_month is 'First day of the local month of the customer''s first order.';
comment on column clv.current_customer_value.first_order_at is 'Instant of the first order, UTC.';
comment on column clv.current_customer_value.last_order_at is 'Instant of the last order, UTC.';
comment on column clv.current_customer_value.orders is 'Orders with a net revenue above 0.';
comment on column clv.current_customer_value.revenue is 'Net revenue, refunds taken off, in the run''s currency.';
comment on column clv.current_customer_value.cogs is 'Cost of goods sold: revenue minus historic_profit, in the run''s currency.';
comment on column clv.current_customer_value.historic_profit is 'Gross profit of everything up to the as-of date, in the run''s currency.';
comment on column clv.current_customer_value.p_alive is 'Probability that the customer has not left for good, by Pareto/NBD; null while clv.model is none.';
comment on column clv.current_customer_value.expected_purchases is 'Days with a purchase expected over the horizon; null while clv.model is none.';
comment on column clv.current_customer_value.discounted_purchases is 'The same, discounted month by month; null while clv.model is none.';
comment on column clv.current_customer_value.expected_spend is 'Expected net revenue per such day, in the run''s currency; null while clv.model is none.';
comment on column clv.current_customer_value.margin_rate is 'Profit per unit of revenue, drawn to the segment''s; null while clv.model is none.';
comment on column clv.current_customer_value.expected_revenue is 'Expected discounted revenue over the horizon, in the run''s currency; 0 while clv.model is none.';
comment on column clv.current_customer_value.expected_profit is 'Expected discounted profit over the horizon, in the run''s currency; 0 while clv.model is none.';
comment on column clv.current_customer_value.clv is 'Customer lifetime value: historic_profit + expected_profit, in the run''s currency.';
comment on column clv.current_customer_value.clv_low is 'Lower end of the 90 % interval of clv, in the run''s currency; null while clv.model is none.';
comment on column clv.current_customer_value.clv_high is 'Upper end of the 90 % interval of clv, in the run''s currency; null while clv.model is none.';
comment on column clv.current_customer_value.status is 'lost, at_risk, slipping, new or active; null while clv.model is none.';
comment on column clv.current_customer_value.expected_next_purchase is 'Median of the local day of the next purchase, if there is one; null past 2199 or while clv.model is none.';
comment on column clv.current_customer_value.days_overdue is 'Days since nine of ten such customers would have bought again; 0 if that is to come, null while clv.model is none.';
comment on column clv.current_customer_value.value_at_risk is 'Expected profit that is lost if the customer has left: (1 - p_alive) x the profit if alive, in the run''s currency; null while clv.model is none.';
comment on column clv.current_customer_value.max_retention_spend is 'What may be spent to keep the customer: clv.saveProbability x the profit if alive, in the run''s currency; null while clv.model is none.';
comment on column clv.current_customer_value.first_channel is 'Channel of the first touchpoint that may claim the first order (the acquisition journey); (unattributed) without one.';
comment on column clv.current_customer_value.last_channel is 'Channel of the last touchpoint that may claim the first order (the acquisition journey); (unattributed) without one.';

create view clv.current_customers_at_risk as
select run_id, rank, customer_id, segment, status, reason, value_at_risk, max_retention_spend, p_alive, expected_next_purchase, days_overdue, clv
from clv.customers_at_risk where run_id = (select run_id from clv.publication);
comment on view clv.current_customers_at_risk is 'The published run: The to-do list of a retention campaign: customers at risk or slipping who have value to lose, the most first, at most 10,000 (at most N where output.customerValue is top:N, no one where it is none). Empty while clv.model is none.';
comment on column clv.current_customers_at_risk.run_id is 'The run that wrote the row.';
comment on column clv.current_customers_at_risk.rank is '1 for the most value at risk; equal ones in the order of customer_id.';
comment on column clv.current_customers_at_risk.customer_id is 'The customer, as in customer_value.';
comment on column clv.current_customers_at_risk.segment is 'The customer''s segment; (unknown) if the customers dataset lacks the customer, (all) without that dataset.';
comment on column clv.current_customers_at_risk.status is 'at_risk or slipping.';
comment on column clv.current_customers_at_risk.reason is 'Why, in words: how often the customer bought, the mean gap and the silence since in days, and what the models make of it.';
comment on column clv.current_customers_at_risk.value_at_risk is 'Expected profit that is lost if the customer has left: (1 - p_alive) x the profit if alive, in the run''s currency; above 0.';
comment on column clv.current_customers_at_risk.max_retention_spend is 'What may be spent to keep the customer: clv.saveProbability x the profit if alive, in the run''s currency.';
comment on column clv.current_customers_at_risk.p_alive is 'Probability that the customer has not left for good, by Pareto/NBD.';
comment on column clv.current_customers_at_risk.expected_next_purchase is 'Median of the local day of the next purchase, if there is one, as seen from the last; null past 2199.';
comment on column clv.current_customers_at_risk.days_overdue is 'Days since nine of ten such customers would have bought again; 0 if that is to come.';
comment on column clv.current_customers_at_risk.clv is 'Customer lifetime value: historic_profit + expected_profit, in the run''s currency.';

create view clv.current_channel_path as
select run_id, mode, path, journeys, conversions, clv
from clv.channel_path where run_id = (select run_id from clv.publication);
comment on view clv.current_channel_path is 'The published run: Paths of journeys per mode: the 1,000 with the highest clv, the rest as (other).';
comment on column clv.current_channel_path.run_id is 'The run that wrote the row.';
comment on column clv.current_channel_path.mode is 'Which value is spread over which journey: acquisition, order or lifetime.';
comment on column clv.current_channel_path.path is 'Channels, oldest first, equal neighbours collapsed, at most 20 steps and then …; (unattributed) for buyers'' journeys without touchpoints.';
comment on column clv.current_channel_path.journeys is 'Journeys that took the path: of buyers, and of others up to the as-of date.';
comment on column clv.current_channel_path.conversions is 'Journeys that led to a customer (acquisition, lifetime) or an order (order).';
comment on column clv.current_channel_path.clv is 'Customer lifetime value of those conversions, in the run''s currency.';

create view clv.current_model_fit as
select run_id, segment, model, role, parameter, value, std_error, log_likelihood, status, reason
from clv.model_fit where run_id = (select run_id from clv.publication);
comment on view clv.current_model_fit is 'The published run: Parameters of the fitted models, a row each. Empty while clv.model is none.';
comment on column clv.current_model_fit.run_id is 'The run that wrote the row.';
comment on column clv.current_model_fit.segment is 'The customers it was fitted to: (all), or a segment with a fit of its own; a segment that is not here has that of (all).';
comment on column clv.current_model_fit.model is 'bg_nbd, mbg_nbd, pareto_nbd (purchases) or gamma_gamma (spend).';
comment on column clv.current_model_fit.role is 'What it is for: purchases, alive (p_alive and status) or spend; purchases and alive where one model is for both.';
comment on column clv.current_model_fit.parameter is 'r alpha a b, r alpha s beta, or p q v; time in days, money in the run''s currency.';
comment on column clv.current_model_fit.value is 'Its value.';
comment on column clv.current_model_fit.std_error is 'Its standard error; null for a simple estimate.';
comment on column clv.current_model_fit.log_likelihood is 'Log-likelihood of the model''s data at these parameters.';
comment on column clv.current_model_fit.status is 'converged, shrunk (a segment, drawn to the fit of all), weak_data or at_boundary (weak priors were used), simple (usual shapes and a mean) or no_history.';
comment on column clv.current_model_fit.reason is 'The status in words.';

create view clv.current_backtest as
select run_id, model, chosen, customers, actual_purchases, expected_purchases, log_score, bias, mean_absolute_error, root_mean_squared_error, normalised_gini, coverage
from clv.backtest where run_id = (select run_id from clv.publication);
comment on view clv.current_backtest is 'The published run: How well each model, fitted to what was known then, forecast the last part of the history, beside the naive line x/T. Filled where clv.model is auto.';
comment on column clv.current_backtest.run_id is 'The run that wrote the row.';
comment on column clv.current_backtest.model is 'The model, or naive.';
comment on column clv.current_backtest.chosen is 'Whether auto took it.';
comment on column clv.current_backtest.customers is 'Customers who had bought before the last part.';
comment on column clv.current_backtest.actual_purchases is 'Days with a purchase in it.';
comment on column clv.current_backtest.expected_purchases is 'As many as were forecast.';
comment on column clv.current_backtest.log_score is 'How likely the model makes what followed: higher is better; null for the naive line.';
comment on column clv.current_backtest.bias is 'Forecast ÷ actual - 1; null without an actual purchase.';
comment on column clv.current_backtest.mean_absolute_error is 'Per customer, in purchases.';
comment on column clv.current_backtest.root_mean_squared_error is 'Per customer, in purchases.';
comment on column clv.current_backtest.normalised_gini is 'How well customers are ranked: 1 as well as can be, 0 at random; null where nobody differs.';
comment on column clv.current_backtest.coverage is 'Share of customers within their 90 % interval; null for the naive line.';

create view clv.current_intake_count as
select run_id, dataset, outcome, reason, rows, newest_event_at
from clv.intake_count where run_id = (select run_id from clv.publication);
comment on view clv.current_intake_count is 'The published run: What became of the rows of each dataset.';
comment on column clv.current_intake_count.run_id is 'The run that wrote the row.';
comment on column clv.current_intake_count.dataset is 'touchpoints, orders, customers or spend.';
comment on column clv.current_intake_count.outcome is 'used, rejected, repeated, not_visible (after the as-of date) or no_consent.';
comment on column clv.current_intake_count.reason is 'Why, where the outcome has several causes; else empty.';
comment on column clv.current_intake_count.rows is 'Number of rows.';
comment on column clv.current_intake_count.newest_event_at is 'Newest instant among the rows, UTC; null where rows have none.';

create view clv.current_rejected_row as
select run_id, dataset, reason, source, row_number, column_name, value_text
from clv.rejected_row where run_id = (select run_id from clv.publication);
comment on view clv.current_rejected_row is 'The published run: Input rows that were refused, with where they stand and why (the first million).';
comment on column clv.current_rejected_row.run_id is 'The run that wrote the row.';
comment on column clv.current_rejected_row.dataset is 'touchpoints, orders, customers or spend.';
comment on column clv.current_rejected_row.reason is 'The column and what was wrong with it, as in intake_count.';
comment on column clv.current_rejected_row.source is 'The file, or the query or table with its connection.';
comment on column clv.current_rejected_row.row_number is 'The row within the file, query or table, counted from 1.';
comment on column clv.current_rejected_row.column_name is 'Our name of the column.';
comment on column clv.current_rejected_row.value_text is 'The value as text, at most 200 bytes of it; null if it was null.';

create view clv.current_customer_horizon as
select run_id, customer_id, months, expected_purchases, expected_profit, expected_profit_low, expected_profit_high
from clv.customer_horizon where run_id = (select run_id from clv.publication);
comment on view clv.current_customer_horizon is 'The published run: What is expected of each customer of customer_value within 12, 24, 36 and 60 months, in the order of that table. Written where output.customerHorizon is true; empty while clv.model is none.';
comment on column clv.current_customer_horizon.run_id is 'The run that wrote the row.';
comment on column clv.current_customer_horizon.customer_id is 'The customer, as in customer_value.';
comment on column clv.current_customer_horizon.months is 'How far it looks ahead from the as-of date, in twelfths of 365.25 days: 12, 24, 36 or 60.';
comment on column clv.current_customer_horizon.expected_purchases is 'Days with a purchase expected in these months, not discounted.';
comment on column clv.current_customer_horizon.expected_profit is 'Expected discounted profit of these months, in the run''s currency; at clv.horizonMonths the same as in customer_value.';
comment on column clv.current_customer_horizon.expected_profit_low is 'Lower end of its 90 % interval, in the run''s currency.';
comment on column clv.current_customer_horizon.expected_profit_high is 'Upper end of its 90 % interval, in the run''s currency.';

create view clv.current_order_value as
select run_id, order_id, customer_id, ordered_at, revenue, cogs, profit, profitable, customer_expected_profit
from clv.order_value where run_id = (select run_id from clv.publication);
comment on view clv.current_order_value is 'The published run: One row per order of the customers of customer_value, in the order of that table and of one customer by time. Written where output.orderValue is true.';
comment on column clv.current_order_value.run_id is 'The run that wrote the row.';
comment on column clv.current_order_value.order_id is 'The order, as text whatever the kind of id.';
comment on column clv.current_order_value.customer_id is 'The customer, as in customer_value.';
comment on column clv.current_order_value.ordered_at is 'Instant of the order, UTC.';
comment on column clv.current_order_value.revenue is 'Net revenue of the order, its refunds taken off, in the run''s currency; above 0.';
comment on column clv.current_order_value.cogs is 'Cost of goods sold: revenue minus profit, in the run''s currency.';
comment on column clv.current_order_value.profit is 'Gross profit of the order, in the run''s currency.';
comment on column clv.current_order_value.profitable is 'Whether profit is above 0.';
comment on column clv.current_order_value.customer_expected_profit is 'What the customer is still expected to bring: expected_profit of customer_value, in the run''s currency; alike for all of a customer''s orders.';

create view clv.current_run_check as
select run_id, name, passed, measured, threshold
from clv.run_check where run_id = (select run_id from clv.publication);
comment on view clv.current_run_check is 'The published run: One row per invariant and gate of a run; a run with one that did not pass is not published.';
comment on column clv.current_run_check.run_id is 'The run.';
comment on column clv.current_run_check.name is 'What was checked.';
comment on column clv.current_run_check.passed is 'Whether it held.';
comment on column clv.current_run_check.measured is 'What was found.';
comment on column clv.current_run_check.threshold is 'What is just allowed.';

create view clv.channel_trend as
with night as (
    -- The run that readers were shown last for each as-of date; of a date that was filled in later, the last run that might have been.
    select distinct on (pipeline, as_of) run_id, pipeline from clv.run
    where status = 'succeeded' and has_results and (may_publish or published_at is not null) order by pipeline, as_of, published_at desc nulls last, requested_at desc
)
select n.pipeline, s.run_id, s.as_of, s.mode, s.model, s.channel, s.customers, s.orders, s.touchpoints, s.revenue, s.historic_profit, s.expected_profit, s.clv, s.share, s.spend, s.new_customers, s.cac, s.roas, s.roas_first_order, s.clv_to_cac, s.payback_months,
    s.clv - lag(s.clv) over before as clv_change
from clv.channel_summary s join night n on n.run_id = s.run_id
window before as (partition by n.pipeline, s.mode, s.model, s.channel order by s.as_of);
comment on view clv.channel_trend is 'channel_summary night by night: of each pipeline and as-of date the run that was published last, or else the last one with the pipeline''s own settings.';
comment on column clv.channel_trend.pipeline is 'The pipeline that the run belongs to.';
comment on column clv.channel_trend.run_id is 'The run that wrote the row.';
comment on column clv.channel_trend.as_of is 'Last local day whose events count.';
comment on column clv.channel_trend.mode is 'Which value is spread over which journey: acquisition, order or lifetime.';
comment on column clv.channel_trend.model is 'The credit model, by the name it has in the settings.';
comment on column clv.channel_trend.channel is 'The channel that earns the credit; (unattributed) for what no touchpoint may claim.';
comment on column clv.channel_trend.customers is 'Customers credited; a customer with several touchpoints counts in parts that add up to 1.';
comment on column clv.channel_trend.orders is 'Orders credited, in parts that add up to whole orders.';
comment on column clv.channel_trend.touchpoints is 'Distinct touchpoints of buyers that stand in at least one journey of the mode; alike for all models.';
comment on column clv.channel_trend.revenue is 'Net revenue credited, in the run''s currency.';
comment on column clv.channel_trend.historic_profit is 'Gross profit of past orders credited, in the run''s currency.';
comment on column clv.channel_trend.expected_profit is 'Expected discounted profit credited, in the run''s currency; 0 while clv.model is none.';
comment on column clv.channel_trend.clv is 'Customer lifetime value credited: the value of the mode spread by the model, in the run''s currency.';
comment on column clv.channel_trend.share is 'This row''s part of the clv of its mode and model, 0 to 1; null where that is 0.';
comment on column clv.channel_trend.spend is 'What was spent, in the run''s currency; alike for every mode and model. Null where spend has no row.';
comment on column clv.channel_trend.new_customers is 'Customers credited in acquisition by the same model, of the cohorts that spend has rows for; null without that mode or without spend.';
comment on column clv.channel_trend.cac is 'Cost of a new customer: spend ÷ new_customers, in the run''s currency; null where nobody is new, or 10^11 and more.';
comment on column clv.channel_trend.roas is 'Revenue credited ÷ spend, of the cohorts that spend has rows for.';
comment on column clv.channel_trend.roas_first_order is 'Revenue of first orders credited ÷ spend, of the same cohorts.';
comment on column clv.channel_trend.clv_to_cac is 'Lifetime value credited ÷ spend, of the same cohorts: below 1 a loss, 1 to 3 to be optimised, 3 to 5 healthy, above 5 under-invested.';
comment on column clv.channel_trend.payback_months is 'Months until a new customer has brought in what one costs here; 0 if the first order does, null where nobody is new or it takes longer than the horizon.';
comment on column clv.channel_trend.clv_change is 'clv less that of the night before that is kept, in the run''s currency; null for the first.';

create view clv.channel_by_run as
select r.pipeline, r.published_at, coalesce(r.run_id = p.run_id, false) as is_current, s.run_id, s.as_of, s.mode, s.model, s.channel, s.customers, s.orders, s.touchpoints, s.revenue, s.historic_profit, s.expected_profit, s.clv, s.share, s.spend, s.new_customers, s.cac, s.roas, s.roas_first_order, s.clv_to_cac, s.payback_months
from clv.channel_summary s join clv.run r on r.run_id = s.run_id left join clv.publication p on true;
comment on view clv.channel_by_run is 'channel_summary of every run that is kept, published or not: to hold a rerun against the run that readers see.';
comment on column clv.channel_by_run.pipeline is 'The pipeline that the run belongs to.';
comment on column clv.channel_by_run.published_at is 'When the run was handed to readers, UTC; null where it is only kept.';
comment on column clv.channel_by_run.is_current is 'Whether the views current_… show it.';
comment on column clv.channel_by_run.run_id is 'The run that wrote the row.';
comment on column clv.channel_by_run.as_of is 'Last local day whose events count.';
comment on column clv.channel_by_run.mode is 'Which value is spread over which journey: acquisition, order or lifetime.';
comment on column clv.channel_by_run.model is 'The credit model, by the name it has in the settings.';
comment on column clv.channel_by_run.channel is 'The channel that earns the credit; (unattributed) for what no touchpoint may claim.';
comment on column clv.channel_by_run.customers is 'Customers credited; a customer with several touchpoints counts in parts that add up to 1.';
comment on column clv.channel_by_run.orders is 'Orders credited, in parts that add up to whole orders.';
comment on column clv.channel_by_run.touchpoints is 'Distinct touchpoints of buyers that stand in at least one journey of the mode; alike for all models.';
comment on column clv.channel_by_run.revenue is 'Net revenue credited, in the run''s currency.';
comment on column clv.channel_by_run.historic_profit is 'Gross profit of past orders credited, in the run''s currency.';
comment on column clv.channel_by_run.expected_profit is 'Expected discounted profit credited, in the run''s currency; 0 while clv.model is none.';
comment on column clv.channel_by_run.clv is 'Customer lifetime value credited: the value of the mode spread by the model, in the run''s currency.';
comment on column clv.channel_by_run.share is 'This row''s part of the clv of its mode and model, 0 to 1; null where that is 0.';
comment on column clv.channel_by_run.spend is 'What was spent, in the run''s currency; alike for every mode and model. Null where spend has no row.';
comment on column clv.channel_by_run.new_customers is 'Customers credited in acquisition by the same model, of the cohorts that spend has rows for; null without that mode or without spend.';
comment on column clv.channel_by_run.cac is 'Cost of a new customer: spend ÷ new_customers, in the run''s currency; null where nobody is new, or 10^11 and more.';
comment on column clv.channel_by_run.roas is 'Revenue credited ÷ spend, of the cohorts that spend has rows for.';
comment on column clv.channel_by_run.roas_first_order is 'Revenue of first orders credited ÷ spend, of the same cohorts.';
comment on column clv.channel_by_run.clv_to_cac is 'Lifetime value credited ÷ spend, of the same cohorts: below 1 a loss, 1 to 3 to be optimised, 3 to 5 healthy, above 5 under-invested.';
comment on column clv.channel_by_run.payback_months is 'Months until a new customer has brought in what one costs here; 0 if the first order does, null where nobody is new or it takes longer than the horizon.';

create view clv.current_status_by_segment as
select segment, status, count(*) as customers, sum(orders)::bigint as orders, sum(clv) as clv, sum(expected_profit) as expected_profit, sum(value_at_risk) as value_at_risk, sum(max_retention_spend) as max_retention_spend
from clv.current_customer_value where status is not null group by segment, status;
comment on view clv.current_status_by_segment is 'The published run: customers by segment and status, without their names. Empty while clv.model is none.';
comment on column clv.current_status_by_segment.segment is 'The customers'' segment.';
comment on column clv.current_status_by_segment.status is 'lost, at_risk, slipping, new or active.';
comment on column clv.current_status_by_segment.customers is 'How many there are.';
comment on column clv.current_status_by_segment.orders is 'Their orders.';
comment on column clv.current_status_by_segment.clv is 'Their customer lifetime value, in the run''s currency.';
comment on column clv.current_status_by_segment.expected_profit is 'The expected part of it, in the run''s currency.';
comment on column clv.current_status_by_segment.value_at_risk is 'Expected profit that is lost with those who have left, in the run''s currency.';
comment on column clv.current_status_by_segment.max_retention_spend is 'What may be spent to keep them, in the run''s currency.';
