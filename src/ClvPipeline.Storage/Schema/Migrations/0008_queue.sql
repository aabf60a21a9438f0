-- The register as a queue: who has a run, how far it is, and which of them wait for a worker.

alter table clv.run
    add of_queue            boolean not null default false,
    add scheduled_for       timestamptz,
    add worker              text,
    add deaths              int not null default 0,
    add faults              int not null default 0,
    add wake_at             timestamptz,
    add cancel_requested_at timestamptz,
    add cancelled_by        text,
    add stage_rows          bigint,
    add stage_unit          text,
    add rows_per_second     double precision,
    add share               double precision check (share between 0 and 1),
    add seconds_left        double precision,
    add to_show             boolean not null default false;

comment on column clv.run.of_queue is 'Whether it waits for a worker when it is queued or its worker has died. False for a run that a plain clv run does itself.';
comment on column clv.run.scheduled_for is 'The instant of its schedule that it is for, UTC. Null where no schedule asked for it.';
comment on column clv.run.worker is 'Who has it, or had it last: machine and process.';
comment on column clv.run.deaths is 'How many workers have died with it. After the second it has failed for good.';
comment on column clv.run.faults is 'How many times it met with a bad moment, such as a server that was away, and was put back.';
comment on column clv.run.wake_at is 'No worker takes it up before, UTC. Null where it is due.';
comment on column clv.run.cancel_requested_at is 'When somebody asked for it to stop, UTC.';
comment on column clv.run.cancelled_by is 'Who asked for it to stop.';
comment on column clv.run.stage_rows is 'How many rows of its stage are done, while it runs.';
comment on column clv.run.stage_unit is 'What stage_rows counts.';
comment on column clv.run.rows_per_second is 'How many of them a second, while it runs.';
comment on column clv.run.share is 'How much of the whole run is done, 0 to 1, reckoned by the time that each stage of the pipeline''s last run took. Null where there was none.';
comment on column clv.run.seconds_left is 'Seconds to go, by the same reckoning.';
comment on column clv.run.to_show is 'Whether it is complete and about to be shown: readers who have planned a query without its tables are waited for, for a moment.';

-- A pipeline has one run for each instant of its schedule, whatever became of it.
create unique index run_of_schedule on clv.run (pipeline, scheduled_for) where scheduled_for is not null;
-- Runs that may publish follow one another within their pipeline.
create unique index run_one_of_pipeline on clv.run (pipeline) where of_queue and may_publish and status = 'running';
create index run_waiting on clv.run (requested_at, run_no) where of_queue and status in ('queued', 'running');
