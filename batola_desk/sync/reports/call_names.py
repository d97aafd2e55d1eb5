"""The name a call has in the reports. A Call-ID may hold the caller's number; who reads reports sees none.

A keyed hash, because a plain one of ``081234567890@pbx`` is found by trying all numbers. The key is made of
seals of the room's first fact: it is the same for every rebuild and after a restore, it needs nobody to look
after it, and a login that reads the reports cannot read the history.
"""

from __future__ import annotations

import functools
import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from batola_desk.domain.facts import AggregateKind, Fact
from batola_desk.models.room import RoomFact

_CALL: Final = f"{AggregateKind.CALL.value}:"
_BYTES: Final = 16
_REMEMBERED: Final = 2_000  # LIMIT: calls; each has some ten facts, close together


class CallNames:
    """Hides the keys of calls in the facts of one history."""

    def __init__(self, first: RoomFact) -> None:
        seals = b"report.call_key" + first.hash + first.origin_hash
        self._secret = hashlib.sha256(seals).digest()
        self.key = functools.lru_cache(_REMEMBERED)(self._key)

    def _key(self, call_key: str) -> str:
        """Return what stands in the reports for a call."""
        return hmac.digest(self._secret, call_key.encode("utf-8", "surrogatepass"), "sha256")[:_BYTES].hex()

    def names(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return names of things, those of calls hidden."""
        return tuple(
            _CALL + self.key(name.removeprefix(_CALL)) if name.startswith(_CALL) and name != _CALL else name
            for name in names
        )

    def fact(self, fact: Fact) -> Fact:
        """Return a fact that folds as before and names no call by its key."""
        event: Any = fact.event
        if call_key := getattr(event, "call_key", None):
            event = replace(event, call_key=self.key(call_key))
        return replace(fact, event=event, aggregates=self.names(fact.aggregates))
