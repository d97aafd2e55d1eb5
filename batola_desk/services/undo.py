"""What this operator did last on a ticket, so that one key takes it back by a new fact.

Keystrokes in one field count as one step until another field, a pause or another kind of change: undoing
half a word helps nobody. The list lives as long as the desk runs; the journal keeps every value anyway.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from batola_desk.domain.incident import LocationFix
from batola_desk.domain.triage import TriageStep

STEPS_MAX = 50  # LIMIT: per ticket
SAME_STEP_PAUSE_US = 5_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoStep:
    """One change and what was there before it.

    Attributes:
        kind: ``field``, ``location``, ``priority``, ``triage``, ``link`` (a call) or ``similar`` (another
            report).
        name: the field, else as ``kind``.
        text_before: the value before; of ``link`` and ``similar`` what it was about.
    """

    kind: str
    name: str
    at_us: int
    text_before: str = ""
    location_before: LocationFix | None = None
    triage: TriageStep | None = None


class UndoList:
    """Steps of one ticket, the last one first to go."""

    def __init__(self) -> None:
        self._steps: deque[UndoStep] = deque(maxlen=STEPS_MAX)

    def note_field(self, name: str, before: str, at_us: int) -> None:
        """Remember a keystroke; it joins the running step of the same field."""
        last = self._steps[-1] if self._steps else None
        if (
            last is not None
            and last.kind == "field"
            and last.name == name
            and at_us - last.at_us < SAME_STEP_PAUSE_US
        ):
            self._steps[-1] = UndoStep(kind="field", name=name, at_us=at_us, text_before=last.text_before)
            return
        self._steps.append(UndoStep(kind="field", name=name, at_us=at_us, text_before=before))

    def note_location(self, before: LocationFix | None, at_us: int) -> None:
        """Remember a change of the confirmed place."""
        self._steps.append(UndoStep(kind="location", name="location", at_us=at_us, location_before=before))

    def note_priority(self, before: str, at_us: int) -> None:
        """Remember a priority set by hand."""
        self._steps.append(UndoStep(kind="priority", name="priority", at_us=at_us, text_before=before))

    def note_triage(self, step: TriageStep, at_us: int) -> None:
        """Remember an answer with what it moved."""
        self._steps.append(UndoStep(kind="triage", name="triage", at_us=at_us, triage=step))

    def note_other(self, name: str, other: str, at_us: int) -> None:
        """Remember a call that was linked, or a report that was called another happening."""
        self._steps.append(UndoStep(kind=name, name=name, at_us=at_us, text_before=other))

    def pop(self) -> UndoStep | None:
        """Take the last step off the list."""
        return self._steps.pop() if self._steps else None
