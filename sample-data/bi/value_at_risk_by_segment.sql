-- Where is value about to leave, and what may be spent to keep it? The list of customers behind it is clv.current_customers_at_risk, for clv_customer_reader.
select segment, status, customers, clv, value_at_risk, max_retention_spend, round(value_at_risk / nullif(sum(value_at_risk) over (), 0), 4) as share_of_all_at_risk
from clv.current_status_by_segment
where status in ('at_risk', 'slipping')
order by value_at_risk desc;
