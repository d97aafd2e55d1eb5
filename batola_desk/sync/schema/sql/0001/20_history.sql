-- Revision 0001: what makes the history a history: its hash, and that nobody changes it.

-- Each part with its length in front: two different facts can never give the same bytes.
-- (PL/pgSQL on the way of every fact: unlike SQL functions its plans are kept.)
create function batola.framed(variadic p_parts text[]) returns bytea
language plpgsql immutable parallel safe as $$
declare
  v_part text;
  v_all  text := '';
begin
  foreach v_part in array p_parts loop
    v_all := v_all || ',' || coalesce(octet_length(v_part) || ':' || v_part, '-');
  end loop;
  return convert_to(substr(v_all, 2), 'UTF8');
end $$;

-- `batola-desk secretariat verify` computes the same in Python (sync/room_chain.py), from the columns alone.
-- The body takes part through its own hash, so that its erasure leaves the chain whole.
create function batola.fact_hash(j batola.journal) returns bytea
language plpgsql immutable parallel safe as $$
begin
  return sha256(j.prev_hash || j.body_hash || j.origin_prev_hash || j.origin_hash || batola.framed(
    j.stream_id::text, j.seq::text, j.fact_id::text, j.origin::text, j.oseq::text, j.kind, j.version::text,
    j.aggregates, j.guards, j.actor, j.desk, j.occurred_us::text, j.base_seq::text, j.app,
    j.verdict, j.info, j.author, j.author_auth, j.submitted_by::text, j.recorded_us::text));
end $$;

create function batola.refuse_change() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  -- The one lawful change: an admin takes a body away, through api.erase_body, which has noted it by then.
  if tg_op = 'UPDATE' and new.body is null and old.body is not null
     and to_jsonb(new) - 'body' = to_jsonb(old) - 'body'
     and exists (select from batola.erasure e where e.stream_id = old.stream_id and e.seq = old.seq) then
    return new;
  end if;
  raise exception 'the journal is append-only' using errcode = 'BD010';
end $$;
create trigger journal_is_append_only before update or delete on batola.journal
  for each row execute function batola.refuse_change();
create trigger journal_is_never_emptied before truncate on batola.journal
  for each statement execute function batola.refuse_change();

create function batola.refuse_any_change() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'BD010';
end $$;
create trigger erasure_is_append_only before update or delete or truncate on batola.erasure
  for each statement execute function batola.refuse_any_change();
create trigger loss_is_append_only before update or delete or truncate on batola.loss
  for each statement execute function batola.refuse_any_change();
