-- The peer as a good analyst writes it: one window a journey, names as they are in the files.
-- Two modes (order with overlap, lifetime), five models, the credited clv per mode, model and channel.
--
-- What the engine does and this does not, always in favour of DuckDB, because generated shops have none of it: checks of
-- each row, trimmed and blank names, repeated rows, currencies; and what nobody asks of it here:
-- campaigns, cohorts, the other measures (revenue, customers, orders, touchpoints), paths, rounding to micro-units.

-- Refunds are netted off their order. Where a refund does not know its costs, it returns the refunded share of the order's;
-- where the order does not know them either, profit is revenue x margin.
create temp table sale as
select customer_id, ordered_at, revenue,
    known + blind * coalesce(1 - cost_rate, getvariable('gross_margin')) as profit
from (
    select customer_id, order_id,
        min(epoch_us(ordered_at)) filter (revenue >= 0) as ordered_at,
        sum(revenue::double) as revenue,
        coalesce(sum((revenue - cogs)::double), 0) as known,
        coalesce(sum(revenue::double) filter (cogs is null), 0) as blind,
        max(cogs::double / revenue::double) filter (revenue > 0) as cost_rate
    from read_parquet(getvariable('orders'))
    where epoch_us(ordered_at) <= getvariable('as_of_end')
    group by customer_id, order_id);

-- Who has an order, by a number of 4 bytes whatever the id. What is left of fully refunded orders is the residual: part of
-- the customer's value, and of no order's.
create temp table buyer as
select (row_number() over ())::integer as customer, *
from (
    select customer_id, sum(profit) as clv,
        count(*) filter (revenue > 0) as orders,
        coalesce(sum(profit) filter (revenue <= 0), 0) as residual
    from sale group by customer_id having orders > 0);

-- Shared equally by the journeys of the customer's orders, the residual is simply a part of each order's value.
create temp table purchase as
select (row_number() over ())::integer as purchase, customer, ordered_at, profit + residual / orders as value
from sale join buyer using (customer_id) where revenue > 0;

-- Time decay is normalised per journey, so that its weights may count from any instant: once a touch, not once a journey.
create temp table touch as
select customer, epoch_us(occurred_at) as occurred_at, channel,
    exp((epoch_us(occurred_at) - getvariable('as_of_end')) * ln(2.0) / getvariable('half_life_us')) as weight
from read_parquet(getvariable('touchpoints')) join buyer using (customer_id)
where consent is distinct from false and epoch_us(occurred_at) <= getvariable('as_of_end');

create macro position_share(i, n) as case
    when n = 1 then 1
    when n = 2 then if(i = 1, getvariable('first_share'), getvariable('last_share')) / (getvariable('first_share') + getvariable('last_share'))
    when i = 1 then getvariable('first_share')
    when i = n then getvariable('last_share')
    else (1 - getvariable('first_share') - getvariable('last_share')) / (n - 2) end;

create macro credit_of(mode_name, places) as table
select mode_name as mode, coalesce(channel, '(unattributed)') as channel,
    coalesce(sum(value) filter (i = 1), 0) as first_touch,
    coalesce(sum(value) filter (i = n), 0) as last_touch,
    sum(value / n) as linear,
    sum(value * coalesce(decay, 1)) as time_decay,
    sum(value * position_share(i, n)) as position_based
from query_table(places) group by channel;

-- Left joins: a value without touches stays, as one row without a channel that is first and last of its journey.
create temp view lifetime_place as
select clv as value, channel, weight / sum(weight) over journey as decay,
    row_number() over (journey order by occurred_at, channel) as i, count(*) over journey as n
from buyer left join touch using (customer)
window journey as (partition by customer);

create temp view order_place as
select value, channel, weight / sum(weight) over basket as decay,
    row_number() over (basket order by occurred_at, channel) as i, count(*) over basket as n
from purchase left join touch on touch.customer = purchase.customer
    and occurred_at between ordered_at - getvariable('window_us') and ordered_at
window basket as (partition by purchase);

-- Two statements and not a union: the memory of one is free again before the other begins.
create temp table credit as from credit_of('lifetime', 'lifetime_place');
insert into credit from credit_of('order', 'order_place');

unpivot credit on first_touch, last_touch, linear, time_decay, position_based into name model value clv;
