"""A snapshot of the room: the states of all that is not over, at one place of its journal.

A desk makes it from its own file, the server keeps it, a new desk begins with it. It is a cache: whoever
began with one compares it with the history afterwards. See docs/decisions/0019.
"""

from __future__ import annotations

import functools
import hashlib
import time
import zlib
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec
from sqlalchemy import Connection

from batola_desk.domain import reducers
from batola_desk.domain.reducers import is_known_name
from batola_desk.models.codec import names_of
from batola_desk.models.journal_table import load_aggregate
from batola_desk.models.projections import PROJECTIONS
from batola_desk.models.room import RoomSnapshot, SnapshotThing
from batola_desk.models.room_table import read_room_head
from batola_desk.models.tables import PENDING_SEQ, PROJECTION_VERSION

RECENT: Final = 5_000  # LIMIT: what the newest entries touched goes with it: over or not, it may change soon
THINGS_MAX: Final = 50_000  # LIMIT: of one snapshot; a room with more that is open has other troubles
BYTES_MAX: Final = 64 << 20  # LIMIT: of one snapshot when it is unpacked
THINGS_IN_PART: Final = 200
PAUSE_S: Final = 0.002  # between two parts, so that the screen's thread is never far from its turn

_UNFINISHED: Final = {
    "call": "SELECT call_key FROM call_row WHERE is_live = 1 OR needs_class = 1",
    "incident": "SELECT incident_id FROM incident_row WHERE is_open = 1",
    "callback": "SELECT callback_id FROM callback_row WHERE is_open = 1",
    "unit": "SELECT unit_id FROM unit_row",
    "operator": "SELECT operator_id FROM operator_row",
    "desk": "SELECT desk_id FROM desk_row",
    "map_feature": (  # not removed, not over
        "SELECT feature_id FROM map_feature_row WHERE gone_us IS NULL "
        "OR gone_us > CAST(strftime('%s', 'now') AS INTEGER) * 1000000"
    ),
}
_IN_CONFLICT: Final = "SELECT DISTINCT home FROM conflict_row WHERE is_open = 1"
_RECENT_NAMES: Final = """
    SELECT j.aggregates FROM room_entry AS e CROSS JOIN journal AS j ON j.row_id = e.row_id WHERE e.seq > ?
"""
_FIRST: Final = """
    SELECT a.seq, j.aggregates FROM journal_aggregate AS a CROSS JOIN journal AS j ON j.row_id = a.row_id
    WHERE a.aggregate = ? AND a.seq < ? ORDER BY a.seq LIMIT 1
"""
_PART: Final = msgspec.json.Decoder(list[tuple[str, int, int, msgspec.Raw]])


@functools.cache
def snapshot_form() -> str:
    """Return a word for how this program folds and keeps states: a snapshot of another form is of no use."""
    schemas = [msgspec.json.schema(type(reducers.initial_state(f"{kind}:x"))) for kind in PROJECTIONS]
    digest = hashlib.sha256(msgspec.json.encode(schemas, order="sorted")).hexdigest()
    return f"{PROJECTION_VERSION}-{digest[:16]}"


def read_snapshot(connection: Connection) -> RoomSnapshot | None:
    """Return the snapshot of this file's end of the room's journal; None while it is empty or too much."""
    head = read_room_head(connection)
    names = dict.fromkeys(_names(connection, head.seq))
    if not head.seq or len(names) > THINGS_MAX:
        return None
    things = []
    left = BYTES_MAX // 2
    for number, name in enumerate(names):
        thing = _thing(connection, name)
        if thing is not None:
            things.append(thing)
            left -= len(thing.name) + len(thing.state)
        if left < 0:
            return None
        if number % THINGS_IN_PART == 0:
            time.sleep(PAUSE_S)
    return RoomSnapshot(seq=head.seq, hash=head.hash, things=tuple(things))


def _names(connection: Connection, head_seq: int) -> Iterator[str]:
    for kind, query in _UNFINISHED.items():
        for row in connection.exec_driver_sql(query):
            yield f"{kind}:{row[0]}"
    for row in connection.exec_driver_sql(_IN_CONFLICT):
        yield row[0]
    for row in connection.exec_driver_sql(_RECENT_NAMES, (head_seq - RECENT,)):
        yield from (name for name in names_of(row[0]) if is_known_name(name))


def _thing(connection: Connection, name: str) -> SnapshotThing | None:
    """Return what the room's facts alone say of a thing; None when they say nothing."""
    first = connection.exec_driver_sql(_FIRST, (name, PENDING_SEQ)).first()
    held = load_aggregate(connection, name)
    if first is None or held is None:
        return None
    names = names_of(first.aggregates)
    try:
        state = msgspec.json.encode(held.settled)
    except UnicodeEncodeError:  # half a character: this one comes with the history
        return None
    position = names.index(name) if name in names else 0
    return SnapshotThing(name=name, first_seq=first.seq, position=position, state=state)


def pack(snapshot: RoomSnapshot) -> list[bytes]:
    """Return the parts in which a snapshot travels."""
    parts = []
    for start in range(0, len(snapshot.things), THINGS_IN_PART):
        rows = [
            (thing.name, thing.first_seq, thing.position, msgspec.Raw(thing.state))
            for thing in snapshot.things[start : start + THINGS_IN_PART]
        ]
        parts.append(zlib.compress(msgspec.json.encode(rows), 3))
    return parts


def unpack(seq: int, entry_hash: bytes, parts: Sequence[bytes]) -> RoomSnapshot:
    """Return a snapshot from its parts.

    Raises:
        ValueError: they are none, or unpack to more than any room needs.
    """
    things: list[SnapshotThing] = []
    left = BYTES_MAX
    for part in parts:
        try:
            unpacker = zlib.decompressobj()
            text = unpacker.decompress(part, left)
            if unpacker.unconsumed_tail or not unpacker.eof or not text:
                raise ValueError("damaged, or too big")
            left -= len(text)
            rows = _PART.decode(text)
        except (zlib.error, msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise ValueError("no snapshot") from error
        things += [
            SnapshotThing(name=name, first_seq=first_seq, position=position, state=bytes(state))
            for name, first_seq, position, state in rows
        ]
        if left <= 0 or len(things) > THINGS_MAX:
            raise ValueError("too big")
    return RoomSnapshot(seq=seq, hash=entry_hash, things=tuple(things))


__all__ = ["pack", "read_snapshot", "snapshot_form", "unpack"]
