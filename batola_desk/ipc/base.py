"""What every message between engine and screen has in common."""

from __future__ import annotations

import msgspec


class Message(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", forbid_unknown_fields=False):
    """Base of all messages; ``type`` on the wire is the class name."""


class Command(Message, frozen=True, kw_only=True):
    """Base of commands; each is answered by one ``Reply`` with the same ``request_id``."""

    request_id: int = 0
