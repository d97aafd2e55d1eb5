"""The supervision board: keys, the mouse and dragging become wishes.

It lies over form and map, never over the queue: a ringing call stays in sight. Source: domain.md §5.6, §14.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from batola_desk.domain.call import SupervisionMode
from batola_desk.services.api import Desk
from batola_desk.services.change import Change
from batola_desk.services.room_board import DeskLine
from batola_desk.services.silent_calls import SilentFigure
from batola_desk.services.views import BoardRow
from batola_desk.ui.boards.rows_model import ROW_ROLE
from batola_desk.ui.incident.parts import label, set_role
from batola_desk.ui.line.party_view_model import PartyViewModel
from batola_desk.ui.pulse import Pulse
from batola_desk.ui.sheet import Sheet
from batola_desk.ui.supervision.action_row import ActionRow, Answer
from batola_desk.ui.supervision.board_tables import BoardTables
from batola_desk.ui.supervision.handing_over import HandingOver, Target
from batola_desk.ui.tasks import TaskRunner

_DESK_KEYS: Final = frozenset({Qt.Key.Key_D, Qt.Key.Key_W, Qt.Key.Key_I, Qt.Key.Key_O, Qt.Key.Key_S})
_INCIDENT_KEYS: Final = frozenset(
    {
        *(Qt.Key.Key_L, Qt.Key.Key_A, Qt.Key.Key_T, Qt.Key.Key_P, Qt.Key.Key_B),
        *(Qt.Key.Key_Y, Qt.Key.Key_N, Qt.Key.Key_O, Qt.Key.Key_S),
    }
)
_MODES: Final = {
    Qt.Key.Key_D: SupervisionMode.LISTEN,
    Qt.Key.Key_W: SupervisionMode.WHISPER,
    Qt.Key.Key_I: SupervisionMode.BARGE,
}


class RoomBoardSheet(Sheet):
    """Tables, the line that asks, and the keys.

    Signals:
        incident_activated: a ticket was opened (id).
        ending_requested: the ticket's closing sheet is wished (id).
        false_report_requested: it is to be marked as a false report (id).
    """

    incident_activated = Signal(str)
    ending_requested = Signal(str)
    false_report_requested = Signal(str)
    width_max_px = 1_600

    def __init__(
        self,
        desk: Desk,
        tasks: TaskRunner,
        pulse: Pulse,
        handing: HandingOver,
        parties: PartyViewModel,
        host: QWidget,
    ) -> None:
        super().__init__(host)
        self.setObjectName("room_board")
        self._desk = desk
        self._tasks = tasks
        self._handing = handing
        self._parties = parties
        self.tables = BoardTables(desk, tasks, pulse, self)
        self.action = ActionRow(self)
        self.silent = label(self, "chip", "silent_figure")
        self._figure = SilentFigure()
        self._counting: asyncio.Task[None] | None = None
        self._is_stale = False  # something changed while it was counted
        self.keys = label(self, "small", "room_board_keys")
        self.keys.setWordWrap(True)
        self.body.addWidget(self.tables, 1)
        self.body.addWidget(self.action)
        self.body.addWidget(self.silent)
        self.body.addWidget(self.keys)
        self.tables.desk_table.pane_keys = _DESK_KEYS
        self.tables.table.pane_keys = _INCIDENT_KEYS
        self.tables.desk_table.entered_on.connect(self._on_desk_entered)
        self.tables.desk_table.dropped.connect(self._on_dropped)
        self.tables.table.entered_on.connect(self._on_incident_entered)
        self.tables.ended_toggled.connect(self._retranslate)
        self.action.finished.connect(self.tables.focus_incidents)
        handing.passed_on.connect(self._on_passed_on)
        pulse.changed.connect(self._on_change)
        pulse.clock.connect(self._on_clock)
        self._retranslate()

    # ---------------------------------------------------------------- for the window

    def bring_up(self) -> None:
        """Show the open incidents, with the keyboard at the first of them."""
        super().bring_up()
        self.tables.show_open()
        self._count_silent()
        self.tables.focus_incidents()

    @Slot(object)
    def _on_change(self, change: Change) -> None:
        if change.call_keys and self.isVisible():
            self._count_silent()

    @Slot()
    def _on_clock(self) -> None:
        if self._is_stale and self.isVisible():
            self._count_silent()

    def _count_silent(self) -> None:
        """One count at a time: in a flood of calls the next one has the news of all."""
        if self._counting is None or self._counting.done():
            figure = self._desk.silent_calls.examined_today()
            self._counting = self._tasks.run(figure, "silent-figure", done=self._show_silent)
            self._is_stale = False
        else:
            self._is_stale = True

    def _show_silent(self, figure: SilentFigure) -> None:
        """Every silent call is examined: fewer than all is shown as a warning. Source: domain.md §13."""
        if not isValid(self):
            return  # counted for a board that is gone
        self._figure = figure
        words = self.tr("Panggilan senyap diperiksa hari ini: {examined} dari {count} ({percent} %)")
        shown = words.format(examined=figure.examined, count=figure.count, percent=figure.percent)
        if not figure.count:
            shown = self.tr("Panggilan senyap diperiksa hari ini: belum ada")
        if figure.spoke:
            shown += self.tr(" · {count} lain ternyata bicara").format(count=figure.spoke)
        self.silent.setText(("✓ " if figure.percent == 100 else "▲ ") + shown)
        set_role(self.silent, "ok" if figure.percent == 100 else "warn")

    @property
    def chosen_ids(self) -> list[str]:
        """The chosen incidents while the board is up; nothing else."""
        return self.tables.chosen_ids if self.isVisible() else []

    # ---------------------------------------------------------------- wishes

    def ask_pass_on(self, incident_ids: Sequence[str], chosen: Target | None = None) -> None:
        """Ask whom and why."""
        if not incident_ids:
            self._tasks.messages.error("nothing_chosen")
            return

        def done(answer: Answer) -> None:
            if answer.target is not None:
                self._handing.pass_on(ids, answer.target, answer.reason, force=answer.forced)

        ids = tuple(incident_ids)
        count = len(ids)
        title = QCoreApplication.translate("RoomBoardSheet", "Limpahkan %n kejadian", "", count)
        targets, may_force = self._handing.targets(), self._desk.ownership.may_force()
        self.action.ask(title, done, targets=targets, chosen=chosen, may_force=may_force)

    def ask_take_over(self, incident_ids: Sequence[str]) -> None:
        """Ask why."""
        if not incident_ids:
            self._tasks.messages.error("nothing_chosen")
            return

        def done(answer: Answer) -> None:
            self._handing.take_over(ids, answer.reason, force=answer.forced)

        ids = tuple(incident_ids)
        count = len(ids)
        title = QCoreApplication.translate("RoomBoardSheet", "Ambil alih %n kejadian", "", count)
        self.action.ask(title, done, may_force=self._desk.ownership.may_force())

    def _ask_reopen(self, incident_id: str) -> None:
        self.action.ask(self.tr("Buka kembali tiket ini"), partial(self._reopen, incident_id))

    def _reopen(self, incident_id: str, answer: Answer) -> None:
        self._tasks.run(
            self._desk.incidents.reopen(incident_id, reason=answer.reason),
            "reopen-ticket",
            done=self._on_reopened,
        )

    def _ask_decline(self, incident_id: str) -> None:
        self.action.ask(self.tr("Tolak permintaan ini"), partial(self._decline, incident_id))

    def _decline(self, incident_id: str, answer: Answer) -> None:
        self._handing.decline(incident_id, answer.reason)

    # ---------------------------------------------------------------- keys

    def keyPressEvent(self, qt_event: QKeyEvent) -> None:
        key = Qt.Key(qt_event.key())
        held = qt_event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if key == Qt.Key.Key_Escape and self.action.isVisible():
            self.action.put_away()
        elif not held and self.tables.desk_table.hasFocus() and key in _DESK_KEYS:
            self._desk_key(key)
        elif not held and self.tables.table.hasFocus() and key in _INCIDENT_KEYS:
            self._incident_key(key)
        else:
            super().keyPressEvent(qt_event)

    def _desk_key(self, key: Qt.Key) -> None:
        line = self.tables.desk_table.currentIndex().data(ROW_ROLE)
        if key == Qt.Key.Key_O:
            self.tables.sort_by_next()
        elif key == Qt.Key.Key_S:
            self.tables.toggle_ended()
        elif isinstance(line, DeskLine):
            self._parties.supervise(line.letter, _MODES[key].value)

    def _incident_key(self, key: Qt.Key) -> None:
        ids = self.chosen_ids
        one: dict[Qt.Key, Callable[[str], None]] = {
            Qt.Key.Key_T: self.ending_requested.emit,
            Qt.Key.Key_P: self.false_report_requested.emit,
            Qt.Key.Key_B: self._ask_reopen,
            Qt.Key.Key_Y: self._handing.accept,
            Qt.Key.Key_N: self._ask_decline,
        }
        match key:
            case Qt.Key.Key_L:
                self.ask_pass_on(ids)
            case Qt.Key.Key_A:
                self.ask_take_over(ids)
            case Qt.Key.Key_S:
                self.tables.toggle_ended()
            case Qt.Key.Key_O:
                self.tables.sort_by_next()
            case _ if ids:
                one[key](ids[0])

    # ---------------------------------------------------------------- what happens

    @Slot(QModelIndex)
    def _on_incident_entered(self, index: QModelIndex) -> None:
        row = index.data(ROW_ROLE)
        if isinstance(row, BoardRow):
            self.incident_activated.emit(row.incident_id)

    @Slot(QModelIndex)
    def _on_desk_entered(self, index: QModelIndex) -> None:
        """Enter on a desk: the chosen incidents go there."""
        line = index.data(ROW_ROLE)
        if isinstance(line, DeskLine):
            self._on_dropped(self.chosen_ids, line)

    @Slot(list, object)
    def _on_dropped(self, incident_ids: list[str], line: DeskLine) -> None:
        targets = self._handing.targets()
        chosen = next((one for one in targets if one.desk == line.letter and not one.operator), None)
        self.ask_pass_on(incident_ids, chosen)

    def _on_reopened(self, _nothing: None) -> None:
        self.tables.show_open()

    @Slot(int)
    def _on_passed_on(self, _count: int) -> None:
        self.tables.table.clearSelection()

    # ---------------------------------------------------------------- words

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    @Slot()
    def _retranslate(self) -> None:
        self._show_silent(self._figure)
        ended = self.tr("Papan regu: tiket yang selesai")
        self.title.setText(ended if self.tables.shows_ended else self.tr("Papan regu"))
        incidents = self.tr(
            "Kejadian: Enter buka · Spasi tandai · L limpahkan · A ambil alih · T tutup · P laporan palsu ·"
            " B buka kembali · Y/N permintaan · O urutkan · S selesai"
        )
        desks = self.tr(
            "Meja (Tab): Enter limpahkan ke sini · D dengar · W bisik · I ikut bicara · O urutkan"
        )
        self.keys.setText(f"{incidents}\n{desks}")
