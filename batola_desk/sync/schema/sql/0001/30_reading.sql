-- Revision 0001: reading an envelope. Nothing a desk sends may raise here: what cannot be used is kept as it came,
-- at its number, with verdict `invalid`, so that it never blocks the facts behind it.

create type batola.envelope as (
  fact_id uuid, origin uuid, oseq bigint, kind text, version integer, aggregates text, guards jsonb,
  actor text, desk text, occurred_us bigint, base_seq bigint, app text, body text,
  origin_prev_hash bytea, origin_hash bytea,
  fault text   -- null: usable; else why not
);

-- Exceptions are caught for one expression that writes nothing: such a subtransaction gets no number and costs
-- microseconds. (PostgreSQL 16 could ask IS JSON; 15 cannot.)
create function batola.json_or_null(p_text text) returns jsonb
language plpgsql immutable as $$
begin
  return p_text::jsonb;
exception when data_exception or program_limit_exceeded or statement_too_complex then
  return null;   -- not JSON, a NUL (\u0000), half a surrogate pair, nested without end
end $$;

create function batola.is_uuid(p_text text) returns boolean language sql immutable as $$
  select coalesce(p_text ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$', false)
$$;

create function batola.is_whole(p_value jsonb) returns boolean language sql immutable as $$
  select coalesce(jsonb_typeof(p_value) = 'number' and p_value::text ~ '^-?[0-9]{1,18}$', false)
$$;

create function batola.is_short(p_value jsonb, p_max integer) returns boolean language sql immutable as $$
  select coalesce(jsonb_typeof(p_value) = 'string' and length(p_value #>> '{}') <= p_max, false)
$$;

-- An envelope that is no JSON still names its fact, its origin and its number: a quotation mark inside a JSON
-- string is always escaped, so these patterns find keys only.
create function batola.unreadable(p_text text) returns batola.envelope
language plpgsql immutable as $$
declare
  r batola.envelope;
  v_id     text := substring(p_text from '[{,] ?"id": ?"([0-9a-fA-F-]{36})"');
  v_origin text := substring(p_text from '[{,] ?"origin": ?"([0-9a-fA-F-]{36})"');
  v_oseq   text := substring(p_text from '[{,] ?"oseq": ?([0-9]{1,18})[,}]');
begin
  if batola.is_uuid(v_id) and batola.is_uuid(v_origin) and v_oseq is not null then
    r.fact_id := v_id::uuid; r.origin := v_origin::uuid; r.oseq := v_oseq::bigint;
    r.actor := coalesce(substring(p_text from '[{,] ?"actor": ?"([^"\\]{1,63})"'), '');
  end if;
  r.fault := 'unreadable';
  return r;
end $$;

create function batola.seal_in(p_text text, p_key text) returns bytea language sql immutable as $$
  select coalesce(decode(substring(p_text from '[{,] ?"' || p_key || '": ?"([0-9a-f]{64})"'), 'hex'), '')
$$;

-- What is wrong with a readable envelope, or null.
create function batola.envelope_fault(e jsonb) returns text
language plpgsql immutable as $$
declare
  v jsonb;
begin
  if not batola.is_short(e -> 'kind', 100) then return 'kind'; end if;
  if not batola.is_whole(e -> 'v') or (e ->> 'v')::bigint not between 1 and 32767 then return 'version'; end if;
  if not batola.is_whole(e -> 't') then return 'time'; end if;
  if not batola.is_whole(e -> 'base') then return 'base'; end if;
  if not batola.is_short(e -> 'actor', 63) then return 'actor'; end if;
  if not batola.is_short(e -> 'desk', 20) then return 'desk'; end if;
  if not batola.is_short(e -> 'app', 100) then return 'app'; end if;
  if jsonb_typeof(e -> 'body') is distinct from 'string' then return 'body'; end if;
  if octet_length(e ->> 'body') > 524288 then return 'too_big'; end if;   -- LIMIT: see read_envelope
  if coalesce(e ->> 'prev', '') !~ '^([0-9a-f]{64})?$' or coalesce(e ->> 'hash', '') !~ '^([0-9a-f]{64})?$' then
    return 'chain';
  end if;

  v := e -> 'aggs';
  if jsonb_typeof(v) is distinct from 'array' or jsonb_array_length(v) > 256 then return 'aggregates'; end if;
  for i in 0 .. jsonb_array_length(v) - 1 loop
    if not batola.is_short(v -> i, 200) then return 'aggregates'; end if;
  end loop;

  v := e -> 'guards';
  if jsonb_typeof(v) is distinct from 'array' or jsonb_array_length(v) > 32 then return 'guards'; end if;
  for i in 0 .. jsonb_array_length(v) - 1 loop
    if not batola.is_short(v -> i -> 'k', 200)
       or not (v -> i -> 'expect' = 'null' or batola.is_short(v -> i -> 'expect', 200))
       or not (v -> i -> 'set' = 'null' or batola.is_short(v -> i -> 'set', 200)) then
      return 'guards';
    end if;
  end loop;
  return null;
end $$;

create function batola.read_envelope(p_text text) returns batola.envelope
language plpgsql immutable as $$
declare
  e jsonb;
  r batola.envelope;
begin
  -- LIMIT: a body of 512 KiB, escaped once more; a desk's largest facts carry a document of 64 KiB.
  e := case when octet_length(p_text) <= 1048576 then batola.json_or_null(p_text) end;
  if e is null or jsonb_typeof(e) <> 'object' then
    r := batola.unreadable(p_text);
  elsif batola.is_uuid(e ->> 'id') and batola.is_uuid(e ->> 'origin') and batola.is_whole(e -> 'oseq') then
    r.fact_id := (e ->> 'id')::uuid; r.origin := (e ->> 'origin')::uuid; r.oseq := (e ->> 'oseq')::bigint;
    r.fault := batola.envelope_fault(e);
    r.actor := case when batola.is_short(e -> 'actor', 63) then e ->> 'actor' else '' end;
    r.kind := case when batola.is_short(e -> 'kind', 100) then e ->> 'kind' end;
  end if;
  if r.origin is null or r.oseq < 1 then
    raise exception 'an envelope names no fact, origin or number' using errcode = 'BD006';
  end if;
  if r.fault is null then
    r.version := (e ->> 'v')::integer;
    r.aggregates := (e -> 'aggs')::text;
    r.guards := e -> 'guards';
    r.desk := e ->> 'desk';
    r.occurred_us := (e ->> 't')::bigint;
    r.base_seq := (e ->> 'base')::bigint;
    r.app := e ->> 'app';
    r.body := e ->> 'body';
    r.origin_prev_hash := decode(coalesce(e ->> 'prev', ''), 'hex');
    r.origin_hash := decode(coalesce(e ->> 'hash', ''), 'hex');
  else   -- kept as it came
    r.kind := coalesce(r.kind, ''); r.version := 0; r.aggregates := '[]'; r.guards := '[]';
    r.desk := ''; r.occurred_us := 0; r.base_seq := 0; r.app := ''; r.body := p_text;
    -- Its seals stay: the next fact of this origin refers to them.
    r.origin_prev_hash := batola.seal_in(p_text, 'prev');
    r.origin_hash := batola.seal_in(p_text, 'hash');
  end if;
  return r;
end $$;
