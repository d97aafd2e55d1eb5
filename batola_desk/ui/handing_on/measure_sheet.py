"""Alt+C: what is known of a number that misuses 112, and what a shift lead decides about it.

Up and down choose the measure, the reason is written, Enter decides; Del takes the newest one back, with the
reason written. Every call of the number is still answered. Source: domain.md §12.3.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from batola_desk.domain.catalog import label_of
from batola_desk.domain.errors import OperatorError
from batola_desk.domain.number_measure import REASON_MAX
from batola_desk.services.api import Desk
from batola_desk.ui import labels
from batola_desk.ui.incident.parts import label
from batola_desk.ui.queue import queue_words
from batola_desk.ui.sheet import Sheet
from batola_desk.ui.spin_box import SpinBox
from batola_desk.ui.tasks import TaskRunner

_CODE = Qt.ItemDataRole.UserRole


class _Reason(QLineEdit):
    """The field keeps the keyboard; arrows choose the measure, Ctrl+Del takes one back."""

    moved = Signal(int)
    lift_requested = Signal()

    def keyPressEvent(self, qt_event: QKeyEvent) -> None:
        is_held = bool(qt_event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if qt_event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self.moved.emit(1 if qt_event.key() == Qt.Key.Key_Down else -1)
        elif qt_event.key() == Qt.Key.Key_Delete and is_held:
            self.lift_requested.emit()
        elif qt_event.key() == Qt.Key.Key_Escape:
            qt_event.ignore()
        else:
            super().keyPressEvent(qt_event)


class MeasureSheet(Sheet):
    """One number, its measures, and the next one."""

    is_low = True

    def __init__(self, desk: Desk, tasks: TaskRunner, host: QWidget) -> None:
        super().__init__(host)
        self.setObjectName("measures")
        self._desk = desk
        self._tasks = tasks
        self._number = ""
        self.ask = label(self, "small")
        self.ask.setWordWrap(True)
        self.standing = label(self, "warn", "measures_standing")
        self.standing.setWordWrap(True)
        self.standing.setTextFormat(Qt.TextFormat.PlainText)
        self.kinds = QListWidget(self)
        self.kinds.setObjectName("measure_kinds")
        self.kinds.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.kinds.currentRowChanged.connect(self._on_kind)
        self.days = SpinBox(self)
        self.days.setObjectName("measure_days")
        self.reason = _Reason(self)
        self.reason.setObjectName("measure_reason")
        self.reason.setMaxLength(REASON_MAX)
        self.reason.moved.connect(self._move)
        self.reason.returnPressed.connect(self._decide)
        self.reason.lift_requested.connect(self._lift)
        self.problem = label(self, "late", "measure_problem")
        self.problem.setWordWrap(True)
        for part in (self.ask, self.standing, self.kinds, self.reason, self.days, self.problem):
            self.body.addWidget(part)
        self.retranslate()

    def bring_up_for(self, number: str) -> None:
        """Show this number."""
        self._number = number
        self.reason.clear()
        self.problem.hide()
        self._offer()
        self.kinds.setCurrentRow(0)
        self._say()
        self.bring_up()
        self.reason.setFocus(Qt.FocusReason.PopupFocusReason)

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Say all texts again."""
        self.reason.setPlaceholderText(self.tr("Alasan, lalu Enter"))
        self.reason.setAccessibleName(self.tr("Alasan tindakan"))
        self.kinds.setAccessibleName(self.tr("Tindakan"))
        self.days.setSuffix(self.tr(" hari"))
        self.days.setAccessibleName(self.tr("Berapa hari"))
        self._offer()
        self._say()

    # ---------------------------------------------------------------- inner parts

    def _offer(self) -> None:
        language = str(self._desk.session.setting("screen.language"))
        row = max(0, self.kinds.currentRow())
        self.kinds.clear()
        for kind in self._desk.catalog.number_measures.values():
            item = QListWidgetItem(label_of(kind, language), self.kinds)
            item.setData(_CODE, kind.code)
        self.kinds.setCurrentRow(min(row, self.kinds.count() - 1))
        rows = max(1, self.kinds.count()) * self.kinds.sizeHintForRow(0)
        self.kinds.setFixedHeight(rows + 2 * self.kinds.frameWidth() + 4)

    def _say(self) -> None:
        number = queue_words.number_words(self._number)
        self.title.setText(self.tr("Tindakan terhadap {number}").format(number=number))
        self.ask.setText(
            self.tr(
                "Hanya petunjuk bagi yang menjawab: setiap panggilan tetap dijawab, tidak ada pemblokiran. "
                "↑ ↓ tindakan, tulis alasan, Enter menetapkan, Ctrl+Del mencabut yang terbaru."
            )
        )
        measures = self._desk.measures.of(self._number) if self._number else ()
        lines = [
            f"{queue_words.measure_words(one, self._desk.catalog)} · {one.author}".rstrip(" ·")
            for one in measures
        ]
        self.standing.setText("\n".join(lines))
        self.standing.setVisible(bool(lines))

    @Slot(int)
    def _on_kind(self, row: int) -> None:
        item = self.kinds.item(row)
        kind = self._desk.catalog.number_measures.get(str(item.data(_CODE))) if item is not None else None
        if kind is not None:
            self.days.setRange(1, kind.days_max)
            self.days.setValue(kind.days)

    @Slot(int)
    def _move(self, step: int) -> None:
        row = self.kinds.currentRow() + step
        self.kinds.setCurrentRow(max(0, min(self.kinds.count() - 1, row)))

    @Slot()
    def _decide(self) -> None:
        item = self.kinds.currentItem()
        decided = self._desk.measures.decide(
            self._number,
            str(item.data(_CODE)) if item is not None else "",
            reason=self.reason.text(),
            days=self.days.value(),
        )
        self._tasks.run(decided, "number-measure", done=self._on_done, refused=self._on_refused)

    @Slot()
    def _lift(self) -> None:
        newest = next(iter(self._desk.measures.of(self._number)), None)
        if newest is not None:
            lifted = self._desk.measures.lift(newest.measure_id, reason=self.reason.text())
            self._tasks.run(lifted, "number-measure-lift", done=self._on_done, refused=self._on_refused)

    def _on_done(self, _nothing: None) -> None:
        self.put_away()
        number = queue_words.number_words(self._number)
        self._tasks.messages.info(self.tr("Tindakan terhadap {number} dicatat.").format(number=number))

    def _on_refused(self, refusal: OperatorError) -> bool:
        self.problem.setText("✖ " + labels.error_line(refusal.code, refusal.values))
        self.problem.show()
        self._fit()
        return True
