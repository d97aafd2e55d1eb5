-- Revision 0011: who may be given a confidential ticket, as the desks judge it (services/confidence.py), so that a psql
-- with an operator's own login is no way round them. To be given one is to see it on every desk.
--
-- Everything is read from the history and from who sits where; nothing is kept beside it that could disagree. Only a
-- fact that gives a ticket, or takes a confidential type from it, is looked at so closely.

-- Written by `secretariat init` and `upgrade` from the configuration: codes of confidential types, the roles of people
-- who see every such ticket, and those who may be given one. Empty: the rule rests.
create table batola.confidence (
  what text not null check (what in ('type', 'sees', 'receives')),
  code text not null,
  primary key (what, code)
);
revoke all on batola.confidence from public;

create function batola.names_in(p_names text) returns text[]
language sql immutable strict parallel safe as $$
  select coalesce(array_agg(n), '{}') from jsonb_array_elements_text(p_names::jsonb) n
$$;

create index journal_confidence on batola.journal using gin (batola.names_in(aggregates)) with (fastupdate = off)
  where kind in ('incident.opened', 'incident.field_set', 'call.linked', 'call.answered')
    and (kind <> 'incident.field_set' or strpos(body, '"type_code"') > 0);

-- What counts of a thing, of the kinds in that index. It repeats the index's condition, or PostgreSQL would not use it.
create function batola.facts_about(p_stream smallint, p_name text, p_kind text) returns setof batola.journal
language sql stable as $$
  select j.* from batola.journal j
   where j.stream_id = p_stream and j.kind = p_kind and j.verdict in ('ok', 'contested')
     and batola.names_in(j.aggregates) @> array[p_name]
     and j.kind in ('incident.opened', 'incident.field_set', 'call.linked', 'call.answered')
     and (j.kind <> 'incident.field_set' or strpos(j.body, '"type_code"') > 0)
$$;

create function batola.confides(p_what text, p_code text) returns boolean language sql stable as $$
  select exists (select from batola.confidence c where c.what = p_what and c.code = p_code)
$$;

-- The highest role of a person; null: none of ours.
create function batola.room_role(p_login text) returns text language sql stable as $$
  select case when pg_has_role(r.oid, 'batola_admin', 'member') then 'admin'
              when pg_has_role(r.oid, 'batola_lead', 'member') then 'lead'
              when pg_has_role(r.oid, 'batola_operator', 'member') then 'operator' end
    from pg_roles r where r.rolname = p_login and r.rolcanlogin and not r.rolsuper
$$;

-- Who sits where, as each desk's workstation last said: of several files of one machine the newest counts.
create function batola.seats(p_stream smallint) returns table (desk text, login text) language sql stable as $$
  select distinct on (m.desk) m.desk, og.seated::text
    from batola.origin og join batola.member m on m.login = og.owner and m.desk is not null
   where og.stream_id = p_stream order by m.desk, og.last_seen desc, og.first_seen desc
$$;

create function batola.is_confidential(p_stream smallint, p_incident text) returns boolean language sql stable as $$
  select coalesce((
    select batola.confides('type', batola.json_or_null(f.body) ->> 'value')
      from batola.facts_about(p_stream, p_incident, 'incident.field_set') f
     where batola.json_or_null(f.body) ->> 'field' = 'type_code' order by f.seq desc limit 1), false)
$$;

-- Desk and login whose a ticket is: as last reassigned, else who opened it.
create function batola.owner_of(p_stream smallint, p_incident text, out desk text, out login text)
language plpgsql stable as $$
declare
  v_held text;
begin
  select gu.value into v_held from batola.guard gu where gu.stream_id = p_stream and gu.key = p_incident;
  if found then
    desk := split_part(v_held, '/', 1); login := substr(v_held, length(desk) + 2);
  else
    select f.desk, f.author into desk, login
      from batola.facts_about(p_stream, p_incident, 'incident.opened') f order by f.seq limit 1;
  end if;
end $$;

-- Whether a ticket is this person's own: opened or owned by him, of his desk, or with a call that he or it answered.
create function batola.is_own(p_stream smallint, p_incident text, p_login text, p_desk text) returns boolean
language plpgsql stable as $$
declare
  v_owner record;
