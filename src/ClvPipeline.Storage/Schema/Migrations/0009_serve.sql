-- What the processes of clv serve agree on besides the runs: which schedules rest, and what people were told.

create table clv.schedule (
    name          text collate "C" primary key,
    first_seen_at timestamptz not null default now(),
    paused_at     timestamptz,
    paused_by     text,
    resumed_at    timestamptz
);
comment on table clv.schedule is 'One row per schedule that a clv serve has ever kept: whether it rests. When it fires is for the settings to say.';
comment on column clv.schedule.name is 'The pipeline.';
comment on column clv.schedule.first_seen_at is 'When a process first kept its time, UTC: nothing before it was missed.';
comment on column clv.schedule.paused_at is 'When somebody paused it, UTC; null where it runs.';
comment on column clv.schedule.paused_by is 'Who paused it.';
comment on column clv.schedule.resumed_at is 'When it was resumed last, UTC: what lies in a pause was not missed.';

create table clv.alert (
    alert_no     bigint generated always as identity primary key,
    key          text collate "C" not null unique,
    kind         text not null,
    pipeline     text not null,
    run_id       text collate "C",
    body         text not null,
    raised_at    timestamptz not null default now(),
    attempts     int not null default 0,
    next_try_at  timestamptz not null default now(),
    delivered_at timestamptz,
    given_up_at  timestamptz,
    error        text
);
create index alert_waiting on clv.alert (next_try_at) where delivered_at is null and given_up_at is null;
comment on table clv.alert is 'What people were told, or are to be told: each once, whichever process saw it.';
comment on column clv.alert.alert_no is 'Grows with every alert.';
comment on column clv.alert.key is 'What tells it apart: what it is about, and the run or the night.';
comment on column clv.alert.kind is 'failed, blocked, late, recovered or moved.';
comment on column clv.alert.pipeline is 'The pipeline.';
comment on column clv.alert.run_id is 'The run; null where there is none.';
comment on column clv.alert.body is 'What is sent, as JSON.';
comment on column clv.alert.raised_at is 'When it was raised, UTC.';
comment on column clv.alert.attempts is 'How often it was tried.';
comment on column clv.alert.next_try_at is 'When it is tried next, UTC, where it was neither delivered nor given up.';
comment on column clv.alert.delivered_at is 'When the listener took it, UTC.';
comment on column clv.alert.given_up_at is 'When it was given up, UTC.';
comment on column clv.alert.error is 'Why the last try failed.';
