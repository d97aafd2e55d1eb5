-- Revision 0009: map packs on their way to the desks (docs/decisions/0034). No history and no fact: a file in pieces,
-- which any desk that has it can hand over again. That is why backups leave its rows out. An admin of the room hands it
-- over, nobody else; desks read what is complete. Nothing here takes a lock that writing facts needs.

create table batola.map_pack (
  stream_id    smallint    not null,
  sha256       bytea       not null check (octet_length(sha256) = 32),   -- of the whole file; a desk compares
  name         text        not null check (char_length(name) between 1 and 120),
  created_us   bigint      not null,   -- when the pack was made, microseconds since 1970: the newest counts
  format       integer     not null,   -- version of the file: an older program does not fetch what it cannot read
  size_bytes   bigint      not null check (size_bytes > 0),
  part_bytes   integer     not null check (part_bytes = 131072),
  published_by name        not null default session_user,
  begun_at     timestamptz not null default clock_timestamp(),
  published_at timestamptz,            -- null: still being handed over, and seen by nobody
  primary key (stream_id, sha256)
);

create table batola.map_pack_part (
  stream_id   smallint not null,
  sha256      bytea    not null,
  number      integer  not null,
  part_sha256 bytea    not null,       -- computed here
  data        bytea    not null,
  primary key (stream_id, sha256, number),
  foreign key (stream_id, sha256) references batola.map_pack on delete cascade
);
alter table batola.map_pack_part alter column data set storage external;   -- mostly coordinates: gains nothing

alter table batola.room
  add column map_pack_bytes_max bigint  not null default 1073741824,
  add column map_packs_max      integer not null default 2;   -- the newest, and the one before it

-- Pieces come in order, so that none is missing before the last.
create function batola.next_map_pack_part(p_stream smallint, p_sha256 bytea) returns integer
language sql stable set search_path = pg_catalog, pg_temp as $$
  select coalesce(max(p.number) + 1, 0) from batola.map_pack_part p
   where p.stream_id = p_stream and p.sha256 = p_sha256
$$;

-- Begin to hand over a pack, or go on after a cut. Returns the number of the first piece that is missing, -1 when the
-- pack is published already. Unfinished ones of the same admin, and old ones of anybody, go.
create function api.begin_map_pack(
  p_stream smallint, p_sha256 bytea, p_name text, p_created_us bigint, p_format integer, p_size_bytes bigint,
  p_part_bytes integer) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '2s' as $$
declare
  v_room  batola.room;
  v_known batola.map_pack;
begin
  if not exists (select from batola.stream st where st.stream_id = p_stream) then
    raise exception 'no such stream' using errcode = 'BD014', detail = '{"why": "stream"}';
  end if;
  select * into v_room from batola.room;
  if p_size_bytes > v_room.map_pack_bytes_max then
    raise exception 'a map pack has at most % bytes', v_room.map_pack_bytes_max using errcode = 'BD014',
      detail = json_build_object('why', 'large', 'limit_mb', v_room.map_pack_bytes_max / 1048576)::text;
  end if;
  -- A clock that ran ahead would shut out every later pack.
  if p_created_us > (extract(epoch from clock_timestamp() + interval '1 hour') * 1000000)::bigint then
    raise exception 'the map pack was made in the future' using errcode = 'BD014', detail = '{"why": "clock"}';
  end if;
  delete from batola.map_pack m
   where m.stream_id = p_stream and m.published_at is null and m.sha256 <> p_sha256
     and (m.published_by = session_user or m.begun_at < clock_timestamp() - interval '1 day');
  select * into v_known from batola.map_pack m where m.stream_id = p_stream and m.sha256 = p_sha256;
  if v_known.published_at is not null then
    return -1;
  end if;
  if exists (select from batola.map_pack m where m.stream_id = p_stream and m.published_at is not null
                and m.created_us >= p_created_us) then
    raise exception 'a newer map pack is published' using errcode = 'BD014', detail = '{"why": "older"}';
  end if;
  if v_known.sha256 is null then
    insert into batola.map_pack (stream_id, sha256, name, created_us, format, size_bytes, part_bytes)
      values (p_stream, p_sha256, p_name, p_created_us, p_format, p_size_bytes, p_part_bytes);
    return 0;
  end if;
  return batola.next_map_pack_part(p_stream, p_sha256);
