-- Revision 0002: readers of reports keep no snapshot open for hours either; it would hold up the room as a desk's does.
create or replace function batola.sweep() returns void
language plpgsql as $$
declare
  v record;
begin
  for v in
    select a.pid, a.usename
      from pg_stat_activity a join pg_roles r on r.oid = a.usesysid cross join batola.room room
     where a.datname = current_database() and a.pid <> pg_backend_pid() and not r.rolsuper
       and (pg_has_role(r.oid, 'batola_operator', 'member') or pg_has_role(r.oid, 'batola_workstation', 'member')
            or pg_has_role(r.oid, 'batola_projector', 'member') or pg_has_role(r.oid, 'batola_report', 'member'))
       and ((a.state like 'idle in transaction%'
             and a.state_change < clock_timestamp() - make_interval(secs => room.idle_max_s))
            or a.xact_start < clock_timestamp() - make_interval(secs => room.snapshot_max_s))
  loop
    perform pg_terminate_backend(v.pid);
    perform batola.note_disturbance(v.usename, 'kept a transaction open', 'of process ' || v.pid);
  end loop;
exception when insufficient_privilege then
  null;   -- set up without pg_signal_backend
end $$;
