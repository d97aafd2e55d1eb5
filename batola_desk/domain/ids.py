"""Identifiers: UUID version 7, so that sorting by id is sorting by time of birth."""

from __future__ import annotations

import re
import secrets
import time
import uuid

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
CALLBACK_NAMESPACE = uuid.UUID("6f1e2a52-0c38-5f0e-9b53-112063040001")


def new_id(now_ms: int | None = None) -> str:
    """Return a new UUIDv7 as text.

    Args:
        now_ms: Unix time in milliseconds; the wall clock when absent.

    Source: RFC 9562 §5.7.
    """
    stamp = (time.time_ns() // 1_000_000) if now_ms is None else now_ms
    value = (stamp & ((1 << 48) - 1)) << 80
    value |= 0x7 << 76
    value |= secrets.randbits(12) << 64
    value |= 0b10 << 62
    value |= secrets.randbits(62)
    return str(uuid.UUID(int=value))


def is_id(text: str) -> bool:
    """Whether a text is a UUID as ``new_id`` writes them: lower case, with hyphens."""
    return _ID.fullmatch(text) is not None


def callback_id_for_call(call_key: str) -> str:
    """Return the id of the call-back item that a lost call opens.

    Every desk of a ring-all group sees the same lost call; a derived id makes their facts fall
    on one item instead of one per desk.
    """
    return str(uuid.uuid5(CALLBACK_NAMESPACE, call_key))
