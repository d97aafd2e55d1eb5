-- Revision 0005: snapshots for desks that begin. A desk makes one from its own file, a new desk begins with it and
-- compares it with the history afterwards: a cache that may be thrown away at any time, and no part of the history.

create table batola.snapshot (
  stream_id smallint    not null references batola.stream,
  seq       bigint      not null,   -- what it contains: the room's journal up to here
  form      text        not null,   -- how the program that made it keeps states
  hash      bytea       not null,   -- of the entry at seq
  made_by   name        not null default session_user,
  made_at   timestamptz not null default clock_timestamp(),
  primary key (stream_id, seq, form)
);

create table batola.snapshot_part (
  stream_id smallint not null,
  seq       bigint   not null,
  form      text     not null,
  number    integer  not null,
  data      bytea    not null,
  primary key (stream_id, seq, form, number),
  foreign key (stream_id, seq, form) references batola.snapshot on delete cascade
);
alter table batola.snapshot_part alter column data set storage external;   -- it is compressed already

-- Whose turn it is to make one, so that not every desk does.
create table batola.snapshot_claim (
  stream_id  smallint    not null references batola.stream,
  form       text        not null,
  claimed_by name        not null,
  claimed_at timestamptz not null,
  primary key (stream_id, form)
);

-- Every fact was checked against the stream's row, twice (once by api.submit): the second time cost each commit a
-- lock on the row that all of them change.
alter table batola.journal drop constraint journal_stream_id_fkey;

create function batola.refuse_other_than_machines() returns void
language plpgsql stable as $$
begin
  if not (batola.speaker()).is_workstation then
    raise insufficient_privilege using message = 'only a workstation makes snapshots';
  end if;
end $$;

-- Is a snapshot due, and may this machine make it? One machine is told yes; if it does not deliver, another one is,
-- five minutes later.
create function api.claim_snapshot(p_stream smallint, p_form text, p_every bigint) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '500ms' as $$
declare
  v_seq bigint;
begin
  perform batola.refuse_other_than_machines();
  select st.seq into v_seq from batola.stream st where st.stream_id = p_stream;
  if v_seq is null or coalesce(p_form, '') !~ '^[0-9a-z.-]{1,60}$' or p_every < 1000
     or exists (select from batola.snapshot s
                 where s.stream_id = p_stream and s.form = p_form and s.seq > v_seq - p_every and s.seq <= v_seq) then
    return false;
  end if;
  -- LIMIT: forms; each version of the program has its own, and there are never many at a time.
  delete from batola.snapshot_claim c where c.claimed_at < clock_timestamp() - interval '1 day';
  if (select count(*) from batola.snapshot_claim c where c.form <> p_form) >= 20 then
    return false;
  end if;
  insert into batola.snapshot_claim as c (stream_id, form, claimed_by, claimed_at)
    values (p_stream, p_form, session_user, clock_timestamp())
    on conflict (stream_id, form) do update set claimed_by = excluded.claimed_by, claimed_at = excluded.claimed_at
    where c.claimed_at < clock_timestamp() - interval '5 min';
  return found;
end $$;

-- The newest two of a form stay, and six in all.
create function api.keep_snapshot(p_stream smallint, p_seq bigint, p_hash bytea, p_form text, p_parts bytea[])
returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '500ms' as $$
begin
  perform batola.refuse_other_than_machines();
  if not exists (select from batola.snapshot_claim c
                  where c.stream_id = p_stream and c.form = p_form and c.claimed_by = session_user
                    and c.claimed_at > clock_timestamp() - interval '10 min') then
    raise exception 'this machine was not asked for a snapshot' using errcode = 'BD013';
  end if;
  if not exists (select from batola.journal j where j.stream_id = p_stream and j.seq = p_seq and j.hash = p_hash) then
    raise exception 'the snapshot is not of this history' using errcode = 'BD013';
  end if;
  -- LIMIT: some megabytes are usual.
  if cardinality(p_parts) not between 1 and 1000
     or (select sum(octet_length(part)) from unnest(p_parts) part) > 33554432 then
    raise exception 'a snapshot has at most 1000 parts and 32 MiB' using errcode = 'BD013';
  end if;
  delete from batola.snapshot s where s.stream_id = p_stream and s.seq = p_seq and s.form = p_form;
  insert into batola.snapshot (stream_id, seq, form, hash) values (p_stream, p_seq, p_form, p_hash);
  insert into batola.snapshot_part (stream_id, seq, form, number, data)
    select p_stream, p_seq, p_form, number, data from unnest(p_parts) with ordinality as parts (data, number);
  delete from batola.snapshot s
   where s.stream_id = p_stream
     and (s.stream_id, s.seq, s.form) not in (
       select k.stream_id, k.seq, k.form
         from (select o.*, row_number() over (partition by o.form order by o.made_at desc) as of_form,
                      row_number() over (order by o.made_at desc) as of_all
                 from batola.snapshot o where o.stream_id = p_stream) k
        where k.of_form <= 2 and k.of_all <= 6);
end $$;

-- What is erased must not live on in a snapshot.
create function batola.drop_snapshots() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  delete from batola.snapshot s where s.stream_id = new.stream_id and s.seq >= new.seq;
  return new;
end $$;
create trigger erasure_drops_snapshots after insert on batola.erasure
  for each row execute function batola.drop_snapshots();

create view api.snapshot as select stream_id, seq, form, hash, made_by, made_at from batola.snapshot;
create view api.snapshot_part as select stream_id, seq, form, number, data from batola.snapshot_part;

revoke all on function api.claim_snapshot(smallint, text, bigint),
  api.keep_snapshot(smallint, bigint, bytea, text, bytea[]),
  batola.refuse_other_than_machines(), batola.drop_snapshots() from public;
revoke all on table api.snapshot, api.snapshot_part from public;
grant execute on function api.claim_snapshot(smallint, text, bigint),
  api.keep_snapshot(smallint, bigint, bytea, text, bytea[]) to batola_workstation;
grant select on api.snapshot, api.snapshot_part to batola_operator, batola_workstation;
