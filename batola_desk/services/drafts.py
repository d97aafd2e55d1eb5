"""Keystrokes on their way to the journal: shown at once, on the disk well within a second.

The age limit runs from the *first* keystroke that is not journalled yet, so fast typing cannot push the
write away. What is being written stays in the overlay until the journal has it; if it cannot take it, the
values stay here and are tried again. Source: domain.md §5.2 ("DRAF exists from the first keystroke").

Thread: the desk's event loop.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from batola_desk.domain.errors import OperatorError
from batola_desk.domain.events.incident import IncidentFieldSet, IncidentNoteAdded
from batola_desk.domain.facts import AggregateKind, NewFact, aggregate
from batola_desk.domain.ids import new_id
from batola_desk.domain.incident import FieldValue, Incident, Note
from batola_desk.models.rows import AppendResult
from batola_desk.services.core import Clock, Receipt, Recorder, TimerHandle, Timers

log = logging.getLogger("batola.services")

FLUSH_LIMIT_S = 0.5  # LIMIT: the promise is 1 s on screen; the rest belongs to a slow disk
RETRY_S = 1.0


@dataclass(frozen=True, slots=True)
class Typed:
    """A value on its way; ``replaces``: the fact whose value was there before the first keystroke."""

    value: str
    at_us: int
    replaces: str | None


@dataclass(slots=True)
class _Draft:
    """What one incident still owes the journal."""

    fields: dict[str, Typed] = field(default_factory=dict)
    sending: dict[str, Typed] = field(default_factory=dict)
    note_id: str = ""
    note_text: str | None = None  # half-written line waiting for the disk
    note_sending: str | None = None
    timer: TimerHandle | None = None
    receipts: list[Receipt] = field(default_factory=list)
    is_failing: bool = False

    @property
    def is_clean(self) -> bool:
        return not self.fields and not self.sending and self.note_text is None and self.note_sending is None


class DraftKeeper:
    """Holds the keystrokes of all forms until the journal has them."""

    def __init__(
        self,
        recorder: Recorder,
        clock: Clock,
        timers: Timers,
        *,
        flush_s: float,
        on_change: Callable[[str], None],
    ) -> None:
        self._recorder = recorder
        self._clock = clock
        self._timers = timers
        self._flush_s = min(flush_s, FLUSH_LIMIT_S)
        self._on_change = on_change
        self._drafts: dict[str, _Draft] = {}

    # ---------------------------------------------------------------- taking keystrokes

    def set_field(self, incident_id: str, name: str, value: str, *, replaces: str | None = None) -> None:
        """Remember a value and start the clock that journals it.

        Args:
            replaces: the fact whose value is seen there now (see ``IncidentFieldSet``); that of the first
                keystroke counts, for what comes in while somebody types was not read.
        """
        draft = self._drafts.setdefault(incident_id, _Draft())
        begun = draft.fields.get(name)
        seen = replaces if begun is None else begun.replaces
        draft.fields[name] = Typed(value, self._clock.now_us(), seen)
        self._arm(incident_id, draft)

    def set_note(self, incident_id: str, text: str, *, note_id: str) -> str:
        """Remember a half-written chronology line; returns the id it will keep."""
        draft = self._drafts.setdefault(incident_id, _Draft())
        draft.note_id = draft.note_id or note_id or new_id()
        draft.note_text = text
        self._arm(incident_id, draft)
        return draft.note_id

    def take_note(self, incident_id: str) -> str:
        """Give up the half-written line because it is finished now; returns its id, empty when none."""
        draft = self._drafts.get(incident_id)
        if draft is None:
            return ""
        draft.note_text = None
        note_id, draft.note_id = draft.note_id, ""
        return note_id

    # ---------------------------------------------------------------- reading

    def value(self, incident_id: str, name: str) -> str | None:
        """The typed value that the journal may not have yet; None when there is none."""
        draft = self._drafts.get(incident_id)
        if draft is None:
            return None
        typed = draft.fields.get(name) or draft.sending.get(name)
        return typed.value if typed else None

    def is_unsaved(self, incident_id: str) -> bool:
        """Whether the disk refuses what was typed here."""
        draft = self._drafts.get(incident_id)
        return draft is not None and draft.is_failing

    def overlay(self, incident: Incident, actor: str) -> Incident:
        """Return the incident with the keystrokes that are on their way."""
        draft = self._drafts.get(incident.incident_id)
        if draft is None or draft.is_clean:
            return incident
        fields = dict(incident.fields)
        for name, typed in (draft.sending | draft.fields).items():
            lost = fields[name].lost if name in fields else ()
            fields[name] = FieldValue(
                value=typed.value, at_us=typed.at_us, actor=actor, fact_id="", lost=lost
            )
        text = draft.note_text if draft.note_text is not None else draft.note_sending
        notes = incident.notes
        if text is not None and draft.note_id:
            kept = tuple(note for note in notes if note.note_id != draft.note_id)
            line = Note(note_id=draft.note_id, text=text, at_us=self._clock.now_us(), actor=actor, draft=True)
            notes = (*kept, line) if text else kept
        return replace(incident, fields=tuple(fields.items()), notes=notes)

    # ---------------------------------------------------------------- writing

    async def flush(self, incident_id: str | None = None) -> None:
        """Journal everything that waits and return when the world shows it."""
        names = [incident_id] if incident_id is not None else list(self._drafts)
        for name in names:
            self._send(name)
        receipts = [
            receipt.applied
            for name in names
            if (draft := self._drafts.get(name)) is not None
            for receipt in draft.receipts
        ]
        if receipts:
            await asyncio.wait(receipts)

    def change_hands(self) -> None:
        """Somebody else types now; call after a ``flush``. His words become lines of their own."""
        for incident_id, draft in list(self._drafts.items()):
            if draft.is_clean:
                draft.note_id = ""
                if not draft.receipts:
                    del self._drafts[incident_id]

    def stop(self) -> None:
        """Call off all timers; call after a last ``flush``."""
        for draft in self._drafts.values():
            if draft.timer is not None:
                draft.timer.cancel()
                draft.timer = None

    def _arm(self, incident_id: str, draft: _Draft, delay_s: float | None = None) -> None:
        if draft.timer is None:
            wait_s = self._flush_s if delay_s is None else delay_s
            draft.timer = self._timers.call_later(wait_s, lambda: self._send(incident_id))

    def _send(self, incident_id: str) -> None:
        draft = self._drafts.get(incident_id)
        if draft is None:
            return
        if draft.timer is not None:
            draft.timer.cancel()
            draft.timer = None
        if not draft.fields and draft.note_text is None:
            return
        target = (aggregate(AggregateKind.INCIDENT, incident_id),)
        fields, draft.fields = draft.fields, {}
        note, draft.note_text = draft.note_text, None
        facts = [
            NewFact(
                event=IncidentFieldSet(field=name, value=typed.value, replaces=typed.replaces),
                aggregates=target,
                occurred_us=typed.at_us,
            )
            for name, typed in fields.items()
        ]
        if note is not None:
            line = IncidentNoteAdded(note_id=draft.note_id, text=note, draft=True)
            facts.append(NewFact(event=line, aggregates=target, occurred_us=self._clock.now_us()))
        draft.sending |= fields
        draft.note_sending = note if note is not None else draft.note_sending
        try:
            receipt = self._recorder.submit(facts)
        except OperatorError as refusal:
            log.warning("keystrokes cannot be journalled yet: %s", refusal.code)
            self._take_back(incident_id, draft, fields, note)
            return
        draft.receipts.append(receipt)
        receipt.applied.add_done_callback(
            lambda done: self._on_sent(incident_id, receipt, fields, note, failed=_has_failed(done))
        )

    def _on_sent(
        self,
        incident_id: str,
        receipt: Receipt,
        fields: dict[str, Typed],
        note: str | None,
        *,
        failed: bool,
    ) -> None:
        draft = self._drafts.get(incident_id)
        if draft is None:
            return
        draft.receipts.remove(receipt)
        if failed:
            self._take_back(incident_id, draft, fields, note)
            return
        for name, typed in fields.items():
            if draft.sending.get(name) == typed:
                del draft.sending[name]
        if note is not None and draft.note_sending == note:
            draft.note_sending = None
        draft.is_failing = False
        if draft.is_clean and not draft.receipts and not draft.note_id:
            del self._drafts[incident_id]
        self._on_change(incident_id)

    def _take_back(self, incident_id: str, draft: _Draft, fields: dict[str, Typed], note: str | None) -> None:
        """The journal did not take it: keep it, show it as unsaved, try again."""
        for name, typed in fields.items():
            if draft.sending.get(name) == typed:
                del draft.sending[name]
            draft.fields.setdefault(name, typed)  # a newer keystroke wins
        if note is not None:
            draft.note_sending = None
            if draft.note_text is None and draft.note_id:
                draft.note_text = note
        draft.is_failing = True
        self._arm(incident_id, draft, RETRY_S)
        self._on_change(incident_id)


def _has_failed(future: asyncio.Future[AppendResult]) -> bool:
    return future.cancelled() or future.exception() is not None
