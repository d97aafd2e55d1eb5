"""Units near the ticket: Enter sends one, its next states are one key away. Source: domain.md §5.4."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QGridLayout, QTableView, QVBoxLayout, QWidget

from batola_desk.services.views import UnitView
from batola_desk.ui import labels
from batola_desk.ui.boards.column_fit import ColumnFit
from batola_desk.ui.boards.rows_model import ROW_ROLE
from batola_desk.ui.boards.unit_model import AGENCY, STATE, TICKETS, UnitModel
from batola_desk.ui.incident.dispatch_view_model import DispatchViewModel
from batola_desk.ui.incident.parts import button, label

REASON_STATES = frozenset({"out_of_service"})
STATE_BUTTONS = 5
PER_ROW = 3


class UnitTable(QTableView):
    """A table whose Enter acts on the line, and whose digits press the buttons below.

    Signals:
        entered_on: Enter on a line.
        digit_pressed: 1 … 9.
        came_in: the keyboard is here.
    """

    entered_on = Signal()
    digit_pressed = Signal(int)
    came_in = Signal()

    def focusInEvent(self, qt_event: QFocusEvent) -> None:
        super().focusInEvent(qt_event)
        self.came_in.emit()

    def keyPressEvent(self, qt_event: QKeyEvent) -> None:
        if qt_event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.entered_on.emit()
        elif not qt_event.modifiers() and Qt.Key.Key_1 <= qt_event.key() <= Qt.Key.Key_9:
            self.digit_pressed.emit(qt_event.key() - Qt.Key.Key_0)
        else:
            super().keyPressEvent(qt_event)


class UnitsBox(QWidget):
    """The unit list of the dispatch pane.

    Signals:
        reason_wanted: a state needs a reason (unit id, state; ``release`` for taking it off).
    """

    reason_wanted = Signal(str, str)

    def __init__(self, vm: DispatchViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._vm = vm
        self._incident_id = vm.incident_id
        self.caption = label(self, "heading")
        self.hint = label(self, "small")
        self.table = UnitTable(self)
        self.table.setObjectName("units")
        self.model = UnitModel(vm.desk.catalog.limits.unit.position_stale_s, self, is_narrow=True)
        self.table.setModel(self.model)
        self._shape_table()
        self.empty = label(self, "empty", "units_empty")
        self.empty.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.caption)
        column.addWidget(self.empty)
        column.addWidget(self.table, 1)
        column.addWidget(self.hint)
        grid = QGridLayout()
        grid.setSpacing(4)
        column.addLayout(grid)
        self.buttons = []
        for at in range(STATE_BUTTONS + 1):
            made = button(self, "", f"unit_step_{at + 1}")
            made.clicked.connect(self._on_clicked)
            self.buttons.append(made)
            grid.addWidget(made, at // PER_ROW, at % PER_ROW)
        self._steps: tuple[str, ...] = ()
        self.table.entered_on.connect(self._on_enter)
        self.table.digit_pressed.connect(self._on_digit)
        self.table.doubleClicked.connect(self._on_double_click)
        self.table.selectionModel().currentRowChanged.connect(self._on_current)
        vm.changed.connect(self.render_now)
        self._retranslate()
        self.render_now()

    def _shape_table(self) -> None:
        table = self.table
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.setColumnHidden(AGENCY, True)
        table.setColumnHidden(TICKETS, True)
        table.horizontalHeader().setHighlightSections(False)
        ColumnFit(table, STATE)
        table.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        table.setMinimumHeight(130)

    @property
    def selected(self) -> UnitView | None:
        """The unit under the cursor."""
        view = self.table.currentIndex().data(ROW_ROLE)
        return view if isinstance(view, UnitView) else None

    def focus_list(self) -> None:
        """Put the focus on the first unit that could go: the order has changed since the place is known."""
        if self.model.rows:
            self.table.setCurrentIndex(self.model.index(0, 0))
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_unit(self, unit_id: str) -> None:
        """Put the cursor on one unit."""
        row = self.model.row_of(unit_id)
        self.focus_list()
        if row >= 0:
            self.table.setCurrentIndex(self.model.index(row, 0))

    @Slot()
    def render_now(self) -> None:
        """Draw the list and the buttons of the unit under the cursor."""
        self.model.set_rows(self._vm.units())
        if self._incident_id != self._vm.incident_id:
            # The cursor of the last ticket would send that ticket's unit with the first Enter.
            self._incident_id = self._vm.incident_id
            self.table.setCurrentIndex(self.model.index(0, 0))
        self.empty.setVisible(not self.model.rows)
        self.table.setVisible(bool(self.model.rows))
        self._render_steps()

    def _render_steps(self) -> None:
        unit = self.selected
        steps: list[str] = []
        if unit is not None:
            is_here = self._vm.is_here(unit)
            steps = [*unit.next_states[:STATE_BUTTONS], *(("release",) if is_here else ())]
        self._steps = tuple(steps)
        for at, made in enumerate(self.buttons):
            made.setVisible(at < len(steps))
            if at < len(steps):
                words = (
                    self.tr("Lepas dari tiket")
                    if steps[at] == "release"
                    else labels.word(labels.UNIT_STATES, steps[at])
                )
                made.setText(f"{at + 1}  {words}")
        if unit is None:
            self.hint.setText("")
        elif self._vm.is_here(unit):
            self.hint.setText(self.tr("{unit}: bertugas di tiket ini").format(unit=unit.unit.call_sign))
        else:
            shown = self.tr("Enter: kirim {unit} ({agency})")
            self.hint.setText(shown.format(unit=unit.unit.call_sign, agency=unit.agency_name))

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self._render_steps()

    @Slot()
    def _on_enter(self) -> None:
        unit = self.selected
        if unit is not None and not self._vm.is_here(unit):
            self._vm.assign(unit.unit.unit_id)

    @Slot(QModelIndex)
    def _on_double_click(self, _index: QModelIndex) -> None:
        self._on_enter()

    @Slot(int)
    def _on_digit(self, digit: int) -> None:
        self._step(digit - 1)

    @Slot()
    def _on_clicked(self) -> None:
        self._step(next((at for at, made in enumerate(self.buttons) if made is self.sender()), -1))

    def _step(self, at: int) -> None:
        unit = self.selected
        if unit is None or not 0 <= at < len(self._steps):
            return
        step = self._steps[at]
        if step == "release" or step in REASON_STATES:
            self.reason_wanted.emit(unit.unit.unit_id, step)
        else:
            self._vm.set_unit_state(unit.unit.unit_id, step)

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self.model.retranslate()
            self.render_now()

    def _retranslate(self) -> None:
        self.caption.setText(self.tr("SATUAN"))
        self.table.setAccessibleName(self.tr("Satuan, terdekat dan bebas lebih dulu"))
        self.empty.setText(self.tr("Belum ada satuan terdaftar. Admin mengisinya di units.toml."))
