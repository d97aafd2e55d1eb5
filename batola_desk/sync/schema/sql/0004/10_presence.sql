-- Revision 0004: who works where right now ("Rina types in Place"). No history and no fact: it is gone after some
-- seconds, and after a crash of the server. Nothing here takes a lock that writing facts needs.

-- One row for each login and desk, so that nobody fills it; unlogged, so that no keystroke costs the disk a write
-- or a standby a byte. Its rows are replaced all the time: the low fill factor keeps that within the page (HOT).
create unlogged table batola.presence (
  stream_id   smallint    not null,
  login       name        not null,
  desk        text        not null,   -- letter of the machine; empty: an operator on a desk without one
  incident_id text        not null,   -- empty: in no form
  field       text        not null,   -- empty: reads, does not type
  since       timestamptz not null,
  told_at     timestamptz not null,
  primary key (stream_id, login, desk)
) with (fillfactor = 30, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);

alter table batola.room
  add column presence_pause_ms integer not null default 50,    -- a login is heard at most so often
  add column presence_keep_ms  integer not null default 6000;  -- and forgotten when it is silent for so long

-- Where the one who speaks sits: a machine at its own letter, a person where a machine gave him the seat.
-- A person without a seat is nowhere: no row.
create function batola.desk_of(p_stream smallint, p_origin uuid, p_speaker batola.speaker) returns text
language plpgsql stable as $$
declare
  v_desk text;
begin
  if p_speaker.is_workstation then
    select m.desk into v_desk from batola.member m where m.login = p_speaker.login;
    return v_desk;
  end if;
  select coalesce(m.desk, '') into v_desk
    from batola.origin og left join batola.member m on m.login = og.owner
   where og.stream_id = p_stream and og.origin = p_origin
     and p_speaker.login in (og.owner, og.seated);
  return v_desk;
end $$;

-- What the desk of this session works on; empty texts: nothing. Returns false when it came too soon after the last
-- word, or from nowhere: the desk says it again. Author, desk and time are the server's.
-- The only row it can wait for is the speaker's own, and not for long.
create function api.tell_presence(p_stream smallint, p_origin uuid, p_incident text, p_field text) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '100ms' as $$
declare
  v_speaker batola.speaker := batola.speaker();
  v_now     timestamptz := clock_timestamp();
  v_desk    text := batola.desk_of(p_stream, p_origin, v_speaker);
  v_room    batola.room;
  v_old     batola.presence;
begin
  if coalesce(p_incident, '-') !~ '^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})?$'
     or coalesce(p_field, '-') !~ '^([a-z][a-z0-9_]{0,39})?$' then
    raise exception 'no such place to work at' using errcode = 'BD012';
  end if;
  if v_desk is null or not exists (select from batola.stream st where st.stream_id = p_stream) then
    return false;
  end if;
  select * into v_room from batola.room;
  select * into v_old from batola.presence p
   where p.stream_id = p_stream and p.login = v_speaker.login and p.desk = v_desk for update;
  if v_old.told_at between v_now - make_interval(secs => v_room.presence_pause_ms / 1000.0) and v_now then
    return false;
  end if;
  insert into batola.presence as p (stream_id, login, desk, incident_id, field, since, told_at)
    values (p_stream, v_speaker.login, v_desk, p_incident, p_field, v_now, v_now)
    on conflict (stream_id, login, desk) do update
      set incident_id = excluded.incident_id, field = excluded.field, told_at = excluded.told_at,
          since = case when (p.incident_id, p.field) = (excluded.incident_id, excluded.field)
                        and p.told_at > v_now - make_interval(secs => v_room.presence_keep_ms / 1000.0)
                       then p.since else excluded.since end;
  -- Only news is worth a hint; who repeats himself is read with the next look. Without content: LISTEN has no
  -- permissions. A full queue would make every commit with a hint fail.
  if (v_old.incident_id, v_old.field) is distinct from (p_incident, p_field)
     and pg_notification_queue_usage() < (select st.notify_queue_max from batola.stream st where st.stream_id = p_stream)
  then
    perform pg_notify('batola_presence_' || p_stream, '');
  end if;
  return true;
end $$;

-- Presence is the least that a desk needs a connection for. When they run short, what there is left is for facts.
create function api.may_join_presence() returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select sum(d.numbackends) < current_setting('max_connections')::integer * 0.8 from pg_stat_database d
$$;

create view api.presence as
  select p.stream_id, p.login, coalesce(m.full_name, '') as full_name,
         coalesce(m.role = 'workstation', false) as is_machine, p.desk, p.incident_id, p.field,
         p.since, p.told_at + make_interval(secs => r.presence_keep_ms / 1000.0) as expires_at
    from batola.presence p cross join batola.room r left join batola.member m on m.login = p.login
   where p.incident_id <> ''
     -- The server's clock may be set back: what was told "later" is old too.
     and p.told_at between clock_timestamp() - make_interval(secs => r.presence_keep_ms / 1000.0)
                       and clock_timestamp() + interval '1 s';

revoke all on function batola.desk_of(smallint, uuid, batola.speaker),
  api.tell_presence(smallint, uuid, text, text), api.may_join_presence() from public;
revoke all on batola.presence, api.presence from public;
grant select on api.presence to batola_operator, batola_workstation;
grant execute on function api.tell_presence(smallint, uuid, text, text) to batola_operator, batola_workstation;
grant execute on function api.may_join_presence() to batola_operator, batola_workstation;