end $$;

-- One piece, in order. What came is compared with what was sent.
create function api.add_map_pack_part(
  p_stream smallint, p_sha256 bytea, p_number integer, p_part_sha256 bytea, p_data bytea) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '2s' as $$
declare
  v_pack batola.map_pack;
begin
  select * into v_pack from batola.map_pack m
   where m.stream_id = p_stream and m.sha256 = p_sha256 and m.published_at is null for share;
  if not found then
    raise exception 'this map pack is not being handed over' using errcode = 'BD014', detail = '{"why": "gone"}';
  end if;
  if sha256(p_data) is distinct from p_part_sha256
     or octet_length(p_data) is distinct from
        least(v_pack.part_bytes, v_pack.size_bytes - p_number::bigint * v_pack.part_bytes)
     or p_number <> batola.next_map_pack_part(p_stream, p_sha256)
  then
    raise exception 'not the next piece of this map pack' using errcode = 'BD014', detail = '{"why": "part"}';
  end if;
  insert into batola.map_pack_part (stream_id, sha256, number, part_sha256, data)
    values (p_stream, p_sha256, p_number, p_part_sha256, p_data);
end $$;

-- From now on desks see it, all of it at once. The newest few stay.
create function api.publish_map_pack(p_stream smallint, p_sha256 bytea) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '2s' as $$
declare
  v_pack batola.map_pack;
begin
  select * into v_pack from batola.map_pack m
   where m.stream_id = p_stream and m.sha256 = p_sha256 and m.published_at is null for update;
  if not found then
    raise exception 'this map pack is not being handed over' using errcode = 'BD014', detail = '{"why": "gone"}';
  end if;
  if (select coalesce(sum(octet_length(p.data)), 0) from batola.map_pack_part p
       where p.stream_id = p_stream and p.sha256 = p_sha256) <> v_pack.size_bytes then
    raise exception 'pieces of this map pack are missing' using errcode = 'BD014', detail = '{"why": "part"}';
  end if;
  update batola.map_pack m set published_at = clock_timestamp(), published_by = session_user
   where m.stream_id = p_stream and m.sha256 = p_sha256;
  delete from batola.map_pack m
   where m.stream_id = p_stream and m.published_at is not null and m.sha256 not in (
     select k.sha256 from batola.map_pack k where k.stream_id = p_stream and k.published_at is not null
      order by k.created_us desc limit (select r.map_packs_max from batola.room r));
end $$;

-- Take it back. Desks that have it keep it.
create function api.unpublish_map_pack(p_stream smallint, p_sha256 bytea) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '2s' as $$
begin
  delete from batola.map_pack m where m.stream_id = p_stream and m.sha256 = p_sha256;
  return found;
end $$;

create view api.map_pack as
  select m.stream_id, m.sha256, m.name, m.created_us, m.format, m.size_bytes, m.part_bytes, m.published_by,
         m.published_at
    from batola.map_pack m where m.published_at is not null;
create view api.map_pack_part as
  select p.stream_id, p.sha256, p.number, p.part_sha256, p.data
    from batola.map_pack_part p join batola.map_pack m using (stream_id, sha256) where m.published_at is not null;

revoke all on batola.map_pack, batola.map_pack_part, api.map_pack, api.map_pack_part from public;
revoke all on function api.begin_map_pack(smallint, bytea, text, bigint, integer, bigint, integer),
  api.add_map_pack_part(smallint, bytea, integer, bytea, bytea), api.publish_map_pack(smallint, bytea),
  api.unpublish_map_pack(smallint, bytea), batola.next_map_pack_part(smallint, bytea) from public;
grant select on api.map_pack, api.map_pack_part to batola_operator, batola_workstation;
grant execute on function api.begin_map_pack(smallint, bytea, text, bigint, integer, bigint, integer),
  api.add_map_pack_part(smallint, bytea, integer, bytea, bytea), api.publish_map_pack(smallint, bytea),
  api.unpublish_map_pack(smallint, bytea) to batola_admin;
