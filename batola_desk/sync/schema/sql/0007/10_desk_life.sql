-- Revision 0007: which desks are alive. No history and no fact: after a crash of the server every desk says it again
-- within seconds. Who is silent for long is stood in for by another desk, so that nobody's alarms go unheard.

create unlogged table batola.desk_life (
  stream_id smallint    not null,
  desk      text        not null,   -- letter of the machine
  told_at   timestamptz not null,
  primary key (stream_id, desk)
) with (fillfactor = 30, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);

-- A machine says that its own desk lives; whoever asks hears for how many seconds each desk has been silent.
-- A person's session says nothing of a machine. Waits for nobody: the only row it writes is the speaker's own.
create function api.tell_alive(p_stream smallint) returns table (desk text, silent_s double precision)
language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '100ms' as $$
declare
  v_speaker batola.speaker := batola.speaker();
  v_now     timestamptz := clock_timestamp();
begin
  if v_speaker.is_workstation then
    begin
      insert into batola.desk_life as l (stream_id, desk, told_at)
        select st.stream_id, m.desk, v_now from batola.member m cross join batola.stream st
         where m.login = v_speaker.login and m.desk is not null and st.stream_id = p_stream
        on conflict on constraint desk_life_pkey do update set told_at = excluded.told_at
         -- once a second is enough, whoever asks faster; a clock that was set back is believed
         where l.told_at not between v_now - interval '1 s' and v_now;
    exception when lock_not_available then
      null;   -- the same login says it over another connection right now
    end;
  end if;
  return query
    select l.desk, greatest(0, extract(epoch from v_now - l.told_at))::float8
      from batola.desk_life l where l.stream_id = p_stream order by l.desk limit 1000;
end $$;

revoke all on batola.desk_life from public;
revoke all on function api.tell_alive(smallint) from public;
grant execute on function api.tell_alive(smallint) to batola_operator, batola_workstation;
