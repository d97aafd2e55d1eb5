-- Revision 0010: what a session does for the first time, it does before it has the turn.
--
-- PostgreSQL compiles a function and plans its statements at the first call of each session: 10 to 20 ms for a first
-- fact, where the next ones take 1.3. After a failover two hundred desks have their first fact at the same moment, and
-- each kept the turn for so long. A desk asks for `api.warm_up` when it connects; there nobody waits for it.

-- Enters judged facts at the end of a history. The caller has the turn.
create function batola.append(p_stream smallint, p_read batola.envelope[], p_speaker batola.speaker)
returns table (fact_id uuid, seq bigint, verdict text, info text)
language plpgsql as $$
declare
  e         batola.envelope;
  o         batola.origin;
  j         batola.journal;
  v_judged  record;
  s         batola.stream;
  v_first   bigint;
begin
  select * into s from batola.stream st where st.stream_id = p_stream;
  if not found then
    raise exception 'there is no stream %', p_stream using errcode = 'BD001';
  end if;
  if s.disturbed_at > clock_timestamp() - interval '1 min' then
    perform batola.refuse_disturber();
  end if;
  v_first := s.seq;

  foreach e in array coalesce(p_read, '{}') loop
    if o.origin is distinct from e.origin then
      if o.origin is not null then
        perform batola.save_origin(o);
      end if;
      o := batola.origin_for(p_stream, e.origin, p_speaker);
    end if;
    j := batola.known(p_stream, e, o.last_oseq);
    if j.fact_id is null then
      if not p_speaker.is_workstation and e.fault is null and e.actor not in (p_speaker.login, 'engine', 'system') then
        raise exception 'fact % is by %, this session is %', e.fact_id, e.actor, p_speaker.login
          using errcode = 'BD004', detail = jsonb_build_object('origin', e.origin, 'got', e.oseq)::text;
      end if;
      select * into v_judged from batola.judge(p_stream, e, p_speaker);
      s.seq := s.seq + 1;
      j := row(
        p_stream, s.seq, e.fact_id, e.origin, e.oseq, e.kind, e.version, e.aggregates, e.guards::text, e.actor,
        e.desk, e.occurred_us, e.base_seq, e.app,
        case when octet_length(e.body) <= 1048576 then e.body end,
        octet_length(e.body), sha256(convert_to(e.body, 'UTF8')),
        e.origin_prev_hash, e.origin_hash, v_judged.verdict, v_judged.info::text,
        case when p_speaker.is_workstation then e.actor else p_speaker.login end,
        case when p_speaker.is_workstation then 'asserted' else 'session' end,
        p_speaker.login, (extract(epoch from clock_timestamp()) * 1000000)::bigint, s.head_hash, ''::bytea)::batola.journal;
      j.hash := batola.fact_hash(j);
      s.head_hash := j.hash;
      insert into batola.journal select j.*;
      o.last_oseq := greatest(o.last_oseq, e.oseq);
      if j.verdict = 'ok' and j.guards <> '[]' then
        perform batola.set_guards(p_stream, s.seq, j.kind, e.guards);
      end if;
    end if;
    fact_id := j.fact_id; seq := j.seq; verdict := j.verdict; info := j.info;
    return next;
  end loop;

  if o.origin is not null then
    perform batola.save_origin(o);
  end if;
  if s.seq > v_first then
    perform batola.finish_turn(s);
  end if;
end $$;

-- p_batch: envelopes as JSON texts, in the order of each origin. One call is one transaction; a client never opens
-- one itself. A repeated batch changes nothing and gives the same answers.
create or replace function api.submit(p_stream smallint, p_batch text[])
returns table (fact_id uuid, seq bigint, verdict text, info text)
language plpgsql security definer set search_path = pg_catalog, pg_temp
-- What a session may set for itself must not make its turn slow.
set jit = off set enable_indexscan = on set enable_bitmapscan = on set plan_cache_mode = auto as $$
declare
  v_speaker batola.speaker := batola.speaker();
  v_read    batola.envelope[];
