"""Between a fact and its stored form: canonical body, envelope, hash. Never raises on what it reads."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from batola_desk.domain.events import EVENT_CLASSES
from batola_desk.domain.facts import Event, Fact, Guard, UnknownEvent, Verdict
from batola_desk.domain.upcasts import UPCASTS

NAMES_PER_FACT = 256  # LIMIT: things that one fact may touch; a desk writes no more, and no desk reads more
NAMES_REMEMBERED = 512  # LIMIT: lists of names, each read some seven times on its way into the file
GENESIS_HASH = b"\x00" * 32


class _Submission(msgspec.Struct, forbid_unknown_fields=True):
    """The fields of an envelope as ``submission_text`` writes them."""

    id: str
    origin: str
    oseq: int
    kind: str
    v: int
    aggs: list[str]
    guards: list[dict[str, str | None]]
    actor: str
    desk: str
    t: int
    base: int
    app: str
    body: str
    prev: str
    hash: str


_SUBMISSIONS = msgspec.json.Decoder(_Submission)
_NAMES = msgspec.json.Decoder(tuple[str, ...])
_VERDICTS = {verdict.value: verdict for verdict in Verdict if verdict is not Verdict.PENDING}


@dataclass(frozen=True, slots=True)
class StoredFact:
    """One row of the journal table, in the order of its columns; ``aggregates`` and ``guards`` are JSON."""

    row_id: int
    fact_id: str
    origin: str
    oseq: int
    kind: str
    version: int
    aggregates: str
    guards: str
    actor: str
    desk: str
    occurred_us: int
    base_seq: int
    app: str
    body: str
    prev_hash: bytes
    hash: bytes


def canonical(value: object) -> str:
    """Return the one JSON text of a value: sorted keys, no spaces, UTF-8 text.

    Half a surrogate pair (a cut emoji) cannot be stored as UTF-8; it becomes U+FFFD.
    """
    try:
        return msgspec.json.encode(value, order="sorted").decode()
    except UnicodeEncodeError:
        plain = _without_surrogates(msgspec.to_builtins(value))
        return msgspec.json.encode(plain, order="sorted").decode()


def encode_event(event: Event) -> tuple[str, int, str]:
    """Return (kind, version, body) of an event; an unknown one goes out exactly as it came in."""
    if isinstance(event, UnknownEvent):
        return event.kind, event.version, event.body
    return event.TYPE, event.VERSION, canonical(event)


def decode_event(kind: str, version: int, body: str) -> Event:
    """Return the event; ``UnknownEvent`` when the kind is unknown, newer, or the body cannot be read."""
    event_class = EVENT_CLASSES.get(kind)
    if event_class is None or version > event_class.VERSION or version < 1:
        return UnknownEvent(kind=kind, version=version, body=body)
    try:
        if version == event_class.VERSION:
            event: Event = _decoder(event_class).decode(body)
            return event
        raw = msgspec.json.decode(body)
        for step in range(version, event_class.VERSION):
            raw = UPCASTS[(kind, step)](raw)
        upcast: Event = msgspec.convert(raw, event_class)
        return upcast
    except (msgspec.MsgspecError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return UnknownEvent(kind=kind, version=version, body=body)


def event_from_fields(kind: str, fields: Mapping[str, object], *, version: int | None = None) -> Event:
    """Return the event for a kind and its fields, as the engine's spool delivers them."""
    event_class = EVENT_CLASSES.get(kind)
    known = event_class.VERSION if event_class is not None else 1
    return decode_event(kind, known if version is None else version, canonical(dict(fields)))


def encode_guards(guards: Sequence[Guard]) -> str:
    """Return guards as the server reads them: a JSON list of {expect, k, set}."""
    return canonical([{"k": g.key, "expect": g.expect, "set": g.set} for g in guards])


