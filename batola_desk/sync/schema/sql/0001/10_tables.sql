-- Revision 0001: the tables. Frozen once released; what changes later is a revision of its own.
-- Everything here belongs to batola_owner and is reachable only through schema `api`.

alter default privileges revoke execute on functions from public;

create table batola.room (
  only_row         boolean  primary key default true check (only_row),
  product          text     not null default 'batola-desk',
  api_level        smallint not null,             -- what this server can do
  oldest_api_level smallint not null,             -- the oldest desk that may still talk to it
  rules            text     not null default '',  -- digest of batola.event_kind (domain/room_rules.py)
  program          text     not null default '',  -- version of the program that last upgraded it
  restored_at      timestamptz,                   -- last time a backup became this room
  turn_max_ms      integer  not null default 3000, -- a turn to write that takes longer is ended
  idle_max_s       integer  not null default 30,   -- so is a transaction of a desk that does nothing
  snapshot_max_s   integer  not null default 300   -- and one that is open so long
);
comment on table batola.room is 'What this database is; one row';

-- One history. A city may keep one stream per district; a regency has stream 1.
-- Updated once per batch: the low fill factor keeps these updates within the page (HOT).
create table batola.stream (
  stream_id        smallint primary key,
  name             text     not null,
  epoch            uuid     not null default gen_random_uuid(),  -- another one after a restore
  seq              bigint   not null default 0,
  head_hash        bytea    not null default decode(repeat('00', 32), 'hex'),
  notify_ms        integer  not null default 50,     -- at most one hint in this time
  notify_queue_max real     not null default 0.25,   -- no hints while others fill PostgreSQL's queue
  notified_at      timestamptz not null default '-infinity',
  swept_at         timestamptz not null default '-infinity',
  disturbed_at     timestamptz not null default '-infinity'
) with (fillfactor = 10, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

-- Empty for ever. LOCK TABLE on it puts writers in a queue, first come first served. Locking it needs ownership;
-- an advisory lock could be taken, and kept, by any operator.
create table batola.append_lock ();

-- domain/room_rules.py, written here by `secretariat init` and `upgrade`.
create table batola.event_kind (
  kind         text   primary key,
  min_role     name   not null,
  guard_rule   text   not null check (guard_rule in ('none', 'reject', 'contest')),
  guard_prefix text   not null default '',
  force_role   name,
  lead_field   text   not null default '',
  lead_values  text[] not null default '{}'
);

-- One SQLite file of one desk. Its facts arrive without gaps.
create table batola.origin (
  stream_id  smallint not null references batola.stream,
  origin     uuid     not null,
  owner      name,                -- its workstation, which gave itself the seat; an operator on a desk without one;
                                  -- null: only relayed by others until now
  seated     name,                -- the operator whom the workstation let take its seat
  last_oseq  bigint   not null,
  first_seen timestamptz not null default now(),
  last_seen  timestamptz not null default now(),
  primary key (stream_id, origin)
) with (fillfactor = 50);

-- Numbers of an origin that no file holds any more (a damaged disk). Declared, never guessed.
create table batola.loss (
  stream_id   smallint not null,
  origin      uuid     not null,
  from_oseq   bigint   not null,
  to_oseq     bigint   not null check (to_oseq >= from_oseq),
  reason      text     not null,
  declared_by name     not null default session_user,
  declared_at timestamptz not null default now(),
  primary key (stream_id, origin, from_oseq)
);

-- Compare-and-set: who owns a call or an incident, where a unit was last sent.
create table batola.guard (
  stream_id smallint not null,
  key       text     not null,
  value     text     not null,
  seq       bigint   not null,   -- the fact that set it
  primary key (stream_id, key)
) with (fillfactor = 70);

-- The history. JSON stays text and time stays integer microseconds: what is hashed must never depend on how a
-- PostgreSQL version prints a value.
create table batola.journal (
  stream_id        smallint not null references batola.stream,
  seq              bigint   not null,
  fact_id          uuid     not null,
  origin           uuid     not null,
  oseq             bigint   not null,
  kind             text     not null,
  version          integer  not null,
  aggregates       text     not null,   -- JSON list of names
  guards           text     not null,   -- JSON list of {k, expect, set}
  actor            text     not null,   -- as the desk wrote it
  desk             text     not null,
  occurred_us      bigint   not null,   -- the desk's clock
  base_seq         bigint   not null,   -- what the desk had seen of the room
  app              text     not null,
  body             text,                -- null: erased by law, or too big to keep
  body_bytes       integer  not null,   -- so that readers can page by size
  body_hash        bytea    not null,
  origin_prev_hash bytea    not null,   -- the origin's own chain, checked by every replica
  origin_hash      bytea    not null,
  verdict          text     not null,
  info             text,                -- JSON: why
  author           text     not null,   -- session: the login; asserted: whom the workstation named
  author_auth      text     not null check (author_auth in ('session', 'asserted')),
  submitted_by     name     not null,
  recorded_us      bigint   not null,   -- the server's clock
  prev_hash        bytea    not null,
  hash             bytea    not null,
  primary key (stream_id, seq),
  unique (fact_id),
  unique (stream_id, origin, oseq)
);

create table batola.erasure (
  stream_id smallint not null,
  seq       bigint   not null,
  reason    text     not null,
  erased_by name     not null default session_user,
  erased_at timestamptz not null default now(),
  primary key (stream_id, seq),
  foreign key (stream_id, seq) references batola.journal
);

-- Who may log in, for the desks' offline login and for a restore on a new machine. No secrets.
create table batola.member (
  login      name primary key,
  full_name  text not null default '',
  role       text not null check (role in ('operator', 'lead', 'admin', 'workstation', 'projector')),
  desk       text unique check (desk ~ '^[A-Z]{1,2}$'),   -- letter of the machine; workstations only
  disabled   boolean not null default false,
  changed_at timestamptz not null default now(),
  check ((role = 'workstation') = (desk is not null))
);

-- Sessions that held up the room and were ended. Several who waited may note the same one.
create table batola.disturbance (
  at          timestamptz not null default clock_timestamp(),
  login       name,
  what        text not null,
  transaction text not null   -- PostgreSQL's name for it
);
create index disturbance_at on batola.disturbance (at);
