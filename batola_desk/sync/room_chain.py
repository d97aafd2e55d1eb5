"""The server's hash chain, computed from the columns alone. The twin of ``batola.fact_hash`` in SQL.

It stands here a second time on purpose: who could change the server's functions could make them agree with
anything.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Final

GENESIS_HASH: Final = bytes(32)

_PARTS: Final = (
    "stream_id",
    "seq",
    "fact_id",
    "origin",
    "oseq",
    "kind",
    "version",
    "aggregates",
    "guards",
    "actor",
    "desk",
    "occurred_us",
    "base_seq",
    "app",
    "verdict",
    "info",
    "author",
    "author_auth",
    "submitted_by",
    "recorded_us",
)


def framed(parts: list[str | None]) -> bytes:
    """Return parts with their lengths in front, so that no two lists give the same bytes."""
    framed_parts = []
    for part in parts:
        data = part.encode() if part is not None else None
        framed_parts.append(b"-" if data is None else b"%d:%b" % (len(data), data))
    return b",".join(framed_parts)


def fact_hash(row: Mapping[str, Any], prev_hash: bytes) -> bytes:
    """Return the hash that a row of ``api.journal`` must have after its predecessor's."""
    parts = [None if row[name] is None else str(row[name]) for name in _PARTS]
    head = prev_hash + row["body_hash"] + row["origin_prev_hash"] + row["origin_hash"]
    return hashlib.sha256(head + framed(parts)).digest()


def row_fault(row: Mapping[str, Any], prev_hash: bytes) -> str:
    """Return what is wrong with a row, empty when nothing is: ``prev``, ``body`` or ``hash``."""
    if row["prev_hash"] != prev_hash:
        return "prev"
    body = row["body"]
    if body is not None and hashlib.sha256(body.encode()).digest() != row["body_hash"]:
        return "body"
    return "" if fact_hash(row, prev_hash) == row["hash"] else "hash"
