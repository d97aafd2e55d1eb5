-- The roles of the secretariat. They belong to the whole PostgreSQL server, not to one database, so this runs
-- before every upgrade and changes only what is missing.
--
--   batola_owner       owns schema and functions; nobody logs in as it
--   batola_operator    writes facts in an own session, reads the room
--   batola_lead        an operator who may also say what only a shift lead says
--   batola_admin       a lead who may also erase a body by law
--   batola_workstation one login per machine: reads, relays facts of others ("asserted"), gives seats
--   batola_projector   reads the room and fills the reports
--   batola_report      reads the reports, and nothing of the room
do $$
declare
  v_role text;
begin
  foreach v_role in array array['batola_owner', 'batola_operator', 'batola_lead', 'batola_admin',
                                'batola_workstation', 'batola_projector', 'batola_report'] loop
    if not exists (select from pg_catalog.pg_roles where rolname = v_role) then
      execute format('create role %I nologin', v_role);
    end if;
  end loop;
  -- Who sets the schema up without being superuser must be able to act as its owner.
  if not (select rolsuper from pg_catalog.pg_roles where rolname = current_user) then
    execute format('grant batola_owner to %I', current_user);
  end if;
end $$;

grant batola_operator to batola_lead;
grant batola_lead to batola_admin;

-- The owner's functions end sessions that hold up the room (batola.take_turn, batola.sweep). Where the one who
-- sets up may not grant that, the room works without it, and `secretariat status` says so.
do $$
begin
  grant pg_signal_backend, pg_read_all_stats to batola_owner;
exception when insufficient_privilege then
  raise notice 'batola_owner may not end frozen sessions';
end $$;
