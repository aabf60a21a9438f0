-- Can tonight's numbers be trusted? How fresh they are, what was left out of the data, and by how much each check passed.
select 'run' as about, run_id as what, 'as of ' || as_of as detail, customers as number from clv.current_run
union all
select 'rows of ' || dataset, outcome, reason, rows from clv.current_intake_count where outcome <> 'used'
union all
select 'check', name, case when passed then 'passed' else 'failed' end, null from clv.current_run_check
order by about desc, what, detail;
