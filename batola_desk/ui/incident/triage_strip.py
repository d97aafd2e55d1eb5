"""The questions beside the form, and what to read out to the caller. Source: domain.md §10.

Without the keyboard one line: the next question and its keys. With it the questions around it too.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from batola_desk.domain.triage import ANSWERS
from batola_desk.services.triage import TriageLine
from batola_desk.ui import labels
from batola_desk.ui.incident.parts import ElidedLabel, WrappingLabel, button, label, set_role
from batola_desk.ui.incident.triage_view_model import TriageViewModel
from batola_desk.ui.plain_tip import plain_tip

ASK_KEY, BEAT_KEY = "Alt+Q", "Alt+M"
_NAMES = {"Y": "yes", "T": "no", "?": "unknown"}  # of their buttons
BEFORE, AFTER = 1, 3  # questions shown around the one that is asked
_MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 3, Qt.Key.Key_PageUp: -3}


class TriageStrip(QFrame):
    """Y, T and ? answer at once; digits and words with Enter; arrows move; Esc goes back to the form.

    Signals:
        left: the keyboard may go elsewhere.
        keyboard_moved: it came here or went.
        hinted: the keys of now, where the strip has no line left for them; empty = none.
    """

    left = Signal()
    keyboard_moved = Signal()
    hinted = Signal(str)

    def __init__(self, vm: TriageViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._vm = vm
        self._is_compact = self._is_crowded = False
        self._said_keys = ""
        self.setObjectName("triage_strip")
        self.setProperty("role", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.count = label(self, "small", "triage_count")
        self.asked = ElidedLabel(self)
        self.asked.setObjectName("triage_asked")
        set_role(self.asked, "triage_asked")
        self.answers: dict[str, QPushButton] = {}
        for answer in ANSWERS:
            made = button(self, "check", f"triage_{_NAMES[answer]}")
            made.setProperty("triage_answer", answer)
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            made.clicked.connect(self._on_answer)
            self.answers[answer] = made
        self.around = [ElidedLabel(self) for _ in range(BEFORE + AFTER)]
        for number, line in enumerate(self.around):
            line.setObjectName(f"triage_around_{number}")
            set_role(line, "muted")
        self.hint = label(self, "small", "triage_hint")
        self.hint.setWordWrap(True)
        self.steps = WrappingLabel(self)
        self.steps.setObjectName("triage_steps")
        self.steps.setProperty("role", "prompt_due")
        self.steps_line = ElidedLabel(self)
        self.steps_line.setObjectName("triage_steps_line")
        set_role(self.steps_line, "prompt_due")
        self.beat = button(self, "check", "triage_metronome")
        self.beat.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.beat.clicked.connect(vm.toggle_metronome)
        self._lay_out()
        vm.changed.connect(self.render_now)
        self.retranslate()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(5)
        top.addWidget(self.count)
        top.addWidget(self.asked, 1)
        for made in self.answers.values():
            top.addWidget(made)
        beat = QHBoxLayout()
        beat.addWidget(self.steps_line, 1)
        beat.addWidget(self.beat)
        self._beat_row = beat
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 4, 6, 4)
        column.setSpacing(3)
        column.addWidget(self.around[0])
        column.addLayout(top)
        for line in self.around[BEFORE:]:
            column.addWidget(line)
        column.addWidget(self.hint)
        column.addWidget(self.steps)
        column.addLayout(beat)

    def set_compact(self, *, is_compact: bool) -> None:
        """On a low screen the question of now alone, without those around it."""
        self._is_compact = is_compact
        self.render_now()

    def set_crowded(self, *, is_crowded: bool) -> None:
        """Others need the low screen too: what is read out takes one line until the keyboard is here."""
        if is_crowded != self._is_crowded:
            self._is_crowded = is_crowded
            self.render_now()

    # ---------------------------------------------------------------- keys

    def keyPressEvent(self, qt_event: QKeyEvent) -> None:
        key = Qt.Key(qt_event.key())
        if key is Qt.Key.Key_Escape:
            self.left.emit()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._vm.confirm()
        elif key is Qt.Key.Key_Backspace:
            self._vm.erase()
        elif key in _MOVES:
            self._vm.move(_MOVES[key])
        elif not (qt_event.text() and _is_plain(qt_event) and self._vm.take_text(qt_event.text())):
            super().keyPressEvent(qt_event)

    def focusInEvent(self, qt_event: QFocusEvent) -> None:
        super().focusInEvent(qt_event)
        self.render_now()
        self.keyboard_moved.emit()

    def focusOutEvent(self, qt_event: QFocusEvent) -> None:
        super().focusOutEvent(qt_event)
        self._vm.leave()
        self._say_keys("")
        self.keyboard_moved.emit()

    @Slot()
    def _on_answer(self) -> None:
        self._vm.answer_current(str(self.sender().property("triage_answer")))

    # ---------------------------------------------------------------- drawing

    @Slot()
    def render_now(self) -> None:
        """Draw the question of now, those around it, and what to read out."""
        vm, line, has_keys = self._vm, self._vm.current, self.hasFocus()
        self.setVisible(vm.is_open)
        if line is None:
            return
        set_role(self, "triage_active" if has_keys else "card")
        count = self.tr("TRIASE %1").replace("%1", f"{vm.answered_count}/{len(vm.lines)}")
        self.count.setText(count if has_keys else f"{count}  {ASK_KEY}")
        is_done = vm.is_complete and not has_keys
        self.asked.set_whole(self.tr("✓ semua pertanyaan terjawab") if is_done else self._question(line))
        for answer, made in self.answers.items():
            fits = not line.field and not is_done and (line.kind == "yes_no" or answer == ANSWERS[-1])
            word = labels.word(labels.TRIAGE_ANSWERS, answer)
            made.setText(f"{answer}  {word}" if has_keys else answer)  # folded the question needs the room
            made.setToolTip(plain_tip(word))
            made.setAccessibleName(word)
            made.setVisible(fits)
            set_role(made, "check_yes" if line.answer == answer else "check")
        for offset, part in zip((-1, *range(1, AFTER + 1)), self.around, strict=True):
            place = vm.at + offset
            is_shown = has_keys and not self._is_compact and 0 <= place < len(vm.lines)
            part.setVisible(is_shown)
            if is_shown:
                part.set_whole(self._short(vm.lines[place]))
        keys = self._hint(line, has_keys=has_keys)
        self.hint.setText(keys)
        self.hint.setVisible(has_keys and not self.is_tight)
        self._say_keys(keys if self.is_tight else "")
        self._render_steps()

    @property
    def is_tight(self) -> bool:
        """The keyboard is here, and others need the low screen too."""
        return self._is_compact and self._is_crowded and self.hasFocus()

    def _say_keys(self, keys: str) -> None:
        if keys != self._said_keys:
            self._said_keys = keys
            self.hinted.emit(keys)

    def _question(self, line: TriageLine) -> str:
        """The question with what was answered or is being typed."""
        if self._vm.typed:
            return f"{line.text}  ▸ {self._vm.typed}▏"
        given = self._vm.answer_words(line)
        if given:
            return f"{line.text}  ✓ {given}"
        return line.text

    def _short(self, line: TriageLine) -> str:
        given = self._vm.answer_words(line)
        return f"✓ {line.text}  {given}" if given else f"·  {line.text}"

    def _hint(self, line: TriageLine, *, has_keys: bool) -> str:
        if not has_keys:
            return ""
        if line.field:
            return self.tr("Enter mengisi di formulir · ↑↓ pertanyaan lain · Esc kembali")
        if line.kind == "yes_no":
            return self.tr("Y ya · T tidak · ? tidak tahu · ↑↓ pertanyaan lain · Esc kembali")
        return self.tr("Ketik, lalu Enter · ? tidak tahu · ↑↓ pertanyaan lain · Esc kembali")

    def _render_steps(self) -> None:
        steps, beats = self._vm.sheet.steps, self._vm.beats_now
        told = "   ".join(f"{number}. {step}" for number, step in enumerate(steps, start=1))
        draft = "" if self._vm.sheet.is_approved else self.tr("(naskah belum disahkan)")
        words = " ".join(part for part in (self.tr("Bacakan:"), told, draft) if part)
        is_folded = self._is_compact and self._is_crowded and not self.hasFocus()
        self.steps.setText(words)
        self.steps.setVisible(bool(steps) and not is_folded)
        self.steps.setToolTip(plain_tip(self._vm.sheet.meaning))
        self.steps_line.set_whole(words)
        self.steps_line.setVisible(bool(steps) and is_folded)
        self._beat_row.setAlignment(
            self.beat, Qt.AlignmentFlag(0) if is_folded else Qt.AlignmentFlag.AlignLeft
        )
        self.beat.setVisible(bool(self._vm.metronome_call))
        per_min = str(beats or self._vm.sheet.metronome_per_min)
        word = self.tr("■ Hentikan metronom") if beats else self.tr("▶ Metronom %1/menit")
        self.beat.setText(f"{word.replace('%1', per_min)}  {BEAT_KEY}")
        self.beat.setToolTip(self.tr("Hanya petugas yang mendengar"))
        set_role(self.beat, "check_yes" if beats else "check")

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Say all texts again."""
        self.setAccessibleName(self.tr("Pertanyaan triase"))
        self.render_now()


def _is_plain(qt_event: QKeyEvent) -> bool:
    """Letters with Ctrl, Alt or the system key are somebody else's command."""
    held = qt_event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
    return held == Qt.KeyboardModifier.NoModifier
