-- Who may do what: clv_writer publishes, clv_reader reads the views without customers, clv_customer_reader those with them as well.
-- Nobody can log in as one of these: grant them to users of your own.
do $$
declare
    role text;
begin
    foreach role in array array['clv_writer', 'clv_reader', 'clv_customer_reader'] loop
        if not exists (select from pg_catalog.pg_roles where rolname = role) then
            execute pg_catalog.format('create role %I nologin', role);
        end if;
    end loop;
    if not pg_catalog.pg_has_role(current_user, 'clv_writer', 'member') then
        execute pg_catalog.format('grant clv_writer to %I', current_user);
    end if;
end $$;
grant clv_reader to clv_customer_reader;
