-- Revision 0001: api.submit, the only way into the history.

create type batola.speaker as (login name, is_workstation boolean);

create function batola.speaker() returns batola.speaker
language plpgsql stable as $$
declare
  v batola.speaker;
begin
  v.login := session_user;   -- never current_user: that is batola_owner here
  v.is_workstation := pg_has_role(session_user, 'batola_workstation', 'member');
  -- A superuser is a member of everything and nobody in particular.
  if (select rolsuper from pg_roles where rolname = session_user)
     or not (v.is_workstation or pg_has_role(session_user, 'batola_operator', 'member')) then
    raise insufficient_privilege using message = 'this login may not write facts';
  end if;
  return v;
end $$;

-- Whether a person named by a workstation is a lead here.
create function batola.is_lead(p_login text) returns boolean language sql stable as $$
  select exists (select from pg_roles r where r.rolname = p_login and r.rolcanlogin and not r.rolsuper
                  and pg_has_role(r.oid, 'batola_lead', 'member'))
$$;

-- Verdict and reason for one fact; facts are judged, never refused.
create function batola.judge(
  p_stream smallint, e batola.envelope, p_speaker batola.speaker, out verdict text, out info jsonb)
language plpgsql as $$
declare
  k         batola.event_kind;
  g         jsonb;
  v_have    text;
  v_lead    boolean;   -- speaks with a lead's rights
  v_needs   name;
begin
  verdict := 'ok';
  if e.fault is not null then
    verdict := 'invalid'; info := jsonb_build_object('why', e.fault); return;
  end if;
  select * into k from batola.event_kind ek where ek.kind = e.kind;
  if not found then
    verdict := 'unknown_kind'; return;   -- a newer desk wrote it: kept, shown, without effect
  end if;

  if k.min_role = 'batola_operator' and k.guard_rule = 'none' and k.lead_field = '' then
    return;   -- most facts
  end if;

  v_lead := case when p_speaker.is_workstation then batola.is_lead(e.actor)
                 else pg_has_role(session_user, 'batola_lead', 'member') end;
  v_needs := k.min_role;
  if k.lead_field <> '' and batola.json_or_null(e.body) ->> k.lead_field = any (k.lead_values) then
    v_needs := 'batola_lead';
  end if;
  if v_needs <> 'batola_operator' and not v_lead then
    verdict := 'denied'; info := jsonb_build_object('need', v_needs); return;
  elsif v_needs <> 'batola_operator' and p_speaker.is_workstation then
    -- A lead's word, but on a machine's honour: it counts, and people look at it.
    verdict := 'contested'; info := jsonb_build_object('why', 'asserted', 'need', v_needs);
  end if;

  if k.guard_rule = 'none' then
    return;
  end if;
  if k.guard_rule = 'reject' and jsonb_array_length(e.guards) = 0 then
    verdict := 'invalid'; info := jsonb_build_object('why', 'guard_missing'); return;
  end if;
  for g in select * from jsonb_array_elements(e.guards) loop
    if not starts_with(g ->> 'k', k.guard_prefix) then
      verdict := 'invalid'; info := jsonb_build_object('why', 'guard', 'k', g ->> 'k'); return;
    end if;
    continue when g ->> 'expect' = '*' and v_lead and k.force_role = 'batola_lead';
    select gu.value into v_have from batola.guard gu where gu.stream_id = p_stream and gu.key = g ->> 'k';
    if not found then
      v_have := null;
    end if;
    if v_have is distinct from g ->> 'expect' and v_have is distinct from g ->> 'set' then
      verdict := case k.guard_rule when 'reject' then 'lost' else 'contested' end;
      info := jsonb_build_object('why', 'guard', 'k', g ->> 'k', 'have', v_have, 'expected', g ->> 'expect');
      return;
    end if;
  end loop;
end $$;

create function batola.set_guards(p_stream smallint, p_seq bigint, p_kind text, p_guards jsonb) returns void
language plpgsql as $$
begin
  if not exists (select from batola.event_kind ek where ek.kind = p_kind and ek.guard_rule <> 'none') then
    return;
  end if;
  delete from batola.guard gu using jsonb_array_elements(p_guards) g
   where gu.stream_id = p_stream and gu.key = g ->> 'k' and g ->> 'set' is null;
  insert into batola.guard as gu (stream_id, key, value, seq)
    select distinct on (g ->> 'k') p_stream, g ->> 'k', g ->> 'set', p_seq
      from jsonb_array_elements(p_guards) g where g ->> 'set' is not null
    on conflict (stream_id, key) do update set value = excluded.value, seq = excluded.seq;
