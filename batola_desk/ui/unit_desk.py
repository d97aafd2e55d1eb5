"""What the window has of units on the map: a line about the chosen one, following it, placing it by hand."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from batola_desk.map.coordinates import LatLon
from batola_desk.services.change import Change
from batola_desk.ui.incident.parts import WrappingLabel, button, set_role
from batola_desk.ui.map.unit_feeder import UnitFeeder
from batola_desk.ui.unit_devices.device_sheet import DeviceSheet
from batola_desk.ui.unit_devices.track_sheet import TrackSheet
from batola_desk.ui.wrapping_row import WrappingRow

if TYPE_CHECKING:
    from batola_desk.ui.desk_window import DeskWindow

_PANS = {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home}


class UnitDesk(QObject):
    """Owned by the window, made when its panes are there."""

    def __init__(self, window: DeskWindow) -> None:
        super().__init__(window)
        self._window = window
        self.feeder = window.map_panel.feeder(UnitFeeder)
        self.row = QWidget(window.map_panel)
        self.row.setObjectName("unit_row")
        self.line = WrappingLabel(self.row)
        set_role(self.line, "small")
        self.follow = button(self.row, "", "unit_follow")
        self.follow.setCheckable(True)
        self.place = button(self.row, "", "unit_place")
        self.place.setCheckable(True)
        self.file = button(self.row, "", "unit_place_file")
        self.undo = button(self.row, "", "unit_place_undo")
        self.close = button(self.row, "", "unit_close")
        layout = QVBoxLayout(self.row)
        layout.setContentsMargins(6, 0, 6, 4)
        layout.setSpacing(4)
        layout.addWidget(self.line)
        buttons = WrappingRow()
        for made in (self.follow, self.place, self.file, self.undo, self.close):
            buttons.addWidget(made)
        layout.addLayout(buttons)
        window.map_panel.add_row(self.row)
        self.row.hide()
        self._tool = PlaceTool(self)
        window.map_panel.canvas.set_grip(UnitGrip(self))
        self.follow.clicked.connect(self._on_follow)
        self.place.clicked.connect(self._on_place)
        self.undo.clicked.connect(self.take_back)
        self.close.clicked.connect(self._on_close)
        window.map_panel.unit_activated.connect(self.look_at)
        window.boards.unit_activated.connect(self.fly_to)
        window.boards.units.devices.clicked.connect(self.show_devices)
        self.file.clicked.connect(self._ask_for_file)
        window.pulse.changed.connect(self._on_change)
        window.pulse.clock.connect(self._render)
        window.map_panel.canvas.installEventFilter(self)
        window.map_panel.installEventFilter(self)
        self.retranslate()

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What the keys do."""
        return {
            "unit_follow": self._toggle_follow,
            "unit_place": self._toggle_place,
            "unit_place_undo": self.take_back,
            "unit_place_file": self._ask_for_file,
            "unit_devices": self.show_devices,
        }

    def with_argument(self) -> dict[str, Callable[[str], object]]:
        """What the words of the command line do with their argument."""
        return {"unit_follow": self._find, "unit_place_file": self._place_from_file}

    # ---------------------------------------------------------------- looking

    @Slot(str)
    def look_at(self, unit_id: str) -> None:
        """Say what is known of a unit and show its way."""
        self.feeder.select(unit_id)
        self.row.setVisible(bool(unit_id))
        self._render()

    @Slot(str)
    def fly_to(self, unit_id: str) -> None:
        """The same, and go there."""
        self.look_at(unit_id)
        unit = self._window.desk.unit_positions.unit(unit_id)
        if unit is not None and unit.latitude is not None and unit.longitude is not None:
            self._window.map_panel.fly_to(unit.latitude, unit.longitude)
        elif unit is not None:
            text = self.tr("{unit} belum punya posisi. Alt+G meletakkannya.").format(unit=unit.call_sign)
            self._window.messages.info(text)

    def _find(self, words: str) -> None:
        typed = words.strip().casefold()
        units = self._window.desk.unit_positions.units()
        found = next((unit for unit in units if typed and typed in unit.call_sign.casefold()), None)
        if found is None:
            self._window.messages.error("unit_unknown")
            return
        self.fly_to(found.unit_id)
        self._on_follow(wanted=True)

    def _chosen(self) -> str:
        """The unit on the map, else the one under the cursor of the form's list."""
        if self.feeder.selected:
            return self.feeder.selected
        listed = self._window.form.dispatch.units.selected
        return listed.unit.unit_id if listed is not None else ""

    # ---------------------------------------------------------------- following

    @Slot()
    def _toggle_follow(self) -> None:
        self._choose()
        self._on_follow(wanted=not self.feeder.is_following)

    @Slot(bool)
    def _on_follow(self, wanted: bool) -> None:
        self.feeder.follow(wanted=wanted)
        self._render()

    def _choose(self) -> bool:
        """Look at the unit that is meant; False: none is."""
        unit_id = self._chosen()
        if not unit_id:
            self._window.messages.info(self.tr("Pilih satuan dulu: klik di peta atau di papan satuan."))
            return False
        if unit_id != self.feeder.selected:
            self.fly_to(unit_id)
        return True

    def eventFilter(self, watched: QObject, qt_event: QEvent) -> bool:
        """Whoever moves the map by hand does not want to be taken away again."""
        if qt_event.type() == QEvent.Type.LanguageChange and watched is self._window.map_panel:
            self.retranslate()
        elif self.feeder.is_following:
            is_drag = (
                isinstance(qt_event, QMouseEvent)
                and qt_event.type() == QEvent.Type.MouseMove
                and bool(qt_event.buttons() & Qt.MouseButton.LeftButton)
            )
            is_pan = isinstance(qt_event, QKeyEvent) and qt_event.key() in _PANS
            if is_drag or is_pan:
                self._on_follow(wanted=False)
        return super().eventFilter(watched, qt_event)

    # ---------------------------------------------------------------- placing

    @Slot()
    def _toggle_place(self) -> None:
        if not self._window.desk.unit_positions.may_place:
            self._window.messages.error("right_missing")
        elif self._choose():
            self._on_place(wanted=not self.place.isChecked())

    @Slot(bool)
    def _on_place(self, wanted: bool) -> None:
        canvas = self._window.map_panel.canvas
        canvas.set_tool(self._tool if wanted else None)
        if wanted:
            canvas.setFocus()
            text = self.tr("Klik tempat satuan di peta, atau geser peta lalu Spasi. Esc: batal.")
            self._window.messages.info(text)
        self.place.setChecked(wanted)

    def put_here(self, position: LatLon) -> None:
        """A person says that the unit is here."""
        unit_id = self.feeder.selected
        self._end_tool()
        done = self.tr("Posisi satuan dicatat. Batalkan: Alt+Shift+G.")
        self._window.tasks.run(
            self._window.desk.unit_positions.place(unit_id, position.lat, position.lon),
            "unit-place",
            done=lambda _none: self._placed(done),
        )

    def may_drag(self, x_px: float, y_px: float) -> bool:
        """Whether the unit that is looked at lies there and this person may say where it is."""
        unit_id = self.feeder.selected
        if not unit_id or not self._window.desk.unit_positions.may_place:
            return False
        return self._window.map_panel.canvas.unit_at(x_px, y_px) == unit_id

    def put_away(self) -> None:
        """The tool left the hand."""
        self.place.setChecked(False)

    def _end_tool(self) -> None:
        self._window.map_panel.canvas.set_tool(None)
        self.place.setChecked(False)

    def _placed(self, words: str) -> None:
        self._window.messages.info(words)
        self._render()

    @Slot()
    def take_back(self) -> None:
        """The last placing was a mistake."""
        done = self.tr("Penempatan dibatalkan; posisi sebelumnya berlaku lagi.")
        self._window.tasks.run(
            self._window.desk.unit_positions.undo_place(), "unit-undo", done=lambda _unit: self._placed(done)
        )

    # ---------------------------------------------------------------- sheets

    @cached_property
    def devices(self) -> DeviceSheet:
        """Made when somebody wants it."""
        window = self._window
        place_text = window.map_panel.canvas.place_text
        sheet = DeviceSheet(window.desk, window.tasks, window.pulse, window.stage, place_text)
        sheet.shown_requested.connect(window.map_panel.fly_to)
        return sheet

    @cached_property
    def tracks(self) -> TrackSheet:
        """Made when somebody wants it."""
        window = self._window
        return TrackSheet(window.desk, window.tasks, window.stage, window.map_panel.canvas.place_text)

    @Slot()
    def show_devices(self) -> None:
        """Whose a telephone or tracker is."""
        self.devices.bring_up()

    @Slot()
    def _ask_for_file(self) -> None:
        self.tracks.bring_up_for(self._chosen())

    def _place_from_file(self, words: str) -> None:
        if not self._choose():
            return
        self._window.tasks.run(
            self._window.desk.unit_positions.place_from_file(self.feeder.selected, words.strip().strip('"')),
            "unit-file",
            done=lambda report: self._placed(self.tracks.words_of(report)),
        )

    # ---------------------------------------------------------------- words

    @Slot()
    def _on_close(self) -> None:
        self.look_at("")

    @Slot(object)
    def _on_change(self, change: Change) -> None:
        if change.unit_ids:
            self._render()

    @Slot()
    def _render(self) -> None:
        if not self.row.isVisibleTo(self._window.map_panel):
            return
        self.line.setText(self.feeder.words(self.feeder.selected))
        self.follow.setChecked(self.feeder.is_following)
        positions = self._window.desk.unit_positions
        self.place.setEnabled(positions.may_place)
        self.file.setEnabled(positions.may_place)
        self.undo.setVisible(positions.can_undo and positions.may_place)

    def retranslate(self) -> None:
        """The language changed."""
        self.follow.setText(self.tr("Ikuti") + "  Alt+U")
        self.follow.setToolTip(self.tr("Peta mengikuti satuan ini"))
        self.place.setText(self.tr("Letakkan") + "  Alt+G")
        self.place.setToolTip(self.tr("Letakkan satuan dengan tangan, atau seret tandanya di peta"))
        self.file.setText(self.tr("Berkas…"))
        self.file.setToolTip(self.tr("Letakkan di titik terakhir berkas GPX atau NMEA"))
        self.undo.setText(self.tr("Batalkan letak") + "  Alt+Shift+G")
        self.undo.setToolTip(self.tr("Posisi sebelumnya berlaku lagi"))
        self.close.setText(self.tr("Tutup"))
        self.close.setToolTip(self.tr("Tutup baris satuan"))
        self._render()


