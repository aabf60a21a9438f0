-- What moved since the run before, and why? The causes of a channel add up to its change.
select channel,
    sum(clv) as change,
    coalesce(sum(clv) filter (where cause = 'late events'), 0) as late_events,
    coalesce(sum(clv) filter (where cause = 'new events'), 0) as new_events,
    coalesce(sum(clv) filter (where cause = 'fit'), 0) as fit,
    coalesce(sum(clv) filter (where cause = 'parameters'), 0) as parameters,
    coalesce(sum(clv) filter (where cause = '(not separable)'), 0) as not_separable
from clv.current_run_change
where mode = 'acquisition' and model = 'linear'
group by channel
order by abs(sum(clv)) desc;
