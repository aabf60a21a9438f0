-- Customers side by side: by segment, cohort, channel, value and attribute.

create table clv.segment_value (
    run_id                 text collate "C" not null,
    dimension              text not null,
    segment                text not null,
    part_of                text,
    customers              bigint not null,
    active_customers       bigint not null,
    alive_customers        double precision,
    customer_share         double precision,
    orders                 bigint not null,
    revenue                numeric(18,6) not null,
    historic_profit        numeric(18,6) not null,
    expected_profit        numeric(18,6) not null,
    expected_profit_low    numeric(18,6),
    expected_profit_high   numeric(18,6),
    clv                    numeric(18,6) not null,
    clv_share              double precision,
    clv_mean               numeric(18,6),
    clv_median             numeric(18,6),
    clv_p10                numeric(18,6),
    clv_p90                numeric(18,6),
    top_20_share           double precision,
    average_order_value    numeric(18,6),
    orders_per_year        double precision,
    margin                 double precision,
    median_gap_days        double precision,
    purchase_within_year   double precision,
    retention              double precision,
    churn                  double precision,
    lifespan_observed_span double precision,
    lifespan_churn         double precision,
    clv_simple_revenue     numeric(18,6),
    clv_simple_profit      numeric(18,6),
    clv_retention          numeric(18,6),
    clv_new                numeric(18,6),
    max_acquisition_cost   numeric(18,6),
    spend                  numeric(18,6),
    new_customers          bigint,
    cac                    numeric(18,6),
    clv_to_cac             double precision,
    payback_months         bigint
) partition by list (run_id);
insert into clv.result_table (table_name, key_columns) values ('segment_value', 'dimension, part_of, segment');
comment on table clv.segment_value is 'Groups of customers side by side, by several dimensions. Of each dimension the rows whose part_of is null hold every customer once and add up to the run''s totals. "The last year" is the 365 local days that end with the as-of date.';
comment on column clv.segment_value.run_id is 'The run that wrote the row.';
comment on column clv.segment_value.dimension is 'By what customers are grouped: (all), segment, cohort_month (the month of the first order, as its first day), first_channel (as in customer_value), channel_use (the set of channels of all the customer''s touchpoints), sales_channel (of the first order; where any has one), value_decile (01 are the tenth with the highest clv; equals share the better one), or a further column of customers.';
comment on column clv.segment_value.segment is 'The group. A customer who is not in customers is (unknown), a value that is missing (none), a customer without touchpoints (unattributed).';
comment on column clv.segment_value.part_of is 'The wider group of the same dimension that it is part of: single or multi in channel_use; null for all others.';
comment on column clv.segment_value.customers is 'Customers with an order; 0 for a channel or month that cost something and brought nobody.';
comment on column clv.segment_value.active_customers is 'Those of them with an order in the last year.';
comment on column clv.segment_value.alive_customers is 'How many are expected not to have left for good: the sum of p_alive; null while clv.model is none.';
comment on column clv.segment_value.customer_share is 'Part of all customers, 0 to 1.';
comment on column clv.segment_value.orders is 'Orders with a net revenue above 0.';
comment on column clv.segment_value.revenue is 'Net revenue, refunds taken off, in the run''s currency.';
comment on column clv.segment_value.historic_profit is 'Gross profit of everything up to the as-of date, in the run''s currency.';
comment on column clv.segment_value.expected_profit is 'Expected equity: expected discounted profit of these customers over the horizon, in the run''s currency; 0 while clv.model is none.';
comment on column clv.segment_value.expected_profit_low is 'Lower end of the 90 % interval of that sum, in the run''s currency; null while clv.model is none.';
comment on column clv.segment_value.expected_profit_high is 'Upper end of the 90 % interval of that sum, in the run''s currency; null while clv.model is none.';
comment on column clv.segment_value.clv is 'Customer lifetime value of all together: historic_profit + expected_profit, in the run''s currency.';
comment on column clv.segment_value.clv_share is 'Part of the run''s clv; null where that is 0.';
comment on column clv.segment_value.clv_mean is 'Mean clv of a customer, in the run''s currency.';
comment on column clv.segment_value.clv_median is 'Median clv of a customer, in the run''s currency; percentiles are interpolated as percentile_cont does.';
comment on column clv.segment_value.clv_p10 is '10th percentile of clv: nine of ten are worth more, in the run''s currency.';
comment on column clv.segment_value.clv_p90 is '90th percentile of clv: one of ten is worth more, in the run''s currency.';
comment on column clv.segment_value.top_20_share is 'Part of the clv that the most valuable 20 % of the customers bring (a point of the Lorenz curve); null where clv is not above 0.';
comment on column clv.segment_value.average_order_value is 'Revenue ÷ orders of the last year, in the run''s currency.';
comment on column clv.segment_value.orders_per_year is 'Orders of the last year ÷ customers with one.';
comment on column clv.segment_value.margin is 'Profit ÷ revenue of the orders of the last year.';
comment on column clv.segment_value.median_gap_days is 'Median of the days between a day with an order and the customer''s next one; null where nobody came back.';
comment on column clv.segment_value.purchase_within_year is 'Mean chance of another purchase within the next twelve months; null while clv.model is none.';
comment on column clv.segment_value.retention is 'Customers with an order in the last year and in the one before ÷ those with one in the year before; null where nothing is known of its begin, or with fewer than 10 of them.';
comment on column clv.segment_value.churn is '1 - retention.';
comment on column clv.segment_value.lifespan_observed_span is 'Years from the first order to the last, mean over all customers, one-time buyers as 0.';
comment on column clv.segment_value.lifespan_churn is 'Years: 1 ÷ churn; null without it or where it is 0.';
comment on column clv.segment_value.clv_simple_revenue is 'The simple formula: average order value x orders per year x lifespan (lifespan_churn where there is one, else lifespan_observed_span), in the run''s currency.';
comment on column clv.segment_value.clv_simple_profit is 'The same x margin, in the run''s currency.';
comment on column clv.segment_value.clv_retention is 'The retention formula, for subscriptions: m x retention ÷ (1 + clv.discountRate - retention), m being the profit of the last year ÷ customers with an order in it, in the run''s currency.';
comment on column clv.segment_value.clv_new is 'What a new customer brings: mean profit of the first orders of the last year + margin x mean spend x the discounted purchases to be expected, in the run''s currency; null without a first order in it or while clv.model is none.';
comment on column clv.segment_value.max_acquisition_cost is 'What such a customer may cost: clv_new ÷ 3, in the run''s currency.';
comment on column clv.segment_value.spend is 'What was spent in all, for (all), or in the cohort''s month, or on the first channel, in the run''s currency; null for other dimensions and where spend has no row.';
comment on column clv.segment_value.new_customers is 'Customers whose first order lies in a month that spend has rows for; null for other dimensions and without spend.';
comment on column clv.segment_value.cac is 'Cost of a new customer: spend ÷ new_customers, in the run''s currency; null where nobody is new, or 10^11 and more.';
comment on column clv.segment_value.clv_to_cac is 'Lifetime value of new_customers ÷ spend: below 1 a loss, 1 to 3 to be optimised, 3 to 5 healthy, above 5 under-invested.';
comment on column clv.segment_value.payback_months is 'Months until a new customer of the segment has brought in the CAC; 0 if the first order does, null where nobody is new or it takes longer than the horizon.';

