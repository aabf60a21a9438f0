-- A run with other settings (clv run --set …) beside the one that readers see.
select other.run_id, other.mode, other.model, other.channel, other.clv, shown.clv as clv_shown, other.clv - shown.clv as difference
from clv.channel_by_run other
join clv.channel_by_run shown using (mode, model, channel)
where shown.is_current and not other.is_current and other.as_of = shown.as_of
order by other.run_id, other.mode, other.model, abs(other.clv - shown.clv) desc;