end $$;

-- The origin's row, made on first sight.
create function batola.origin_for(p_stream smallint, p_origin uuid, p_speaker batola.speaker) returns batola.origin
language plpgsql as $$
declare
  o batola.origin;
begin
  select * into o from batola.origin og where og.stream_id = p_stream and og.origin = p_origin;
  if not found then
    -- A workstation may be relaying for another one: what it sends does not make the origin its own, api.seat does.
    insert into batola.origin (stream_id, origin, owner, last_oseq)
      values (p_stream, p_origin, case when not p_speaker.is_workstation then p_speaker.login end, 0)
      returning * into o;
  end if;
  -- Nobody can jam another desk's queue: an operator writes for the seat his workstation gave him.
  if not p_speaker.is_workstation
     and p_speaker.login is distinct from o.owner and p_speaker.login is distinct from o.seated then
    raise exception 'origin % does not belong to %', p_origin, p_speaker.login
      using errcode = 'BD005', detail = jsonb_build_object('origin', p_origin)::text;
  end if;
  return o;
end $$;

create function batola.save_origin(o batola.origin) returns void
language plpgsql as $$
begin
  update batola.origin og set last_oseq = o.last_oseq, last_seen = now()
   where og.stream_id = o.stream_id and og.origin = o.origin and og.last_oseq < o.last_oseq;
end $$;

-- A fact that is already here gets the answer it got the first time.
-- Null: it is not here, and its number is the next one or was declared lost.
create function batola.known(p_stream smallint, e batola.envelope, p_last bigint) returns batola.journal
language plpgsql as $$
declare
  j batola.journal;
begin
  if e.oseq > p_last + 1 then
    raise exception 'origin % stands at %, got %', e.origin, p_last, e.oseq
      using errcode = 'BD003', detail = jsonb_build_object('origin', e.origin, 'have', p_last, 'got', e.oseq)::text;
  end if;
  if e.oseq <= p_last then
    select * into j from batola.journal x
     where x.stream_id = p_stream and x.origin = e.origin and x.oseq = e.oseq;
  end if;
  if (j.fact_id is null and exists (select from batola.journal x where x.fact_id = e.fact_id))
     or j.fact_id <> e.fact_id then
    raise exception 'origin % uses number % or fact % twice', e.origin, e.oseq, e.fact_id
      using errcode = 'BD002', detail = jsonb_build_object('origin', e.origin, 'got', e.oseq)::text;
  end if;
  return j;
end $$;

-- p_batch: envelopes as JSON texts, in the order of each origin. One call is one transaction; a client never opens
-- one itself. A repeated batch changes nothing and gives the same answers.
create function api.submit(p_stream smallint, p_batch text[])
returns table (fact_id uuid, seq bigint, verdict text, info text)
language plpgsql security definer set search_path = pg_catalog, pg_temp
-- What a session may set for itself must not make its turn slow.
set jit = off set enable_indexscan = on set enable_bitmapscan = on set plan_cache_mode = auto as $$
declare
  v_speaker batola.speaker := batola.speaker();
  v_read    batola.envelope[];
  e         batola.envelope;
  o         batola.origin;
  j         batola.journal;
  v_judged  record;
  s         batola.stream;
  v_first   bigint;
