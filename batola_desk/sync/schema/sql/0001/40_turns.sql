-- Revision 0001: whose turn it is to write, and what happens to those who hold up the room.
--
-- Order of commits = order of `seq` only because writers come one after the other. PostgreSQL queues them fairly at
-- the lock; what it does not do is to end one who holds the lock and sleeps. Any operator could do that on purpose
-- (BEGIN, submit, wait: the time limits of his session are his to change), and a frozen machine by accident.

create function batola.note_disturbance(p_login name, p_what text, p_transaction text) returns void
language plpgsql as $$
begin
  insert into batola.disturbance (login, what, transaction) values (p_login, p_what, p_transaction);
  update batola.stream set disturbed_at = clock_timestamp();
end $$;

-- Ends the one who has the turn if it stands still. Returns its transaction, for the next look.
-- Waiting for a standby, for a disk to write or for the DBA's lock (an upgrade) is no standing still, and ending a
-- commit that waits for its standby would lose the promise behind it.
create function batola.end_frozen_turn(p_known text, p_known_since timestamptz, out turn text, out ended name)
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
  turn := v.turn;
  if not found or v.wait_event = 'SyncRep' or v.wait_event_type = 'Lock'
     or (v.wait_event_type = 'IO' and v.wait_event not like '%Read') then
    return;
  end if;
  if (v.state like 'idle in transaction%' and v.state_change < clock_timestamp()
        -- Who waits behind his own session looks later: what he notes may be lost with him, and with it the count.
        - case when v.usename = session_user then interval '2 s' else interval '300 ms' end)
     or (v.turn = p_known
         and p_known_since < clock_timestamp() - (select make_interval(secs => turn_max_ms / 1000.0) from batola.room))
  then
    perform pg_terminate_backend(v.pid);
    ended := v.usename;
  end if;
exception when insufficient_privilege then
  null;   -- set up without pg_signal_backend: the room waits as PostgreSQL alone would
end $$;

create function batola.take_turn() returns void
language plpgsql set lock_timeout = '500ms' as $$
declare
  v_turn  text;
  v_since timestamptz;
  v_look  record;
  v_ended text[] := '{}';   -- login and transaction of whom this waiter ended
begin
  for v_try in 1..40 loop
    begin
      lock table batola.append_lock in exclusive mode;
      exit;
    exception when lock_not_available then
      select * into v_look from batola.end_frozen_turn(v_turn, v_since);
      if v_look.turn is distinct from v_turn then
        v_turn := v_look.turn;
        v_since := clock_timestamp();
      end if;
      if v_look.ended is not null then
        v_ended := v_ended || array[v_look.ended::text, v_look.turn];
      end if;
    end;
    if v_try = 40 then
      raise exception 'the room is busy' using errcode = 'BD008';
    end if;
  end loop;
  for i in 1 .. cardinality(v_ended) / 2 loop
    perform batola.note_disturbance(v_ended[2 * i - 1], 'kept the turn to write', v_ended[2 * i]);
  end loop;
end $$;

-- Who did that three times in a minute waits a minute. His desk goes on alone meanwhile, and what he writes there is
-- relayed by its workstation: nobody is locked out of his work, only out of stopping that of others.
create function batola.refuse_disturber() returns void
language plpgsql as $$
begin
  if 3 <= (select count(distinct d.transaction) from batola.disturbance d
            where d.at > clock_timestamp() - interval '1 min' and d.login = session_user) then
    raise exception '% has held up the room again and again', session_user using errcode = 'BD011';
  end if;
end $$;

-- Every open snapshot keeps PostgreSQL from tidying up the stream's row, which every batch replaces. No desk needs
-- one for long; the DBA (who is no member of a batola role) may.
create function batola.sweep() returns void
language plpgsql as $$
declare
  v record;
begin
  for v in
    select a.pid, a.usename, a.backend_xid
      from pg_stat_activity a join pg_roles r on r.oid = a.usesysid cross join batola.room room
     where a.datname = current_database() and a.pid <> pg_backend_pid() and not r.rolsuper
       and (pg_has_role(r.oid, 'batola_operator', 'member') or pg_has_role(r.oid, 'batola_workstation', 'member'))
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

-- Writes the new end of the history, and tells the desks that there is something to fetch. A hint: without content,
-- because LISTEN has no permissions, and not more often than people can see, because two hundred desks answer each.
-- Who hears nothing asks once per second.
create function batola.finish_turn(s batola.stream) returns void
language plpgsql as $$
declare
  v_now     timestamptz := clock_timestamp();
  -- A full queue would make every commit with a hint fail; anybody can fill it.
  v_is_hint boolean := s.notified_at <= v_now - make_interval(secs => s.notify_ms / 1000.0)
                       and pg_notification_queue_usage() < s.notify_queue_max;
  v_is_due  boolean := s.swept_at < v_now - interval '10 s';
begin
  update batola.stream st
     set seq = s.seq, head_hash = s.head_hash,
         notified_at = case when v_is_hint then v_now else st.notified_at end,
         swept_at = case when v_is_due then v_now else st.swept_at end
   where st.stream_id = s.stream_id;
  if v_is_hint then
    perform pg_notify('batola_' || s.stream_id, '');
  end if;
  if v_is_due then
    perform batola.sweep();
  end if;
end $$;
