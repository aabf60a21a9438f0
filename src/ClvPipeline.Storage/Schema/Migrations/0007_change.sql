-- What moved since the run before, by cause.

create table clv.run_change (
    run_id          text collate "C" not null,
    previous_run_id text collate "C" not null,
    mode            text not null,
    model           text not null,
    channel         text not null,
    cause           text not null,
    clv             numeric(18,6) not null,
    reason          text
) partition by list (run_id);
insert into clv.result_table (table_name, key_columns) values ('run_change', 'mode, model, channel, cause');
comment on table clv.run_change is 'What moved since the pipeline''s run before, by cause: adds up exactly to the difference of the two runs'' channel_summary. Empty where there is no run before; rows of 0 are left out, but for (unattributed).';
comment on column clv.run_change.run_id is 'The run that wrote the row.';
comment on column clv.run_change.previous_run_id is 'The run that it is compared with: the one of the same pipeline that readers saw before.';
comment on column clv.run_change.mode is 'Which value is spread over which journey: acquisition, order or lifetime.';
comment on column clv.run_change.model is 'The credit model, by the name it has in the settings.';
comment on column clv.run_change.channel is 'The channel that earns the credit; (unattributed) for what no touchpoint may claim.';
comment on column clv.run_change.cause is 'late events (rows of days that were counted already: they came late or changed), new events (the days since), fit (models and margins learnt anew), parameters (other settings) or (not separable).';
comment on column clv.run_change.clv is 'By how much the cause moved the clv of the channel, in the run''s currency.';
comment on column clv.run_change.reason is 'Why causes cannot be told apart; null where they can.';

create view clv.current_run_change as
select run_id, previous_run_id, mode, model, channel, cause, clv, reason
from clv.run_change where run_id = (select run_id from clv.publication);
comment on view clv.current_run_change is 'The published run: What moved since the pipeline''s run before, by cause: adds up exactly to the difference of the two runs'' channel_summary. Empty where there is no run before; rows of 0 are left out, but for (unattributed).';
comment on column clv.current_run_change.run_id is 'The run that wrote the row.';
comment on column clv.current_run_change.previous_run_id is 'The run that it is compared with: the one of the same pipeline that readers saw before.';
comment on column clv.current_run_change.mode is 'Which value is spread over which journey: acquisition, order or lifetime.';
comment on column clv.current_run_change.model is 'The credit model, by the name it has in the settings.';
comment on column clv.current_run_change.channel is 'The channel that earns the credit; (unattributed) for what no touchpoint may claim.';
comment on column clv.current_run_change.cause is 'late events (rows of days that were counted already: they came late or changed), new events (the days since), fit (models and margins learnt anew), parameters (other settings) or (not separable).';
comment on column clv.current_run_change.clv is 'By how much the cause moved the clv of the channel, in the run''s currency.';
comment on column clv.current_run_change.reason is 'Why causes cannot be told apart; null where they can.';