def envelope_text(row: StoredFact) -> str:
    """Return the canonical envelope: what the server receives and what the hash covers.

    The body travels as a JSON *string*, so that its bytes survive unchanged.
    """
    names = decode_names(row.aggregates)
    return canonical(
        {
            "id": row.fact_id,
            "origin": row.origin,
            "oseq": row.oseq,
            "kind": row.kind,
            "v": row.version,
            "aggs": names if names is not None else json.loads(row.aggregates),
            "guards": [] if row.guards == "[]" else json.loads(row.guards),
            "actor": row.actor,
            "desk": row.desk,
            "t": row.occurred_us,
            "base": row.base_seq,
            "app": row.app,
            "body": row.body,
        }
    )


def chain_hash(prev_hash: bytes, envelope: str) -> bytes:
    """Return sha256(previous hash + envelope)."""
    return hashlib.sha256(prev_hash + envelope.encode()).digest()


def hash_fits(row: StoredFact) -> bool:
    """Whether the row is exactly what was written: its hash covers predecessor and envelope."""
    try:
        return chain_hash(row.prev_hash, envelope_text(row)) == row.hash
    except (ValueError, TypeError, RecursionError):
        return False


def submission_text(row: StoredFact) -> str:
    """Return the envelope with the fact's own seal: so every desk can check what any other desk wrote."""
    envelope = json.loads(envelope_text(row))
    return canonical({**envelope, "prev": row.prev_hash.hex(), "hash": row.hash.hex()})


def fact_from_submission(text: str) -> StoredFact:
    """Return the row (without a row id) of an envelope that ``submission_text`` made.

    Raises:
        ValueError: it is none, or its seal does not fit.
    """
    try:
        told = _SUBMISSIONS.decode(text)
        row = StoredFact(
            row_id=0,
            fact_id=told.id,
            origin=told.origin,
            oseq=told.oseq,
            kind=told.kind,
            version=told.v,
            aggregates=canonical(told.aggs),
            guards=canonical(told.guards),
            actor=told.actor,
            desk=told.desk,
            occurred_us=told.t,
            base_seq=told.base,
            app=told.app,
            body=told.body,
            prev_hash=bytes.fromhex(told.prev),
            hash=bytes.fromhex(told.hash),
        )
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise ValueError("no envelope") from error
    if told.oseq < 1 or not hash_fits(row):
        raise ValueError("the seal does not fit")
    return row


def decode_fact(row: StoredFact, seq: int | None = None, verdict: str | None = None) -> Fact:
    """Return the fact of a row. Never raises on damaged content: the event then is an ``UnknownEvent``.

    Args:
        seq: its place in the room's journal; None = pending.
        verdict: the room's word. One of a newer room is kept in the file and takes no effect here.
    """
    return Fact(
        fact_id=row.fact_id,
        origin=row.origin,
        oseq=row.oseq,
        aggregates=_names(row.aggregates),
        actor=row.actor,
        desk=row.desk,
        occurred_us=row.occurred_us,
        event=decode_event(row.kind, row.version, row.body),
        guards=_guards(row.guards),
        seq=seq,
        verdict=Verdict.PENDING if seq is None else _VERDICTS.get(verdict or "", Verdict.INVALID),
    )


@functools.lru_cache(NAMES_REMEMBERED)
def names_of(aggregates: str) -> tuple[str, ...]:
    """Return the names that a fact touches, each once; none when the text is no list of names."""
    return tuple(dict.fromkeys(_names(aggregates)[:NAMES_PER_FACT]))


@functools.cache
def _decoder(event_class: type[Event]) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(event_class)


@functools.lru_cache(NAMES_REMEMBERED)
def decode_names(text: str) -> tuple[str, ...] | None:
    """Return the names in a JSON list, None when the text is no such list."""
    try:
        return _NAMES.decode(text)
    except (msgspec.MsgspecError, ValueError):
        return None


def _names(text: str) -> tuple[str, ...]:
    return decode_names(text) or ()


def _guards(text: str) -> tuple[Guard, ...]:
    if text == "[]":
        return ()
    try:
        raw = msgspec.json.decode(text, type=list[dict[str, str | None]])
        return tuple(Guard(key=g["k"] or "", expect=g["expect"], set=g["set"]) for g in raw)
    except (msgspec.MsgspecError, ValueError, KeyError):
        return ()


def _without_surrogates(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {_without_surrogates(k): _without_surrogates(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_without_surrogates(item) for item in value]
    return value
