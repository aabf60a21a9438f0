-- How did the channels move from one night to the next?
select t.as_of, d.year_month, t.channel, t.clv, t.clv_change, t.share
from clv.channel_trend t join clv.dim_date d on d.date = t.as_of
where t.mode = 'acquisition' and t.model = 'linear'
order by t.as_of, t.clv desc;
