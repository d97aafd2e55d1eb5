"""The questions of the ticket: which one is asked now, what is typed, what was answered. No widgets.

Source: domain.md §10.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot

from batola_desk.domain.catalog import label_of
from batola_desk.domain.triage import ANSWERS, NUMBER_MAX_DIGITS, TEXT_MAX_CHARS, UNKNOWN
from batola_desk.services.change import Change
from batola_desk.services.triage import TriageLine, TriageSheet
from batola_desk.ui import labels
from batola_desk.ui.incident.form_view_model import IncidentFormViewModel
from batola_desk.ui.pulse import Pulse


class TriageViewModel(QObject):
    """What the strip of questions shows.

    Signals:
        changed: read the properties again.
        field_wanted: this question is answered in the form (name of the field).
    """

    changed = Signal()
    field_wanted = Signal(str)

    def __init__(self, form: IncidentFormViewModel, pulse: Pulse, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._form = form
        self._chosen: tuple[str, str] | None = None  # the question the operator stands at
        self.typed = ""  # digits or letters not confirmed yet
        self.sheet = TriageSheet()
        form.changed.connect(self._refresh)
        form.opened.connect(self._on_opened)
        pulse.changed.connect(self._on_change)
        self._refresh()

    # ---------------------------------------------------------------- what is shown

    @property
    def lines(self) -> Sequence[TriageLine]:
        """All questions in the order to ask them."""
        return self.sheet.lines

    @property
    def is_open(self) -> bool:
        """Whether there are questions, and a ticket that takes answers."""
        return bool(self.lines) and self._form.is_editable

    @property
    def answered_count(self) -> int:
        """How many have an answer."""
        return sum(bool(line.answer) for line in self.lines)

    @property
    def at(self) -> int:
        """Place of the question that is asked now: the chosen one, else the first without an answer."""
        for number, line in enumerate(self.lines):
            if self._chosen == (line.set_code, line.question):
                return number
        return next((number for number, line in enumerate(self.lines) if not line.answer), 0)

    @property
    def current(self) -> TriageLine | None:
        """The question that is asked now."""
        return self.lines[self.at] if self.lines else None

    @property
    def is_complete(self) -> bool:
        """Whether every question has an answer."""
        return self.answered_count == len(self.lines)

    @property
    def metronome_call(self) -> str:
        """The live call for which a beat may tick; empty = none is offered."""
        per_min = self.sheet.metronome_per_min or self.beats_now
        return self._form.live_call_key if per_min else ""

    @property
    def beats_now(self) -> int:
        """Beats per minute that tick now; 0 = none."""
        call_key = self._form.live_call_key
        return self._form.desk.sound.metronome_now(call_key) if call_key else 0

    def answer_words(self, line: TriageLine) -> str:
        """An answer as people read it."""
        catalog, language = self._form.desk.catalog, str(self._form.desk.session.setting("screen.language"))
        kind = catalog.types.get(line.answer) if line.field == "type_code" else None
        if kind is not None:
            return f"{line.answer} {label_of(kind, language)}"
        if line.field == "access":
            return labels.word(labels.ACCESS, line.answer)
        return labels.word(labels.TRIAGE_ANSWERS, line.answer) if _is_word(line) else line.answer

    # ---------------------------------------------------------------- wishes

    def move(self, by: int) -> None:
        """Go to another question; what was typed and not confirmed is dropped."""
        if self.lines:
            self._choose(self.lines[max(0, min(len(self.lines) - 1, self.at + by))])

    def take_text(self, text: str) -> bool:
        """Take typed letters; False when the question has no use for them."""
        line = self.current
        if line is None or line.field or not text.isprintable():
            return False
        if text == UNKNOWN and not self.typed:
            return self._answer(line, UNKNOWN)
        match line.kind:
            case "yes_no":
                return text.upper() in ANSWERS and self._answer(line, text.upper())
            case "number":
                fits = text.isascii() and text.isdecimal() and len(self.typed) < NUMBER_MAX_DIGITS
            case _:
                fits = len(self.typed) + len(text) <= TEXT_MAX_CHARS
        if fits:
            self.typed += text
            self.changed.emit()
        return fits

    def erase(self) -> None:
        """Take the last typed letter away."""
        if self.typed:
            self.typed = self.typed[:-1]
            self.changed.emit()

    def confirm(self) -> None:
        """Enter: what was typed is the answer; a question of the form goes there; else the next one."""
        line = self.current
        if line is None:
            return
        if line.field:
            self.field_wanted.emit(line.field)
        elif self.typed.strip():
            self._answer(line, self.typed)
        else:
            self._go_on(line)

    def answer_current(self, answer: str) -> None:
        """A button was clicked."""
        line = self.current
        if line is not None and not line.field:
            self._answer(line, answer)

    def toggle_metronome(self) -> bool:
        """Begin or end the beat; False when none is offered."""
        call_key = self.metronome_call
        if not call_key:
            return False
        sound, tasks = self._form.desk.sound, self._form.tasks
        if self.beats_now:
            tasks.run(sound.stop_metronome(), "metronome")
        else:
            tasks.run(sound.start_metronome(call_key, self.sheet.metronome_per_min), "metronome")
        return True

    def leave(self) -> None:
        """The keyboard goes elsewhere: the first open question counts again."""
        self._chosen, self.typed = None, ""
        self.changed.emit()

    # ---------------------------------------------------------------- inner parts

    def _answer(self, line: TriageLine, answer: str) -> bool:
        desk, incident_id = self._form.desk, self._form.incident_id
        self._form.tasks.run(
            desk.triage.answer(incident_id, line.set_code, line.question, answer), "triage-answer"
        )
        self._go_on(line)
        return True

    def _go_on(self, line: TriageLine) -> None:
        """To the next question without an answer; after the last one it stays."""
        place = self.lines.index(line)
        after = [*self.lines[place + 1 :], *self.lines[:place]]
        self._choose(next((other for other in after if not other.answer), line))

    def _choose(self, line: TriageLine) -> None:
        self._chosen, self.typed = (line.set_code, line.question), ""
        self.changed.emit()

    @Slot(str)
    def _on_opened(self, _incident_id: str) -> None:
        self._chosen, self.typed = None, ""
        self._refresh()

    @Slot(object)
    def _on_change(self, change: Change) -> None:
        if "metronome" in change.what:
            self.changed.emit()

    @Slot()
    def _refresh(self) -> None:
        incident_id = self._form.incident_id
        self.sheet = self._form.desk.triage.sheet(incident_id) if incident_id else TriageSheet()
        self.changed.emit()


def _is_word(line: TriageLine) -> bool:
    return line.answer == UNKNOWN or (line.kind == "yes_no" and not line.field)
