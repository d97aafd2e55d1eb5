-- Revision 0002: the tables of the reports. Every column is described in docs/report-schema.md (a test compares).
-- They are derived: `batola-desk project --rebuild` makes them anew from the history. So they hold what reports need
-- and no caller's number, name, words or coordinates: what is erased from the history by law is not here either.

alter table batola.member drop constraint member_role_check;
alter table batola.member add constraint member_role_check
  check (role in ('operator', 'lead', 'admin', 'workstation', 'projector', 'report'));

-- Seconds between two times; null when one is missing or the clocks of two desks contradict each other.
create function report.seconds(p_from timestamptz, p_until timestamptz) returns numeric
language sql immutable parallel safe as $$
  select case when p_until >= p_from then extract(epoch from p_until - p_from) end
$$;

create table report.progress (
  only_row       boolean primary key default true check (only_row),
  applied_seq    bigint  not null default 0,
  applied_hash   bytea   not null default decode(repeat('00', 32), 'hex'),
  epoch          uuid,
  fold_level     integer not null default 0,   -- of the program; another one: everything is folded anew
  utc_offset_min integer not null default 0,
  applied_at     timestamptz
);
insert into report.progress default values;

-- Who fills the reports now. A lease and not a lock: a lock lives as long as its transaction, and a transaction
-- that is open for days keeps PostgreSQL from tidying up. Advisory locks are closed to members.
create table report.lease (
  only_row   boolean primary key default true check (only_row),
  holder     uuid,
  host       text not null default '',
  held_until timestamptz not null default '-infinity'
) with (fillfactor = 10);
insert into report.lease default values;

-- Folded states without texts, numbers and names: so that a restart folds nothing again.
create table report.state (
  name  text  primary key,
  state bytea not null
) with (fillfactor = 70);

create table report.call (
  call_key          text    primary key,
  applied_seq       bigint  not null,
  direction         text    not null,
  purpose           text    not null,
  is_training       boolean not null,
  desk              text    not null,
  operator          text    not null,
  state             text    not null,
  call_class        text    not null,
  ministry_class    text    not null,
  end_cause         text    not null,
  callback_id       text,
  offered_at        timestamptz,
  overflowed_at     timestamptz,
  answered_at       timestamptz,
  ended_at          timestamptz,
  classified_at     timestamptz,
  hold_s            numeric not null,
  is_silent         boolean not null,
  is_silent_checked boolean not null,
  transfer_result   text    not null,
  mos_mean          real,
  is_from_caller    boolean not null generated always as (direction = 'inbound' and purpose = '') stored,
  is_test           boolean not null generated always as (call_class = 'U') stored,
  is_counted        boolean not null generated always as
                    (direction = 'inbound' and purpose = '' and not is_training and call_class <> 'U') stored,
  is_abandoned      boolean not null generated always as (state = 'abandoned') stored,
  answer_s          numeric generated always as (report.seconds(offered_at, answered_at)) stored,
  abandoned_s       numeric generated always as
                    (case when state = 'abandoned' then report.seconds(offered_at, ended_at) end) stored,
  talk_s            numeric generated always as (report.seconds(answered_at, ended_at)) stored,
  wrap_up_s         numeric generated always as
                    (case when answered_at is null then null when classified_at <= ended_at then 0
                          else report.seconds(ended_at, classified_at) end) stored
);
create index call_offered_at on report.call (offered_at);

create table report.incident (
  incident_id       text    primary key,
  applied_seq       bigint  not null,
  ticket_number     text    not null,
  source            text    not null,
  is_training       boolean not null,
  desk              text    not null,
  operator          text    not null,
  state             text    not null,
  type_code         text    not null,
  priority          text    not null,
  place_code        text    not null,
  disposition       text    not null,
  caller_informed   text    not null,
  conflict_count    integer not null,
  opened_at         timestamptz,
  verified_at       timestamptz,
  first_sent_at     timestamptz,
  first_ack_at      timestamptz,
  first_en_route_at timestamptz,
  first_on_scene_at timestamptz,
  closed_at         timestamptz,
  reopened_at       timestamptz
);
create index incident_opened_at on report.incident (opened_at);

create table report.incident_call (
  incident_id text   not null,
  call_key    text   not null,
  applied_seq bigint not null,
  primary key (incident_id, call_key)
);
create index incident_call_key on report.incident_call (call_key);

create table report.agency_task (
  incident_id      text    not null,
  task_id          text    not null,
  applied_seq      bigint  not null,
  agency_code      text    not null,
  channel          text    not null,
  state            text    not null,
  escalation_level integer not null,
  ack_limit_s      integer,
  drafted_at       timestamptz,
  sent_at          timestamptz,
  acknowledged_at  timestamptz,
  working_at       timestamptz,
  reported_at      timestamptz,
  ended_at         timestamptz,
  ack_s            numeric generated always as (report.seconds(sent_at, acknowledged_at)) stored,
  work_s           numeric generated always as (report.seconds(acknowledged_at, reported_at)) stored,
  total_s          numeric generated always as (report.seconds(sent_at, ended_at)) stored,
  primary key (incident_id, task_id)
);

create table report.incident_unit (
  incident_id text   not null,
  unit_id     text   not null,
  applied_seq bigint not null,
  state       text   not null,
  assigned_at timestamptz,
  en_route_at timestamptz,
  on_scene_at timestamptz,
  released_at timestamptz,
  estimate_s  integer,
  turnout_s   numeric generated always as (report.seconds(assigned_at, en_route_at)) stored,
  travel_s    numeric generated always as (report.seconds(en_route_at, on_scene_at)) stored,
  on_scene_s  numeric generated always as (report.seconds(on_scene_at, released_at)) stored,
  committed_s numeric generated always as (report.seconds(assigned_at, released_at)) stored,
  primary key (incident_id, unit_id)
);

create table report.unit (
  unit_id        text    primary key,
  applied_seq    bigint  not null,
  call_sign      text    not null,
  agency_code    text    not null,
  medium         text    not null,
  post           text    not null,
  state          text    not null,
  state_since_at timestamptz,
  incident_count integer not null
);

create table report.unit_period (
  unit_id     text   not null,
  applied_seq bigint not null,
  state       text   not null,
  from_at     timestamptz,
  until_at    timestamptz,
  period_s    numeric generated always as (report.seconds(from_at, until_at)) stored,
  primary key (unit_id, applied_seq)
);

create table report.operator (
  operator_id    text   primary key,
  applied_seq    bigint not null,
  role           text   not null,
  desk           text   not null,
  state          text   not null,
  state_since_at timestamptz
);

create table report.operator_period (
  operator_id text   not null,
  applied_seq bigint not null,
  desk        text   not null,
  state       text   not null,
  from_at     timestamptz,
  until_at    timestamptz,
  period_s    numeric generated always as (report.seconds(from_at, until_at)) stored,
  primary key (operator_id, applied_seq)
);

create table report.callback (
  callback_id     text    primary key,
  applied_seq     bigint  not null,
  state           text    not null,
  call_key        text    not null,
  lost_count      integer not null,
  attempt_count   integer not null,
  first_lost_at   timestamptz,
  last_lost_at    timestamptz,
  last_attempt_at timestamptz,
  reached_at      timestamptz,
  closed_at       timestamptz,
  close_reason    text    not null,
  reach_s         numeric generated always as (report.seconds(first_lost_at, reached_at)) stored
);
