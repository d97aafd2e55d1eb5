-- Revision 0011: the judge of revision 0001, and what a confidential ticket asks.

-- Verdict and reason for one fact; facts are judged, never refused.
create or replace function batola.judge(
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

  if e.kind = 'incident.reassigned' or (e.kind = 'incident.field_set' and strpos(e.body, '"type_code"') > 0) then
    info := batola.breach(p_stream, e, p_speaker);
    if info is not null then
      verdict := 'denied'; return;
    end if;
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
