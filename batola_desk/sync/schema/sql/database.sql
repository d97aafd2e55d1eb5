-- What belongs to this database and not to the schema; runs at every `init` and `upgrade`.
-- Nobody but the members of the room may come in; nobody may make temporary tables (a way to put an own name in
-- front of ours) or anything else of his own.
do $$
begin
  execute format('revoke all on database %I from public', current_database());
  execute format('grant connect on database %I to batola_operator, batola_workstation, batola_projector, '
                 'batola_report', current_database());
end $$;
revoke all on schema public from public;

-- Doors that PostgreSQL leaves open to everybody: large objects and messages in the write-ahead log fill a disk,
-- advisory locks fill the table of all locks, so that nobody else gets one. The room uses none of them. Closing them
-- takes a superuser; where there is none, `status` says so.
do $$
declare
  v_function regprocedure;
begin
  for v_function in
    select p.oid::regprocedure from pg_catalog.pg_proc p
     where p.pronamespace = 'pg_catalog'::regnamespace
       and (p.proname ~ '^(lo_|lowrite|pg_advisory_|pg_try_advisory_)' or p.proname = 'pg_logical_emit_message')
  loop
    execute format('revoke execute on function %s from public', v_function);
  end loop;
exception when insufficient_privilege then
  raise notice 'large objects and advisory locks stay open to everybody';
end $$;
