"""The telephone keys a caller presses, as big as they matter: somebody who cannot speak answers with them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Slot
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from batola_desk.domain.timeline import TimelineEntry
from batola_desk.services.views import CallView
from batola_desk.ui.incident.parts import label, local_time, set_role
from batola_desk.ui.line.line_view_model import LineViewModel
from batola_desk.ui.queue.queue_words import number_words

FRESH_S = 20.0  # so long a press stays big
_BIG_MAX = 8
_LISTED_MAX = 12
_KIND = "call.digit_received"


class KeyPresses(QWidget):
    """Fresh presses of any live call big, of the shown call also the earlier ones, small with their times.

    A caller on hold or one who still rings may press keys too; then the number says who it is.
    """

    def __init__(self, line: LineViewModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._line = line
        self.setObjectName("key_presses")
        self.big: QLabel = label(self, "keys_fresh", "keys_big")
        self.who: QLabel = label(self, "small", "keys_who")
        self.earlier: QLabel = label(self, "small", "keys_earlier")
        for part in (self.who, self.earlier):
            part.setWordWrap(True)  # a number with its state must not widen the column
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(1)
        for part in (self.big, self.who, self.earlier):
            layout.addWidget(part)
        line.changed.connect(self.render_keys)
        self.render_keys()

    @Slot()
    def render_keys(self) -> None:
        """Show the presses of now; called by the clock too, so that old ones fade into the list."""
        now_us = self._line.desk.now_us()
        subject = self._line.subject
        view = self._freshest(now_us)
        fresh = self._presses(view, newer_than_us=now_us - int(FRESH_S * 1e6)) if view is not None else []
        self.big.setText("  ".join(_digit(entry) for entry in fresh[-_BIG_MAX:]))
        self.big.setVisible(bool(fresh))
        self.who.setText(self._who(view, fresh[-1]) if view is not None and fresh else "")
        self.who.setVisible(bool(fresh))
        shown = self._presses(subject) if subject is not None else []
        older = [entry for entry in shown if entry not in fresh][-_LISTED_MAX:]
        offset_min = self._line.desk.catalog.centre.utc_offset_min
        words = " · ".join(f"{_digit(entry)} {local_time(entry.at_us, offset_min)}" for entry in older)
        self.earlier.setText(self.tr("Tombol sebelumnya: %1").replace("%1", words))
        self.earlier.setVisible(bool(older))
        self.setVisible(bool(fresh or older))

    def _freshest(self, now_us: int) -> CallView | None:
        """Whose press is the newest, if it is fresh."""
        calls = self._line.desk.calls
        newest: tuple[int, CallView] | None = None
        for view in (*calls.live(), *calls.ringing()):
            presses = self._presses(view)
            if presses and (newest is None or presses[-1].at_us > newest[0]):
                newest = (presses[-1].at_us, view)
        if newest is None or now_us - newest[0] > FRESH_S * 1e6:
            return None
        return newest[1]

    @staticmethod
    def _presses(view: CallView, *, newer_than_us: int = 0) -> list[TimelineEntry]:
        return [e for e in view.call.timeline if e.kind == _KIND and e.at_us >= newer_than_us]

    def _who(self, view: CallView, last: TimelineEntry) -> str:
        at = local_time(last.at_us, self._line.desk.catalog.centre.utc_offset_min)
        if view.in_headset:
            return self.tr("Penelepon menekan tombol, terakhir %1").replace("%1", at)
        state = self.tr("berdering") if view.is_ringing else self.tr("ditahan")
        words = self.tr("%1 (%2) menekan tombol, terakhir %3")
        words = words.replace("%1", number_words(view.call.number)).replace("%2", state)
        return words.replace("%3", at)

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            set_role(self.big, "keys_fresh")
            self.render_keys()


def _digit(entry: TimelineEntry) -> str:
    return dict(entry.values).get("digit", "")
