-- Does what a channel's new customers are worth still cover what they cost? Numerator and denominator stand beside the ratio: sum them, never the ratios.
select m.cohort_month, m.channel, m.new_customers, m.spend, m.clv, m.cac, m.clv_to_cac,
    case when m.clv_to_cac < 1 then 'loss' when m.clv_to_cac < 3 then 'optimise' when m.clv_to_cac <= 5 then 'healthy' when m.clv_to_cac > 5 then 'under-invested' end as band
from clv.current_channel_month m
where m.mode = 'acquisition' and m.model = 'linear' and m.spend is not null
order by m.cohort_month desc, m.spend desc;
