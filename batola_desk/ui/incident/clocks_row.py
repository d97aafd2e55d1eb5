"""The running clocks of a ticket: name, elapsed, what is left; level by word, sign and colour."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QVBoxLayout, QWidget

from batola_desk.domain.clocks import Clock
from batola_desk.ui import labels
from batola_desk.ui.incident.parts import label, set_role, span_text
from batola_desk.ui.plain_tip import plain_tip
from batola_desk.ui.wrapping_row import WrappingRow

LEVEL_SIGNS = {"ok": "", "warn": "▲ ", "late": "✖ "}
CLOCKS_MAX = 5
GAP_PX = 6


class ClockBox(QFrame):
    """One clock; the whole sentence stands in its accessible name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "chip")
        self.name = label(self, "", "clock_name")
        self.value = label(self, "", "clock_value")
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(6, 2, 6, 2)
        column.setSpacing(0)
        column.addWidget(self.name)
        column.addWidget(self.value)

    def set_compact(self, *, is_compact: bool) -> None:
        """Name and time side by side instead of one above the other."""
        ways = QBoxLayout.Direction
        self._column.setDirection(ways.LeftToRight if is_compact else ways.TopToBottom)
        self._column.setSpacing(6 if is_compact else 0)

    def show_clock(self, clock: Clock, now_us: int) -> None:
        """Draw one clock at this moment."""
        level = clock.level(now_us)
        is_running = clock.stopped_us is None
        left_s = clock.remaining_s(now_us)
        text = span_text(clock.elapsed_s(now_us))
        if not is_running:
            text = f"✓ {text}" if level != "late" else f"✖ {text}"
        elif left_s is not None:
            left = self.tr("sisa {time}") if left_s >= 0 else self.tr("lewat {time}")
            text = f"{LEVEL_SIGNS[level]}{text} · {left.format(time=span_text(abs(left_s)))}"
        name = labels.word(labels.CLOCKS, clock.name)
        self.name.setText(name)
        self.value.setText(text)
        self.setAccessibleName(f"{name} {text}")
        set_role(self, level if level != "ok" else "chip")


class ClocksRow(QWidget):
    """All clocks of the ticket side by side, repainted once a second by its owner."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_compact = False
        self._shown: tuple[Clock, ...] = ()
        row = WrappingRow(gap_px=GAP_PX)
        self.setLayout(row)
        self.boxes = [ClockBox(self) for _ in range(CLOCKS_MAX)]
        for box in self.boxes:
            row.addWidget(box)
        self._fit()

    def set_compact(self, *, is_compact: bool) -> None:
        """On a low screen one row: clocks that stopped long ago give way; the row's hint tells them all."""
        self._is_compact = is_compact
        for box in self.boxes:
            box.set_compact(is_compact=is_compact)
        self._fit()
        self._make_room()

    def resizeEvent(self, qt_event: QResizeEvent) -> None:
        super().resizeEvent(qt_event)
        self._make_room()

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._fit()

    def _fit(self) -> None:
        """As high without clocks as with them."""
        box = self.boxes[0]
        for part in (box, box.name, box.value):
            part.ensurePolished()  # a hidden box has not met the style sheet yet
            part.updateGeometry()
        self.setMinimumHeight(box.sizeHint().height())

    def show_clocks(self, clocks: Sequence[Clock], now_us: int) -> None:
        """Draw the newest clocks; running ones never fall off."""
        shown = self._shown = tuple(clocks)[-CLOCKS_MAX:]
        for box, clock in zip(self.boxes, shown, strict=False):
            box.show_clock(clock, now_us)
        self._make_room()

    def _make_room(self) -> None:
        """Hide what does not fit into the one row of a low screen: stopped clocks, the oldest first."""
        shown = list(zip(self.boxes, self._shown, strict=False))
        kept = [box for box, _ in shown]
        if self._is_compact:
            going = [box for box, clock in shown if clock.stopped_us is not None]
            while going and self._width_of(kept) > self.width():
                kept.remove(going.pop(0))
        for box in self.boxes:
            box.setVisible(box in kept)
        told = "\n".join(box.accessibleName() for box, _ in shown)
        if self.toolTip() != told:
            self.setToolTip(plain_tip(told))

    @staticmethod
    def _width_of(boxes: Sequence[ClockBox]) -> int:
        return sum(box.sizeHint().width() for box in boxes) + GAP_PX * max(0, len(boxes) - 1)
