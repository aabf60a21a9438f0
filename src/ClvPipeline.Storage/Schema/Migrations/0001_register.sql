-- The register of runs, the pointer of what readers see, and what is known of the result tables.

create schema if not exists clv_part;
comment on schema clv is 'Customer lifetime value and the channels that earned it. Connect BI tools as clv_reader and use the views: current_… show the published run.';
comment on schema clv_part is 'Partitions of the tables of schema clv, one a run and table. Not for readers.';

create table clv.run (
    run_no                  bigint generated always as identity unique,
    run_id                  text collate "C" primary key,
    pipeline                text not null,
    as_of                   date not null,
    status                  text not null check (status in ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
    attempt                 bigint not null,
    trigger                 text not null,
    requested_by            text,
    note                    text,
    requested_at            timestamptz not null,
    started_at              timestamptz,
    finished_at             timestamptz,
    published_at            timestamptz,
    parameters              text not null,
    parameters_hash         text not null,
    inputs                  text,
    result_hash             text,
    engine                  text,
    version                 text,
    host                    text,
    stages                  text,
    customers               bigint,
    orders                  bigint,
    touchpoints             bigint,
    total_revenue           numeric(38,6),
    total_historic_profit   numeric(38,6),
    total_expected_profit   numeric(38,6),
    total_clv               numeric(38,6),
    total_unattributed      numeric(38,6),
    profit_without_purchase numeric(38,6),
    error                   text,
    may_publish             boolean not null,
    has_results             boolean not null default false,
    stage                   text,
    progress                double precision check (progress between 0 and 1),
    heartbeat_at            timestamptz
);
-- A request that equals one which is queued or running is that one.
create unique index run_in_hand on clv.run (pipeline, as_of, parameters_hash) where status in ('queued', 'running');
create index run_by_request on clv.run (requested_at);
create index run_shown on clv.run (pipeline, as_of, published_at) where published_at is not null;

comment on table clv.run is 'One row per run: what it was, from what, when, and what it came to.';
comment on column clv.run.run_no is 'A number for the run within this database; names its partitions and its lock.';
comment on column clv.run.run_id is 'The run; the same in every row of its results.';
comment on column clv.run.pipeline is 'The schedule''s name; ''default'' for a plain ''clv run''. Runs of one pipeline follow one another.';
comment on column clv.run.as_of is 'The last local day, in the run''s time zone, whose events count.';
comment on column clv.run.status is 'queued, running, succeeded, failed or cancelled; a run that a check refused has failed. In files: succeeded or failed.';
comment on column clv.run.attempt is 'How many times the run was tried, this time included.';
comment on column clv.run.trigger is 'What started it: manual, backfill, schedule or api.';
comment on column clv.run.requested_by is 'Who asked for it, as the system calls them.';
comment on column clv.run.note is 'Why it was asked for, in the words of who asked.';
comment on column clv.run.requested_at is 'When it was asked for, UTC.';
comment on column clv.run.started_at is 'When it began to read, UTC.';
comment on column clv.run.finished_at is 'When its results were complete, UTC.';
comment on column clv.run.published_at is 'When it was handed to readers, UTC; null where it is only kept. Which run they see now is for current.json or clv.publication to say.';
comment on column clv.run.parameters is 'All settings that decide its numbers, defaults filled in, as JSON with sorted keys.';
comment on column clv.run.parameters_hash is 'SHA-256 of parameters, in hex: equal for runs with the same settings.';
comment on column clv.run.inputs is 'What was read, by dataset, as JSON: of a file its path, length in bytes, rows, time of last change and CRC-32 of the footer; of a query its connection, SHA-256, rows and snapshot.';
comment on column clv.run.result_hash is 'SHA-256 of the result tables without run_id, in hex; null for a failed run.';
comment on column clv.run.engine is 'What computed it.';
comment on column clv.run.version is 'The version of the program.';
comment on column clv.run.host is 'The machine that it ran on.';
comment on column clv.run.stages is 'How long each stage took, in seconds, as JSON in the order in which they began.';
comment on column clv.run.customers is 'Customers with an order.';
comment on column clv.run.orders is 'Orders with net revenue above 0.';
comment on column clv.run.touchpoints is 'Touchpoints that were used.';
comment on column clv.run.total_revenue is 'Net revenue of customers with an order, in the run''s currency.';
comment on column clv.run.total_historic_profit is 'Their historic profit, in the run''s currency.';
comment on column clv.run.total_expected_profit is 'Their expected profit, in the run''s currency.';
comment on column clv.run.total_clv is 'Their customer lifetime value: historic plus expected profit, in the run''s currency.';
comment on column clv.run.total_unattributed is 'The part of total_clv that no touchpoint may claim, in the run''s first mode.';
comment on column clv.run.profit_without_purchase is 'Profit of customer ids without an order (refunds only), so that the ledger closes.';
comment on column clv.run.error is 'Why it failed, in a sentence.';
comment on column clv.run.may_publish is 'Whether it may become what readers see: its settings are the pipeline''s own, or it was asked for with --publish. Not after a rollback has taken it back.';
comment on column clv.run.has_results is 'Whether its tables are kept here: complete, and not yet dropped by retention.';
comment on column clv.run.stage is 'What it is doing, while it runs.';
comment on column clv.run.progress is 'How much of that stage is done, 0 to 1, while it runs.';
comment on column clv.run.heartbeat_at is 'When its process was last heard of, by this server''s clock.';

create table clv.publication (
    single         boolean primary key default true check (single),
    run_id         text collate "C" not null references clv.run (run_id),
    as_of          date not null,
    pipeline       text not null,
    published_at   timestamptz not null,
    orders         bigint not null,
    pinned_through date
);
comment on table clv.publication is 'The pointer: one row that names the run which the views current_… show.';
comment on column clv.publication.single is 'Always true: there is one row.';
comment on column clv.publication.run_id is 'The run.';
comment on column clv.publication.as_of is 'The last local day whose events it counts.';
comment on column clv.publication.pipeline is 'The pipeline that it belongs to.';
comment on column clv.publication.published_at is 'When the pointer was moved to it, UTC.';
comment on column clv.publication.orders is 'Its number of orders, which the next run is measured against.';
comment on column clv.publication.pinned_through is 'After a rollback: runs up to this as-of date do not move the pointer by themselves. Null where nothing is pinned.';

create table clv.publication_before (
    position     bigint generated always as identity primary key,
    run_id       text collate "C" not null references clv.run (run_id),
    as_of        date not null,
    pipeline     text not null,
    published_at timestamptz not null,
    orders       bigint not null
);
comment on table clv.publication_before is 'What the pointer named before, the newest last: where clv rollback goes.';
comment on column clv.publication_before.position is 'Grows with every move.';
comment on column clv.publication_before.run_id is 'The run.';
comment on column clv.publication_before.as_of is 'The last local day whose events it counts.';
comment on column clv.publication_before.pipeline is 'The pipeline that it belongs to.';
comment on column clv.publication_before.published_at is 'When the pointer was moved to it, UTC.';
comment on column clv.publication_before.orders is 'Its number of orders.';

create table clv.result_table (
    table_name  text collate "C" primary key,
    key_columns text
);
comment on table clv.result_table is 'The tables that hold results of runs, each partitioned by run_id.';
comment on column clv.result_table.table_name is 'The table, in schema clv.';
comment on column clv.result_table.key_columns is 'What tells its rows apart within a run, which is checked before a run is published. Null where rows may be alike.';

-- Names stay when runs go, so that a report of an old run still finds them.
create table clv.channel (
    channel text collate "C" primary key
);
comment on table clv.channel is 'Every channel that any run has met.';
comment on column clv.channel.channel is 'Its name.';
insert into clv.channel values ('(unattributed)'), ('(none)');

create table clv.segment (
    segment text collate "C" primary key
);
comment on table clv.segment is 'Every customer segment that any run has met.';
comment on column clv.segment.segment is 'Its name.';
insert into clv.segment values ('(unknown)'), ('(all)'), ('(none)');
