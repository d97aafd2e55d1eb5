-- Revision 0008: where units are right now. No history and no fact (a desk writes those, docs/decisions/0031): one
-- row for each unit, unlogged, gone after a crash of the server until the devices speak again. Nothing here takes a
-- lock that writing facts needs.

create sequence batola.unit_change;

create unlogged table batola.unit_position (
  stream_id   smallint         not null,
  unit_id     text             not null,
  latitude    double precision not null,
  longitude   double precision not null,
  heading_deg real,
  speed_mps   real,
  accuracy_m  real,
  is_doubtful boolean          not null,
  source      text             not null,
  fixed_us    bigint           not null,   -- time of the fix, microseconds since 1970
  change      bigint           not null,   -- grows with every word: a desk reads what it has not seen
  teller      name             not null,
  primary key (stream_id, unit_id)
) with (fillfactor = 30, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);

-- Each machine is heard at most so often, in its own row: nobody can hold up another one.
create unlogged table batola.unit_teller (
  login   name primary key,
  told_at timestamptz not null
) with (fillfactor = 30);

alter table batola.room
  add column units_pause_ms integer not null default 30,
  add column units_max      integer not null default 2000;  -- rows of a stream; a name invented beyond is not kept

-- Newest positions, as a JSON list. Only machines may speak: a telephone or a person never talks to the database.
-- Returns how many were news, or -1 when it came too soon: say it again.
create function api.tell_units(p_stream smallint, p_units text) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '100ms' as $$
declare
  v_speaker batola.speaker := batola.speaker();
  v_now     timestamptz := clock_timestamp();
  v_room    batola.room;
  v_known   bigint;
  v_news    integer;
begin
  if not v_speaker.is_workstation or octet_length(p_units) > 1000000
     or not exists (select from batola.stream st where st.stream_id = p_stream) then
    raise exception 'no right to place units' using errcode = 'BD012';
  end if;
  select * into v_room from batola.room;
  insert into batola.unit_teller as t (login, told_at) values (v_speaker.login, v_now)
    on conflict (login) do update set told_at = excluded.told_at
      where t.told_at not between v_now - make_interval(secs => v_room.units_pause_ms / 1000.0) and v_now;
  if not found then
    return -1;
  end if;
  select count(*) into v_known from batola.unit_position u where u.stream_id = p_stream;
  with given as (
    select distinct on (g.unit_id) g.* from jsonb_to_recordset(p_units::jsonb) as g(
      unit_id text, latitude double precision, longitude double precision, heading_deg real, speed_mps real,
      accuracy_m real, is_doubtful boolean, source text, at_us bigint)
     where g.unit_id ~ '^[A-Za-z0-9._-]{1,64}$' and g.latitude between -90 and 90 and g.longitude between -180 and 180
       and g.source ~ '^[a-z]{1,16}$'
       and g.at_us between 1 and (extract(epoch from v_now) * 1000000)::bigint + 60000000
     order by g.unit_id, g.at_us desc limit 1000
  ), kept as (
    insert into batola.unit_position as u
      select p_stream, g.unit_id, g.latitude, g.longitude, g.heading_deg, g.speed_mps, g.accuracy_m,
             coalesce(g.is_doubtful, false), g.source, g.at_us, nextval('batola.unit_change'), v_speaker.login
        from given g
       where v_known < v_room.units_max
          or exists (select from batola.unit_position k where k.stream_id = p_stream and k.unit_id = g.unit_id)
       order by g.unit_id
      on conflict (stream_id, unit_id) do update
        set latitude = excluded.latitude, longitude = excluded.longitude, heading_deg = excluded.heading_deg,
            speed_mps = excluded.speed_mps, accuracy_m = excluded.accuracy_m, is_doubtful = excluded.is_doubtful,
            source = excluded.source, fixed_us = excluded.fixed_us, change = excluded.change, teller = excluded.teller
        where u.fixed_us < excluded.fixed_us
      returning 1
  ) select count(*) into v_news from kept;
  -- Without content: LISTEN has no permissions. A full queue would make every commit with a hint fail.
  if v_news > 0
     and pg_notification_queue_usage() < (select st.notify_queue_max from batola.stream st where st.stream_id = p_stream)
  then
    perform pg_notify('batola_units_' || p_stream, '');
  end if;
  return v_news;
end $$;

create view api.unit_position as
  select u.stream_id, u.unit_id, u.latitude, u.longitude, u.heading_deg, u.speed_mps, u.accuracy_m, u.is_doubtful,
         u.source, u.fixed_us, u.change
    from batola.unit_position u;

create index unit_position_change on batola.unit_position (stream_id, change);

revoke all on function api.tell_units(smallint, text) from public;
revoke all on batola.unit_position, batola.unit_teller, api.unit_position from public;
revoke all on sequence batola.unit_change from public;
grant select on api.unit_position to batola_operator, batola_workstation;
grant execute on function api.tell_units(smallint, text) to batola_workstation;