create view clv.current_segment_value as
select run_id, dimension, segment, part_of, customers, active_customers, alive_customers, customer_share, orders, revenue, historic_profit, expected_profit, expected_profit_low, expected_profit_high, clv, clv_share, clv_mean, clv_median, clv_p10, clv_p90, top_20_share, average_order_value, orders_per_year, margin, median_gap_days, purchase_within_year, retention, churn, lifespan_observed_span, lifespan_churn, clv_simple_revenue, clv_simple_profit, clv_retention, clv_new, max_acquisition_cost, spend, new_customers, cac, clv_to_cac, payback_months
from clv.segment_value where run_id = (select run_id from clv.publication);
comment on view clv.current_segment_value is 'The published run: Groups of customers side by side, by several dimensions. Of each dimension the rows whose part_of is null hold every customer once and add up to the run''s totals. "The last year" is the 365 local days that end with the as-of date.';
comment on column clv.current_segment_value.run_id is 'The run that wrote the row.';
comment on column clv.current_segment_value.dimension is 'By what customers are grouped: (all), segment, cohort_month (the month of the first order, as its first day), first_channel (as in customer_value), channel_use (the set of channels of all the customer''s touchpoints), sales_channel (of the first order; where any has one), value_decile (01 are the tenth with the highest clv; equals share the better one), or a further column of customers.';
comment on column clv.current_segment_value.segment is 'The group. A customer who is not in customers is (unknown), a value that is missing (none), a customer without touchpoints (unattributed).';
comment on column clv.current_segment_value.part_of is 'The wider group of the same dimension that it is part of: single or multi in channel_use; null for all others.';
comment on column clv.current_segment_value.customers is 'Customers with an order; 0 for a channel or month that cost something and brought nobody.';
comment on column clv.current_segment_value.active_customers is 'Those of them with an order in the last year.';
comment on column clv.current_segment_value.alive_customers is 'How many are expected not to have left for good: the sum of p_alive; null while clv.model is none.';
comment on column clv.current_segment_value.customer_share is 'Part of all customers, 0 to 1.';
comment on column clv.current_segment_value.orders is 'Orders with a net revenue above 0.';
comment on column clv.current_segment_value.revenue is 'Net revenue, refunds taken off, in the run''s currency.';
comment on column clv.current_segment_value.historic_profit is 'Gross profit of everything up to the as-of date, in the run''s currency.';
comment on column clv.current_segment_value.expected_profit is 'Expected equity: expected discounted profit of these customers over the horizon, in the run''s currency; 0 while clv.model is none.';
comment on column clv.current_segment_value.expected_profit_low is 'Lower end of the 90 % interval of that sum, in the run''s currency; null while clv.model is none.';
comment on column clv.current_segment_value.expected_profit_high is 'Upper end of the 90 % interval of that sum, in the run''s currency; null while clv.model is none.';
comment on column clv.current_segment_value.clv is 'Customer lifetime value of all together: historic_profit + expected_profit, in the run''s currency.';
comment on column clv.current_segment_value.clv_share is 'Part of the run''s clv; null where that is 0.';
comment on column clv.current_segment_value.clv_mean is 'Mean clv of a customer, in the run''s currency.';
comment on column clv.current_segment_value.clv_median is 'Median clv of a customer, in the run''s currency; percentiles are interpolated as percentile_cont does.';
comment on column clv.current_segment_value.clv_p10 is '10th percentile of clv: nine of ten are worth more, in the run''s currency.';
comment on column clv.current_segment_value.clv_p90 is '90th percentile of clv: one of ten is worth more, in the run''s currency.';
comment on column clv.current_segment_value.top_20_share is 'Part of the clv that the most valuable 20 % of the customers bring (a point of the Lorenz curve); null where clv is not above 0.';
comment on column clv.current_segment_value.average_order_value is 'Revenue ÷ orders of the last year, in the run''s currency.';
comment on column clv.current_segment_value.orders_per_year is 'Orders of the last year ÷ customers with one.';
comment on column clv.current_segment_value.margin is 'Profit ÷ revenue of the orders of the last year.';
comment on column clv.current_segment_value.median_gap_days is 'Median of the days between a day with an order and the customer''s next one; null where nobody came back.';
comment on column clv.current_segment_value.purchase_within_year is 'Mean chance of another purchase within the next twelve months; null while clv.model is none.';
comment on column clv.current_segment_value.retention is 'Customers with an order in the last year and in the one before ÷ those with one in the year before; null where nothing is known of its begin, or with fewer than 10 of them.';
comment on column clv.current_segment_value.churn is '1 - retention.';
comment on column clv.current_segment_value.lifespan_observed_span is 'Years from the first order to the last, mean over all customers, one-time buyers as 0.';
comment on column clv.current_segment_value.lifespan_churn is 'Years: 1 ÷ churn; null without it or where it is 0.';
comment on column clv.current_segment_value.clv_simple_revenue is 'The simple formula: average order value x orders per year x lifespan (lifespan_churn where there is one, else lifespan_observed_span), in the run''s currency.';
comment on column clv.current_segment_value.clv_simple_profit is 'The same x margin, in the run''s currency.';
comment on column clv.current_segment_value.clv_retention is 'The retention formula, for subscriptions: m x retention ÷ (1 + clv.discountRate - retention), m being the profit of the last year ÷ customers with an order in it, in the run''s currency.';
comment on column clv.current_segment_value.clv_new is 'What a new customer brings: mean profit of the first orders of the last year + margin x mean spend x the discounted purchases to be expected, in the run''s currency; null without a first order in it or while clv.model is none.';
comment on column clv.current_segment_value.max_acquisition_cost is 'What such a customer may cost: clv_new ÷ 3, in the run''s currency.';
comment on column clv.current_segment_value.spend is 'What was spent in all, for (all), or in the cohort''s month, or on the first channel, in the run''s currency; null for other dimensions and where spend has no row.';
comment on column clv.current_segment_value.new_customers is 'Customers whose first order lies in a month that spend has rows for; null for other dimensions and without spend.';
comment on column clv.current_segment_value.cac is 'Cost of a new customer: spend ÷ new_customers, in the run''s currency; null where nobody is new, or 10^11 and more.';
comment on column clv.current_segment_value.clv_to_cac is 'Lifetime value of new_customers ÷ spend: below 1 a loss, 1 to 3 to be optimised, 3 to 5 healthy, above 5 under-invested.';
comment on column clv.current_segment_value.payback_months is 'Months until a new customer of the segment has brought in the CAC; 0 if the first order does, null where nobody is new or it takes longer than the horizon.';
