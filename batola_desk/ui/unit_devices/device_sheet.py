"""Ctrl+Shift+U: every telephone and tracker that was heard, and whose it is; those of nobody on top."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Final

from PySide6.QtCore import QEvent, QModelIndex, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from batola_desk.services.api import Desk
from batola_desk.services.change import Change
from batola_desk.services.unit_device_views import DeviceView
from batola_desk.ui.boards.board_table import BoardTable
from batola_desk.ui.boards.rows_model import ROW_ROLE
from batola_desk.ui.choice_box import ChoiceBox
from batola_desk.ui.incident.parts import button, label, local_time
from batola_desk.ui.pulse import Pulse
from batola_desk.ui.sheet import Sheet
from batola_desk.ui.tasks import TaskRunner
from batola_desk.ui.unit_devices.device_model import PLACE, DeviceModel

GATHER_MS: Final = 250
LOOK_S: Final = 2.0
AGES_EVERY: Final = 4  # beats of the clock
TOUCHED: Final = frozenset({"unit_devices", "unit_positions", "person", "seat"})


class DeviceSheet(Sheet):
    """Enter goes to the choice of units and there gives the device to one; Del takes it away.

    Signals:
        shown_requested: look at this place on the map.
    """

    shown_requested = Signal(float, float)
    width_max_px = 1060

    def __init__(
        self,
        desk: Desk,
        tasks: TaskRunner,
        pulse: Pulse,
        host: QWidget,
        place_text: Callable[[float, float], str],
    ) -> None:
        super().__init__(host)
        self.setObjectName("device_sheet")
        self._desk = desk
        self._devices = desk.unit_positions.devices
        self._tasks = tasks
        self._beats = 0
        self.receiver = label(self, "muted", "device_receiver")
        self.refused = label(self, "late", "device_refused")
        for words in (self.receiver, self.refused):
            words.setWordWrap(True)
        self.model = DeviceModel(desk.now_us, place_text, self)
        self.table = BoardTable(self)
        self.table.setObjectName("device_list")
        self.table.arrange(self.model, stretched=PLACE)
        self.table.pane_keys = frozenset({Qt.Key.Key_T, Qt.Key.Key_U, Qt.Key.Key_Delete})
        self.empty = label(self, "empty", "device_empty")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.unit = ChoiceBox(self)
        self.unit.setObjectName("device_unit")
        self.give, self.take, self.show_it, self.undo = (
            button(self, role, name)
            for role, name in (
                ("primary", "device_give"),
                ("", "device_take"),
                ("", "device_show"),
                ("", "device_undo"),
            )
        )
        self._hint = label(self, "small")
        self._hint.setWordWrap(True)
        self._gather = QTimer(self)
        self._gather.setSingleShot(True)
        self._gather.setInterval(GATHER_MS)
        self._gather.timeout.connect(self.render_now)
        self._watching: asyncio.Task[None] | None = None
        self._lay_out()
        self._connect(pulse)
        self.retranslate()

    def _lay_out(self) -> None:
        below = QHBoxLayout()
        self._unit_label = label(self)
        below.addWidget(self._unit_label)
        below.addWidget(self.unit)
        for made in (self.give, self.take, self.show_it):
            below.addWidget(made)
        below.addStretch(1)
        below.addWidget(self.undo)
        self.body.addWidget(self.receiver)
        self.body.addWidget(self.refused)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.empty, 1)
        self.body.addLayout(below)
        self.body.addWidget(self._hint)

    def _connect(self, pulse: Pulse) -> None:
        self.table.entered_on.connect(self._on_entered)
        self.table.selectionModel().currentRowChanged.connect(self._render_buttons)
        self.give.clicked.connect(self._on_give)
        self.take.clicked.connect(self._on_take)
        self.show_it.clicked.connect(self._on_show)
        self.undo.clicked.connect(self._on_undo)
        pulse.changed.connect(self._on_change)
        pulse.clock.connect(self._on_clock)

    # ---------------------------------------------------------------- showing

    def bring_up(self) -> None:
        """Show the list; the keyboard is in it."""
        super().bring_up()
        if self._watching is None:
            self._watching = self._tasks.run(self._watch(), "devices")
        self._fill_units()
        self.render_now()
        if self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(0, 0))
        self.table.setFocus(Qt.FocusReason.PopupFocusReason)

    def hideEvent(self, qt_event: QHideEvent) -> None:
        super().hideEvent(qt_event)
        if self._watching is not None:
            self._watching.cancel()
            self._watching = None

    @property
    def chosen(self) -> DeviceView | None:
        """The line under the cursor."""
        row = self.table.currentIndex().data(ROW_ROLE)
        return row if isinstance(row, DeviceView) else None

    @Slot()
    def render_now(self) -> None:
        """Bring the table to what the desk says."""
        if not self.isVisible():
            return
        listed = self._devices.listed()
        self.model.set_rows(listed)
        self.table.setVisible(bool(listed))
        self.empty.setVisible(not listed)
        if listed and not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.model.index(0, 0))
        self._render_receiver()
        self._render_buttons()

    def _render_receiver(self) -> None:
        receiver = self._devices.receiver
        offset_min = self._desk.catalog.centre.utc_offset_min
        if not receiver.is_here:
            text = self.tr(
                "Penerima posisi tidak ada di komputer ini. Perangkat penerima lain di ruangan tetap tampil; "
                "yang ditolaknya dihitung di sana."
            )
        elif receiver.is_running:
            text = self.tr("Penerima posisi berjalan di komputer ini sejak {time}.").format(
                time=local_time(receiver.since_us, offset_min, "%d/%m %H:%M")
            )
        else:
            text = self.tr("▲ Penerima posisi di komputer ini mati: jalankan batola-desk avl.")
        self.receiver.setText(text)
        names = {
            "wrong_token": self.tr("token salah {count}×"),
            "too_often": self.tr("terlalu sering {count}×"),
            "bad": self.tr("bukan posisi {count}×"),
            "hung_up": self.tr("diputus karena salah terus {count}×"),
        }
        parts = [
            names[reason].format(count=count)
            for reason, count in receiver.refused.items()
            if count and reason in names
        ]
        self.refused.setText(self.tr("Ditolak: {reasons}").format(reasons=" · ".join(parts)))
        self.refused.setVisible(bool(parts))

    @Slot()
    def _render_buttons(self) -> None:
        view, may = self.chosen, self._devices.may_change
        is_there = view is not None
        self.unit.setEnabled(may and is_there and self.unit.count() > 0)
        self.give.setEnabled(self.unit.isEnabled())
        self.take.setEnabled(may and view is not None and bool(view.unit_id))
        self.show_it.setEnabled(view is not None and view.latitude is not None)
        self.undo.setVisible(may and self._devices.can_undo)
        keys = self.tr("Enter: pilih satuan, Enter lagi: berikan · Del: lepas · T: di peta · Esc: tutup")
        only = self.tr("Yang mengatur perangkat: ketua regu atau admin TI.")
        self._hint.setText(keys if may else only)

    def _fill_units(self) -> None:
        chosen = self.unit.currentData()
        self.unit.clear()
        for unit in sorted(self._desk.unit_positions.units(), key=lambda unit: unit.call_sign.casefold()):
            self.unit.addItem(unit.call_sign, unit.unit_id)
        self.unit.setCurrentIndex(max(0, self.unit.findData(chosen)))

    # ---------------------------------------------------------------- what people do

    def keyPressEvent(self, qt_event: QKeyEvent) -> None:
        is_enter = qt_event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if self.unit.hasFocus() and is_enter:
            self._on_give()
            return
        keys = {
            Qt.Key.Key_Delete: self._on_take,
            Qt.Key.Key_T: self._on_show,
            Qt.Key.Key_U: self._on_undo,
        }
        meant = keys.get(Qt.Key(qt_event.key()))
        if self.table.hasFocus() and meant is not None and not qt_event.modifiers():
            meant()
            return
        super().keyPressEvent(qt_event)

    @Slot(QModelIndex)
    def _on_entered(self, _index: QModelIndex) -> None:
        view = self.chosen
        if view is None or not self.unit.isEnabled():
            return
        if view.unit_id:
            self.unit.setCurrentIndex(self.unit.findData(view.unit_id))
        self.unit.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_give(self) -> None:
        view, unit_id = self.chosen, self.unit.currentData()
        if view is None or not unit_id or not self.give.isEnabled():
            return
        if view.unit_id == unit_id:
            text = self.tr("{device} memang milik {unit}.")
            self._tasks.messages.info(text.format(device=view.device, unit=view.call_sign))
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        text = self.tr("{device} sekarang milik {unit}. Batalkan: U.")
        words = text.format(device=view.device, unit=self.unit.currentText())
        self._run(self._devices.give(view.device, unit_id), words)

    @Slot()
    def _on_take(self) -> None:
        view = self.chosen
        if view is None or not self.take.isEnabled():
            return
        text = self.tr("{device} dilepas dari {unit}. Batalkan: U.")
        words = text.format(device=view.device, unit=view.call_sign)
        self._run(self._devices.take_away(view.device), words)

    @Slot()
    def _on_undo(self) -> None:
        if self.undo.isVisible():
            self._run(self._devices.undo(), self.tr("Dibatalkan; yang sebelumnya berlaku lagi."))

    def _run(self, wish: Coroutine[Any, Any, object], words: str) -> None:
        def done(_result: object) -> None:
            self._tasks.messages.info(words)
            self.render_now()
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

        self._tasks.run(wish, "device", done=done)

    @Slot()
    def _on_show(self) -> None:
        view = self.chosen
        if view is not None and view.latitude is not None and view.longitude is not None:
            self.put_away()
            self.shown_requested.emit(view.latitude, view.longitude)

    # ---------------------------------------------------------------- news

    async def _watch(self) -> None:
        """As long as somebody looks at the list, look at what the program on this computer writes."""
        while True:
            await self._devices.look()
            await asyncio.sleep(LOOK_S)

    @Slot(object)
    def _on_change(self, change: Change) -> None:
        if self.isVisible() and (change.unit_ids or change.what & TOUCHED) and not self._gather.isActive():
            self._gather.start()

    @Slot()
    def _on_clock(self) -> None:
        self._beats += 1
        if self.isVisible() and self._beats % AGES_EVERY == 0:
            self.model.retranslate()

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange and hasattr(self, "_hint"):
            self.retranslate()

    def retranslate(self) -> None:
        """Say all texts again."""
        self.title.setText(self.tr("Perangkat satuan"))
        self.table.setAccessibleName(self.tr("Perangkat, yang belum dikenal lebih dulu"))
        self.unit.setAccessibleName(self.tr("Satuan untuk perangkat ini"))
        self._unit_label.setText(self.tr("Satuan"))
        self.give.setText(self.tr("Berikan  Enter"))
        self.take.setText(self.tr("Lepas  Del"))
        self.show_it.setText(self.tr("Di peta  T"))
        self.undo.setText(self.tr("Batalkan  U"))
        self.empty.setText(
            self.tr("Belum ada perangkat yang terdengar. Ponsel dan pelacak tampil di sini begitu mengirim.")
        )
        self.model.retranslate()
        self.render_now()
