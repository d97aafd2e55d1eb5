-- Revision 0001: what may be read, and by whom. Everything that is not granted here is not reachable.

create view api.room as
  select r.product, r.api_level, r.oldest_api_level, r.rules, r.program, r.restored_at,
         (select version_num from batola.room_version) as revision,
         pg_is_in_recovery() as is_standby
    from batola.room r;

create view api.head as select s.stream_id, s.name, s.epoch, s.seq, s.head_hash from batola.stream s;

create view api.journal as
  select stream_id, seq, fact_id, origin, oseq, kind, version, aggregates, guards, actor, desk, occurred_us,
         base_seq, app, body, body_bytes, body_hash, origin_prev_hash, origin_hash, verdict, info, author,
         author_auth, submitted_by, recorded_us, prev_hash, hash
    from batola.journal;

create view api.erasure as select stream_id, seq, reason, erased_by, erased_at from batola.erasure;
create view api.loss as select stream_id, origin, from_oseq, to_oseq, reason, declared_by, declared_at from batola.loss;
create view api.member as select login, full_name, role, desk, disabled, changed_at from batola.member;
create view api.disturbance as select at, login, what, transaction from batola.disturbance;

revoke all on all functions in schema api, batola from public;
revoke all on all tables in schema api, batola from public;

grant usage on schema api to batola_operator, batola_workstation, batola_projector;
grant select on api.room, api.head, api.journal, api.erasure, api.loss, api.member
  to batola_operator, batola_workstation, batola_projector;
grant select on api.disturbance to batola_lead;
grant execute on function api.submit(smallint, text[]) to batola_operator, batola_workstation;
grant execute on function api.seat(smallint, uuid, name) to batola_workstation;
grant execute on function api.declare_lost(smallint, uuid, bigint, text) to batola_workstation;
grant execute on function api.erase_body(smallint, bigint, text) to batola_admin;

insert into batola.room (api_level, oldest_api_level) values (1, 1);
insert into batola.stream (stream_id, name) values (1, 'room');
