"""A fact that the server cannot take must never block those behind it.

The server judges every fact it can read at all and keeps what it cannot (sql/0001/30_reading.sql). What is
left is a fact on which it, or the way to it, breaks. It is found by halving the batch; then a fact of kind
``desk.fact_poisoned`` goes to the room in its place, under its id and its number. The fact itself stays in
this desk's journal, whole; people are shown that the room does not have it.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Sequence
from typing import Any, Final

from batola_desk.models.codec import canonical
from batola_desk.models.room import PendingFact
from batola_desk.sync.faults import SecretariatFault

log = logging.getLogger("batola.sync")

POISON_KIND: Final = "desk.fact_poisoned"
BATCH_FACTS: Final = 100  # LIMIT: in one call; a batch keeps the whole room's writers waiting
BATCH_BYTES: Final = 1 << 20
ENVELOPE_BYTES_MAX: Final = 1 << 20  # LIMIT: what the server still reads
FAILURES_TO_WRAP: Final = 3  # alone, one after the other, for trouble that may be the server's own

_AT_ONCE: Final = frozenset({"secretariat_bad_envelope", "secretariat_batch_too_big"})
_PERHAPS: Final = frozenset({"secretariat_fault"})


def wrapped(envelope: str, why: str) -> str:
    """Return what goes to the room in place of a fact: same id, same number, same seal, nothing dangerous."""
    fact: dict[str, Any] = json.loads(envelope)
    told = {
        "kind": _short(fact["kind"], 100),
        "why": why,
        "bytes": len(envelope.encode()),
        "sha256": hashlib.sha256(envelope.encode()).hexdigest(),
    }
    return canonical(
        {
            "id": fact["id"],
            "origin": fact["origin"],
            "oseq": fact["oseq"],
            "kind": POISON_KIND,
            "v": 1,
            "aggs": [_short(name, 200) for name in fact["aggs"][:32]],
            "guards": [],
            "actor": _short(fact["actor"], 63),
            "desk": _short(fact["desk"], 20),
            "t": fact["t"] if abs(fact["t"]) < 10**17 else 0,
            "base": fact["base"],
            "app": _short(fact["app"], 100),
            "body": canonical(told),
            "prev": fact["prev"],
            "hash": fact["hash"],
        }
    )


class PoisonWatch:
    """Narrows down which fact of a batch the server cannot take. Lives longer than a connection."""

    def __init__(self) -> None:
        self.batch_max = BATCH_FACTS
        self._why: dict[str, str] = {}  # fact id → why it goes out wrapped
        self._alone: tuple[str, int] = ("", 0)  # fact id that failed by itself, how often

    def batch_of(self, waiting: Sequence[PendingFact]) -> Sequence[PendingFact]:
        """Return the first of these facts that go together."""
        size = 0
        for count, fact in enumerate(waiting[: self.batch_max]):
            size += min(len(fact.envelope), ENVELOPE_BYTES_MAX)
            if count and size > BATCH_BYTES:
                return waiting[:count]
        return waiting[: self.batch_max]

    def text_of(self, fact: PendingFact) -> str:
        """Return what to send for a fact."""
        why = self._why.get(fact.fact_id)
        if why is None and len(fact.envelope) * 4 > ENVELOPE_BYTES_MAX:  # UTF-8: at most 4 bytes a letter
            why = "too_big" if len(fact.envelope.encode()) > ENVELOPE_BYTES_MAX else None
        return fact.envelope if why is None else wrapped(fact.envelope, why)

    def on_taken(self, batch: Sequence[PendingFact]) -> None:
        """The server took these."""
        for fact in batch:
            self._why.pop(fact.fact_id, None)
        self._alone = ("", 0)
        self.batch_max = min(BATCH_FACTS, self.batch_max * 2)

    def on_refused(self, batch: Sequence[PendingFact], fault: SecretariatFault) -> bool:
        """Remember a failure; return whether there is another way to send these facts at once."""
        is_certain = fault.code in _AT_ONCE
        if fault.code == "secretariat_unreachable":
            self.batch_max = max(1, len(batch) // 2)  # a thin line may need smaller ones
        if not is_certain and fault.code not in _PERHAPS:
            return False
        if len(batch) > 1:
            self.batch_max = max(1, len(batch) // 2)
            return is_certain
        fact_id = batch[0].fact_id
        if fact_id in self._why:  # the wrapped one too: then it is the server's trouble
            del self._why[fact_id]
            self._alone = ("", 0)
            return False
        count = self._alone[1] + 1 if self._alone[0] == fact_id else 1
        self._alone = (fact_id, count)
        if is_certain or count >= FAILURES_TO_WRAP:
            log.warning("the room cannot take a fact", extra={"code": fault.code, "fact_id": fact_id})
            self._why[fact_id] = fault.code
            self._alone = ("", 0)
            return True
        return False


def _short(value: object, length: int) -> str:
    return str(value)[:length].replace("\x00", "\ufffd")