class PlaceTool:
    """See ``ui.map.tool.MapTool``: one point, and it is done."""

    def __init__(self, desk: UnitDesk) -> None:
        self._desk = desk

    def click(self, position: LatLon) -> None:
        self._desk.put_here(position)

    def move(self, position: LatLon) -> None:
        """Nothing is shown before the point is chosen."""

    def finish(self) -> None:
        """A double click was two clicks already."""

    def undo(self) -> None:
        """There is only one point."""

    def cancel(self) -> None:
        self._desk.put_away()


class UnitGrip:
    """See ``ui.map.tool.MapGrip``: only the unit that is looked at, or every pan could move one."""

    def __init__(self, desk: UnitDesk) -> None:
        self._desk = desk
        self._unit_id = ""

    def holds(self, x_px: float, y_px: float) -> bool:
        return self._desk.may_drag(x_px, y_px)

    def move(self, position: LatLon) -> None:
        self._unit_id = self._unit_id or self._desk.feeder.selected
        self._desk.feeder.drag_to((position.lat, position.lon))

    def drop(self, position: LatLon) -> None:
        is_same = self._desk.feeder.selected == self._unit_id  # else another was chosen by key meanwhile
        self.cancel()
        if is_same:
            self._desk.put_here(position)

    def cancel(self) -> None:
        self._unit_id = ""
        self._desk.feeder.drag_to(None)