begin
  if cardinality(p_batch) > 500 or (select sum(octet_length(t)) from unnest(p_batch) t) > 16777216 then
    raise exception 'a batch has at most 500 envelopes and 16 MiB' using errcode = 'BD007';
  end if;
  -- Reading takes the most time and needs nobody's turn.
  select array_agg(batola.read_envelope(t) order by place) into v_read
    from unnest(p_batch) with ordinality as texts (t, place);

  perform batola.take_turn();
  return query select * from batola.append(p_stream, v_read, v_speaker);
end $$;

-- Enters two facts into a history that nobody sees, and takes all of it back.
create function api.warm_up() returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp
set jit = off set enable_indexscan = on set enable_bitmapscan = on set plan_cache_mode = auto as $$
declare
  v_speaker batola.speaker := batola.speaker();
  v_read    batola.envelope[];
  v_stream  smallint := -1 - floor(random() * 32000)::integer;   -- two sessions seldom wait for each other
  v_origin  uuid := gen_random_uuid();
  v_common  jsonb := jsonb_build_object('origin', v_origin, 'v', 1, 't', 1, 'base', 0, 'actor', v_speaker.login,
    'desk', '', 'app', '', 'prev', '', 'hash', '', 'aggs', array['call:0'], 'body', '{}');
begin
  select array_agg(batola.read_envelope(t) order by place) into v_read
    from unnest(array[
      (v_common || jsonb_build_object('id', gen_random_uuid(), 'oseq', 1, 'kind', 'incident.note_added',
         'guards', array[]::text[]))::text,
      (v_common || jsonb_build_object('id', gen_random_uuid(), 'oseq', 2, 'kind', 'call.claimed', 'guards',
         jsonb_build_array(jsonb_build_object('k', 'call:0', 'expect', null, 'set', 'A'))))::text
    ]) with ordinality as texts (t, place);
  begin
    insert into batola.stream (stream_id, name, swept_at) values (v_stream, '', now());
    perform * from batola.append(v_stream, v_read, v_speaker);
    raise exception using errcode = 'BD099';
  exception when sqlstate 'BD099' then
    null;   -- nothing of it was ever there
  end;
end $$;

revoke all on function api.warm_up() from public;
grant execute on function api.warm_up() to batola_operator, batola_workstation;

-- A hint wakes every desk of the room, which costs the server 50 µs for each. A desk that got something looks again by
-- itself (sync/pace.py): in a big room hints are for those who had nothing to look for.
create or replace function batola.finish_turn(s batola.stream) returns void
language plpgsql as $$
declare
  v_now     timestamptz := clock_timestamp();
  v_is_hint boolean := s.notified_at not between v_now - make_interval(secs => s.notify_ms / 1000.0) and v_now;
  v_is_due  boolean := s.swept_at < v_now - interval '10 s';
  v_desks   integer;
begin
  if v_is_hint then
    select count(*) into v_desks from batola.desk_life l
     where l.stream_id = s.stream_id and l.told_at > v_now - interval '30 s';
    -- LIMIT: 1 ms for each desk that lives, 0.25 s at most; a clock that was set back is believed
    v_is_hint := s.notified_at not between v_now - make_interval(secs => least(250, v_desks) / 1000.0) and v_now
      -- A full queue would make every commit with a hint fail; anybody can fill it.
      and pg_notification_queue_usage() < s.notify_queue_max;
  end if;
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

-- Ends the one who has the turn if it stands still. Returns its transaction, for the next look. Waiting for a standby,
-- for a disk to write or for the DBA's lock is no standing still. Revision 0001 counted that time all the same: who had
-- waited for a long upgrade was ended if somebody looked in the few milliseconds in which it then worked.
create or replace function batola.end_frozen_turn(p_known text, p_known_since timestamptz, out turn text, out ended name)
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
  if not found or v.wait_event = 'SyncRep' or v.wait_event_type = 'Lock'
     or (v.wait_event_type = 'IO' and v.wait_event not like '%Read') then
    return;   -- without a name: the time until here does not count
  end if;
  turn := v.turn;
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