begin
  if cardinality(p_batch) > 500 or (select sum(octet_length(t)) from unnest(p_batch) t) > 16777216 then
    raise exception 'a batch has at most 500 envelopes and 16 MiB' using errcode = 'BD007';
  end if;
  -- Reading takes the most time and needs nobody's turn.
  select array_agg(batola.read_envelope(t) order by place) into v_read
    from unnest(p_batch) with ordinality as texts (t, place);

  perform batola.take_turn();
  select * into s from batola.stream st where st.stream_id = p_stream;
  if not found then
    raise exception 'there is no stream %', p_stream using errcode = 'BD001';
  end if;
  if s.disturbed_at > clock_timestamp() - interval '1 min' then
    perform batola.refuse_disturber();
  end if;
  v_first := s.seq;

  foreach e in array coalesce(v_read, '{}') loop
    if o.origin is distinct from e.origin then
      if o.origin is not null then
        perform batola.save_origin(o);
      end if;
      o := batola.origin_for(p_stream, e.origin, v_speaker);
    end if;
    j := batola.known(p_stream, e, o.last_oseq);
    if j.fact_id is null then
      if not v_speaker.is_workstation and e.fault is null and e.actor not in (v_speaker.login, 'engine', 'system') then
        raise exception 'fact % is by %, this session is %', e.fact_id, e.actor, v_speaker.login
          using errcode = 'BD004', detail = jsonb_build_object('origin', e.origin, 'got', e.oseq)::text;
      end if;
      select * into v_judged from batola.judge(p_stream, e, v_speaker);
      s.seq := s.seq + 1;
      j := row(
        p_stream, s.seq, e.fact_id, e.origin, e.oseq, e.kind, e.version, e.aggregates, e.guards::text, e.actor,
        e.desk, e.occurred_us, e.base_seq, e.app,
        case when octet_length(e.body) <= 1048576 then e.body end,
        octet_length(e.body), sha256(convert_to(e.body, 'UTF8')),
        e.origin_prev_hash, e.origin_hash, v_judged.verdict, v_judged.info::text,
        case when v_speaker.is_workstation then e.actor else v_speaker.login end,
        case when v_speaker.is_workstation then 'asserted' else 'session' end,
        v_speaker.login, (extract(epoch from clock_timestamp()) * 1000000)::bigint, s.head_hash, ''::bytea)::batola.journal;
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

-- The workstation of a desk says that this origin is its own, and lets an operator write for it; null: nobody.
create function api.seat(p_stream smallint, p_origin uuid, p_login name) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not (batola.speaker()).is_workstation then
    raise insufficient_privilege using message = 'only a workstation gives seats';
  end if;
  perform batola.take_turn();
  insert into batola.origin as og (stream_id, origin, owner, seated, last_oseq)
    values (p_stream, p_origin, session_user, p_login, 0)
    on conflict (stream_id, origin) do update set seated = excluded.seated, owner = excluded.owner
    where og.owner = session_user
       or not exists (select from pg_roles r where r.rolname = og.owner
                       and pg_has_role(r.oid, 'batola_workstation', 'member'));
  if not found then
    raise exception 'origin % belongs to another workstation', p_origin
      using errcode = 'BD005', detail = jsonb_build_object('origin', p_origin)::text;
  end if;
end $$;

-- Numbers that no file holds any more would stop an origin for ever. Its workstation says so, once.
create function api.declare_lost(p_stream smallint, p_origin uuid, p_through_oseq bigint, p_reason text)
returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_last bigint;
begin
  if not (batola.speaker()).is_workstation then
    raise insufficient_privilege using message = 'only a workstation declares a loss';
  end if;
  perform batola.take_turn();
  select og.last_oseq into v_last from batola.origin og
   where og.stream_id = p_stream and og.origin = p_origin and og.owner = session_user;
  if not found then
    raise exception 'origin % does not belong to this workstation', p_origin
      using errcode = 'BD005', detail = jsonb_build_object('origin', p_origin)::text;
  end if;
  if p_through_oseq > v_last then
    insert into batola.loss (stream_id, origin, from_oseq, to_oseq, reason)
      values (p_stream, p_origin, v_last + 1, p_through_oseq, left(p_reason, 500));
    update batola.origin og set last_oseq = p_through_oseq where og.stream_id = p_stream and og.origin = p_origin;
  end if;
  return greatest(v_last, p_through_oseq);
end $$;

-- Lawful erasure: the body goes, its hash and the chain stay, and it is noted who did it and why.
create function api.erase_body(p_stream smallint, p_seq bigint, p_reason text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not pg_has_role(session_user, 'batola_admin', 'member') then
    raise insufficient_privilege using message = 'only an admin erases';
  end if;
  if length(trim(coalesce(p_reason, ''))) < 5 then
    raise exception 'an erasure needs a reason' using errcode = 'BD009';
  end if;
  if not exists (select from batola.journal x where x.stream_id = p_stream and x.seq = p_seq and x.body is not null) then
    return false;
  end if;
  insert into batola.erasure (stream_id, seq, reason) values (p_stream, p_seq, left(p_reason, 500));
  update batola.journal x set body = null where x.stream_id = p_stream and x.seq = p_seq;
  return true;
end $$;
