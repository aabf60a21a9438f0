-- What is each channel worth, by rule? Where the rules disagree, a channel opens what others close, or the other way round.
select channel,
    sum(clv) filter (where model = 'first_touch') as first_touch,
    sum(clv) filter (where model = 'last_touch') as last_touch,
    sum(clv) filter (where model = 'linear') as linear,
    sum(clv) filter (where model = 'position_based') as position_based,
    sum(clv) filter (where model = 'first_touch') - sum(clv) filter (where model = 'last_touch') as opens_rather_than_closes
from clv.current_channel_summary
where mode = 'acquisition'
group by channel
order by linear desc;
