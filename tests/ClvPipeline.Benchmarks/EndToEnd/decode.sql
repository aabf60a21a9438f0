-- The floor: DuckDB decodes the columns that the benchmark reads, of both files, and does next to nothing with them.
select
    (select (max(customer_id), max(occurred_at), max(channel), bool_or(consent))::varchar from read_parquet(getvariable('touchpoints'))) as touchpoints,
    (select (max(order_id), max(customer_id), max(ordered_at), max(revenue), max(cogs))::varchar from read_parquet(getvariable('orders'))) as orders;
