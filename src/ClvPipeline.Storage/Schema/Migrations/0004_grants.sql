-- Gives each role what it is for, where the roles exist; called after every migration, so that new tables and views are covered.

create function clv.grant_roles() returns void language plpgsql set search_path = pg_catalog as $$
declare
    item record;
    about_customers boolean;
begin
    if exists (select from pg_roles where rolname = 'clv_writer') then
        -- A partition is attached by the owner of both tables: whoever publishes acts as clv_writer.
        grant usage, create on schema clv, clv_part to clv_writer;
        for item in select c.oid::regclass as name, c.relkind from pg_class c where c.relnamespace in ('clv'::regnamespace, 'clv_part'::regnamespace) and c.relkind in ('r', 'p') and c.oid <> 'clv.migration'::regclass loop
            execute format('alter table %s owner to clv_writer', item.name);
        end loop;
        -- The views read as their owner, who need not be the tables'.
        for item in select c.oid::regclass as name from pg_class c where c.relnamespace = 'clv'::regnamespace and c.relkind = 'v' loop
            execute format('alter view %s owner to clv_writer', item.name);
        end loop;
        grant select on clv.migration to clv_writer;
    end if;
    if exists (select from pg_roles where rolname = 'clv_reader') and exists (select from pg_roles where rolname = 'clv_customer_reader') then
        grant usage on schema clv to clv_reader, clv_customer_reader;
        for item in select c.oid as view, c.oid::regclass as name from pg_class c where c.relnamespace = 'clv'::regnamespace and c.relkind = 'v' loop
            about_customers := exists (select from pg_attribute where attrelid = item.view and attname in ('customer_id', 'order_id', 'value_text'));
            execute format('grant select on %s to clv_customer_reader', item.name);
            if about_customers then
                execute format('revoke all on %s from clv_reader', item.name);
            else
                execute format('grant select on %s to clv_reader', item.name);
            end if;
        end loop;
    end if;
end $$;
comment on function clv.grant_roles() is 'Gives clv_writer, clv_reader and clv_customer_reader what they are for, where they exist.';
revoke all on function clv.grant_roles() from public;
