-- Revision 0001: whose turn it is to write, and what happens to those who hold up the room.
--
-- Order of commits = order of `seq` only because writers come one after the other. PostgreSQL queues them fairly at
-- the lock; what it does not do is to end one who holds the lock and sleeps. Any operator could do that on purpose
-- (BEGIN, submit, wait: the time limits of his session are his to change), and a frozen machine by accident.

create function batola.note_disturbance(p_login name, p_what text) returns void language sql as $$
  insert into batola.disturbance (login, what) values (p_login, p_what)
$$;

-- Ends the one who has the turn if it stands still. Returns its transaction, for the next look.
-- Waiting for a standby or a disk is no standing still: ending such a commit would lose the promise behind it.
create function batola.end_frozen_turn(p_known text, p_known_since timestamptz) returns text
language plpgsql as $$
declare
  v record;
begin
  perform pg_stat_clear_snapshot();   -- else the first look would be repeated for the whole transaction
  select l.pid, l.virtualtransaction as turn, a.usename, a.state, a.state_change, a.wait_event_type, a.wait_event
    into v
    from pg_locks l join pg_stat_activity a using (pid)
   where l.relation = 'batola.append_lock'::regclass and l.mode = 'ExclusiveLock' and l.granted
     and l.database = (select oid from pg_database where datname = current_database());
  if not found or v.wait_event = 'SyncRep' or v.wait_event_type = 'IO' then
    return null;
  end if;
  if (v.state like 'idle in transaction%' and v.state_change < clock_timestamp() - interval '300 ms')
     or (v.turn = p_known
         and p_known_since < clock_timestamp() - (select make_interval(secs => turn_max_ms / 1000.0) from batola.room))
  then
    perform pg_terminate_backend(v.pid);
    perform batola.note_disturbance(v.usename, 'kept the turn to write');
  end if;
  return v.turn;
exception when insufficient_privilege then
  return null;   -- set up without pg_signal_backend: the room waits as PostgreSQL alone would
end $$;

create function batola.take_turn() returns void
language plpgsql as $$
declare
  v_patience text := (select lock_patience_ms || 'ms' from batola.room);
  v_old      text := current_setting('lock_timeout');
  v_holder   text;
  v_seen     text;
  v_since    timestamptz;
begin
  perform set_config('lock_timeout', v_patience, true);
  for v_try in 1..40 loop
    begin
      lock table batola.append_lock in exclusive mode;
      perform set_config('lock_timeout', v_old, true);
      return;
    exception when lock_not_available then
      v_seen := batola.end_frozen_turn(v_holder, v_since);
      if v_seen is distinct from v_holder then
        v_holder := v_seen;
        v_since := clock_timestamp();
      end if;
    end;
  end loop;
  raise exception 'the room is busy' using errcode = 'BD008';
end $$;

-- Every open snapshot keeps PostgreSQL from tidying up the stream's row, which every batch replaces. No desk needs
-- one for long; the DBA (who is no member of a batola role) may.
create function batola.sweep(p_stream smallint) returns void
language plpgsql as $$
declare
  v record;
begin
  update batola.stream s set swept_at = clock_timestamp()
   where s.stream_id = p_stream and s.swept_at < clock_timestamp() - interval '10 s';
  if not found then
    return;
  end if;
  for v in
    select a.pid, a.usename
      from pg_stat_activity a join pg_roles r on r.oid = a.usesysid cross join batola.room room
     where a.datname = current_database() and a.pid <> pg_backend_pid() and not r.rolsuper
       and (pg_has_role(r.oid, 'batola_operator', 'member') or pg_has_role(r.oid, 'batola_workstation', 'member'))
       and ((a.state like 'idle in transaction%'
             and a.state_change < clock_timestamp() - make_interval(secs => room.idle_max_s))
            or a.xact_start < clock_timestamp() - make_interval(secs => room.snapshot_max_s))
  loop
    perform pg_terminate_backend(v.pid);
    perform batola.note_disturbance(v.usename, 'kept a transaction open');
  end loop;
exception when insufficient_privilege then
  null;   -- set up without pg_signal_backend
end $$;

-- A hint that there is something to fetch: without content, because LISTEN has no permissions, and not more often
-- than people can see, because two hundred desks answer each. Who hears nothing asks once per second.
create function batola.hint(p_stream smallint) returns void
language plpgsql as $$
begin
  update batola.stream s set notified_at = clock_timestamp()
   where s.stream_id = p_stream
     and s.notified_at <= clock_timestamp() - make_interval(secs => s.notify_ms / 1000.0)
     -- A full queue would make every commit with a hint fail; anybody can fill it.
     and pg_notification_queue_usage() < s.notify_queue_max;
  if found then
    perform pg_notify('batola_' || p_stream, '');
  end if;
end $$;
