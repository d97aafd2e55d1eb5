"""The board of all units: what they do, for which ticket, how old their position is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from batola_desk.services.api import Desk
from batola_desk.services.change import Change
from batola_desk.services.views import UnitView
from batola_desk.ui import labels
from batola_desk.ui.boards.board_table import BoardTable
from batola_desk.ui.boards.rows_model import ROW_ROLE
from batola_desk.ui.boards.unit_model import AGENCY, DISTANCE, UnitModel
from batola_desk.ui.choice_box import ChoiceBox
from batola_desk.ui.incident.parts import button, label
from batola_desk.ui.pulse import Pulse

CHOICES = ("all", "stale", "none")
AGES_EVERY = 20  # beats of the clock: a position's age is told in minutes


class UnitBoard(QWidget):
    """Usable alone or in a dock.

    Signals:
        incident_activated: Enter on a unit that works for a ticket (incident id).
        unit_activated: Enter on any unit (unit id).
    """

    incident_activated = Signal(str)
    unit_activated = Signal(str)

    def __init__(self, desk: Desk, pulse: Pulse, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._beats = 0
        self.filter = QLineEdit(self)
        self.filter.setObjectName("unit_filter")
        self.choice = ChoiceBox(self)
        self.choice.setObjectName("unit_choice")
        self.devices = button(self, "", "unit_devices")
        for choice in CHOICES:
            self.choice.addItem("", choice)
        self.empty = label(self, "empty", "unit_board_empty")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.model = UnitModel(desk.catalog.limits.unit.position_stale_s, self)
        self.table = BoardTable(self)
        self.table.arrange(self.model, stretched=AGENCY)
        self.table.setColumnHidden(DISTANCE, True)
        column_layout = QVBoxLayout(self)
        column_layout.setContentsMargins(8, 4, 8, 4)
        head = QHBoxLayout()
        head.addWidget(self.filter, 1)
        head.addWidget(self.choice)
        head.addWidget(self.devices)
        column_layout.addLayout(head)
        column_layout.addWidget(self.empty, 1)
        column_layout.addWidget(self.table, 1)
        self.filter.textChanged.connect(self.render_now)
        self.choice.currentIndexChanged.connect(self.render_now)
        self.table.entered_on.connect(self._on_entered)
        pulse.changed.connect(self._on_change)
        pulse.clock.connect(self._on_clock)
        self._retranslate()
        self.render_now()

    @Slot()
    def render_now(self) -> None:
        """Bring the table to what the desk says."""
        unknown = self._desk.unit_positions.devices.unknown_count
        text = self.tr("Perangkat: {count} belum dikenal").format(count=unknown)
        self.devices.setText(f"▲ {text}" if unknown else self.tr("Perangkat…"))
        words = self.filter.text().casefold().split()
        units = self._desk.dispatch.units()
        shown = [unit for unit in units if self._is_chosen(unit) and all(w in _text_of(unit) for w in words)]
        self.table.show_rows(shown, self.empty)
        self.empty.setText(
            self.tr("Belum ada satuan terdaftar. Admin mengisinya di units.toml.")
            if not units
            else self.tr("Tidak ada satuan yang cocok.")
        )

    def _is_chosen(self, view: UnitView) -> bool:
        age_s = view.position_age_s
        match self.choice.currentData():
            case "stale":
                return age_s is not None and age_s > self._desk.catalog.limits.unit.position_stale_s
            case "none":
                return age_s is None
            case _:
                return True

    @Slot(object)
    def _on_change(self, change: Change) -> None:
        if (change.unit_ids or "unit_devices" in change.what) and self.isVisible():
            self.render_now()

    @Slot()
    def _on_clock(self) -> None:
        self._beats += 1
        if self._beats % AGES_EVERY == 0 and self.isVisible():
            self.render_now()

    @Slot(QModelIndex)
    def _on_entered(self, index: QModelIndex) -> None:
        view = index.data(ROW_ROLE)
        if isinstance(view, UnitView):
            self.unit_activated.emit(view.unit.unit_id)
            if view.unit.incident_ids:
                self.incident_activated.emit(view.unit.incident_ids[-1])

    def showEvent(self, qt_event: QShowEvent) -> None:
        super().showEvent(qt_event)
        self.render_now()

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self.model.retranslate()
            self.render_now()

    def _retranslate(self) -> None:
        self.filter.setPlaceholderText(self.tr("Saring: satuan, instansi, status"))
        names = {
            "all": self.tr("Semua posisi"),
            "stale": self.tr("Posisi basi"),
            "none": self.tr("Tanpa posisi"),
        }
        for index in range(self.choice.count()):
            self.choice.setItemText(index, names[self.choice.itemData(index)])
        self.choice.setAccessibleName(self.tr("Satuan menurut posisinya"))
        self.filter.setAccessibleName(self.tr("Saringan papan satuan"))
        self.table.setAccessibleName(self.tr("Semua satuan"))
        self.devices.setToolTip(self.tr("Ponsel dan pelacak, dan satuan pemiliknya (Ctrl+Shift+U)"))


def _text_of(view: UnitView) -> str:
    unit = view.unit
    state = labels.word(labels.UNIT_STATES, unit.state.value)
    return f"{unit.call_sign} {view.agency_name} {unit.post} {state}".casefold()