begin
  select * into v_owner from batola.owner_of(p_stream, p_incident);
  if v_owner.login = p_login or (p_desk <> '' and v_owner.desk = p_desk) then
    return true;
  end if;
  if exists (select from batola.facts_about(p_stream, p_incident, 'incident.opened') f where f.author = p_login) then
    return true;
  end if;
  return exists (
    select from (
      select 'call:' || (batola.json_or_null(f.body) ->> 'call_key') as call
        from batola.facts_about(p_stream, p_incident, 'incident.opened') f
      union
      select 'call:' || (batola.json_or_null(f.body) ->> 'call_key')
        from batola.facts_about(p_stream, p_incident, 'call.linked') f
    ) linked cross join lateral batola.facts_about(p_stream, linked.call, 'call.answered') f
     where linked.call is not null and (f.author = p_login or (p_desk <> '' and f.desk = p_desk)));
end $$;

-- Whether its owner, or somebody who sees every such ticket, sits at a desk that lives.
create function batola.is_attended(p_stream smallint, p_incident text) returns boolean language sql stable as $$
  select exists (
    select from batola.seats(p_stream) s join batola.desk_life l on l.stream_id = p_stream and l.desk = s.desk
     where l.told_at > clock_timestamp() - interval '60 s' and s.login is not null
       and (s.login = (select o.login from batola.owner_of(p_stream, p_incident) o)
            or batola.confides('sees', batola.room_role(s.login))))
$$;

-- Who of those that would get a ticket may not; null: nobody. A desk without a login is whoever sits there.
create function batola.unfit_receiver(p_stream smallint, p_desk text, p_login text) returns text
language plpgsql stable as $$
begin
  if coalesce(p_login, '') <> '' and strpos(p_login, ':') = 0 then
    return case when not batola.confides('receives', coalesce(batola.room_role(p_login), '')) then p_login end;
  end if;
  return (select s.login from batola.seats(p_stream) s
           where s.desk = p_desk and s.login is not null
             and not batola.confides('receives', coalesce(batola.room_role(s.login), '')) limit 1);
end $$;

-- Why this fact would show a confidential ticket to whom it may not; null: it would not.
create function batola.breach(p_stream smallint, e batola.envelope, p_speaker batola.speaker) returns jsonb
language plpgsql stable as $$
declare
  v_body  jsonb := batola.json_or_null(e.body);
  v_name  text;
  v_unfit text;
begin
  if e.kind = 'incident.field_set'
     and (v_body ->> 'field' is distinct from 'type_code' or batola.confides('type', v_body ->> 'value')) then
    return null;
  end if;
  -- What it names and what it guards are both its own words; the desks fold by the one, the room by the other.
  for v_name in
    select n from unnest(batola.names_in(e.aggregates)) n where starts_with(n, 'incident:')
    union select g ->> 'k' from jsonb_array_elements(e.guards) g where starts_with(g ->> 'k', 'incident:')
  loop
    continue when not batola.is_confidential(p_stream, v_name);
    if e.kind = 'incident.reassigned' then
      select u into v_unfit from (
        select batola.unfit_receiver(p_stream, v_body ->> 'to_desk', v_body ->> 'to_operator') as u
        union all
        select batola.unfit_receiver(
                 p_stream, split_part(g ->> 'set', '/', 1), substr(g ->> 'set', strpos(g ->> 'set', '/') + 1))
          from jsonb_array_elements(e.guards) g where g ->> 'set' is not null) every where u is not null limit 1;
      if v_unfit is not null then
        return jsonb_build_object('why', 'confidential', 'may_not_see', v_unfit);
      end if;
    end if;
    -- What a machine relays its desk has judged, perhaps while it could not know who was there.
    if not p_speaker.is_workstation
       and not batola.confides('sees', coalesce(batola.room_role(p_speaker.login), ''))
       and not batola.is_own(
         p_stream, v_name, p_speaker.login, coalesce(batola.desk_of(p_stream, e.origin, p_speaker), ''))
       and batola.is_attended(p_stream, v_name) then
      return jsonb_build_object('why', 'confidential', 'may_not_see', p_speaker.login);
    end if;
  end loop;
  return null;
end $$;
