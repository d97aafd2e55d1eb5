"""The window of the desk: its panes, what slides over them when it is asked for, and how it closes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from functools import cached_property

from PySide6.QtCore import QEvent, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QPaintEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QDockWidget,
)

from batola_desk.domain.errors import OperatorError
from batola_desk.map.gazetteer import Gazetteer
from batola_desk.services.api import Desk
from batola_desk.services.change import Change
from batola_desk.services.first_start import SetupPort
from batola_desk.ui.all_settings.all_settings_sheet import AllSettingsSheet
from batola_desk.ui.announcements.announcement_sheet import AnnouncementSheet
from batola_desk.ui.centre_lists.centre_lists_sheet import CentreListsSheet
from batola_desk.ui.conflicts.conflicts_sheet import ConflictsSheet
from batola_desk.ui.conflicts.conflicts_view_model import ConflictsViewModel
from batola_desk.ui.doctor.doctor_sheet import DoctorSheet
from batola_desk.ui.doctor.doctor_view_model import DoctorViewModel
from batola_desk.ui.first_start.first_start_sheet import FirstStartSheet
from batola_desk.ui.first_start.first_start_view_model import FirstStartViewModel
from batola_desk.ui.handing_on.handing_desk import HandingDesk
from batola_desk.ui.i18n import Translator
from batola_desk.ui.keys_overlay import KeysOverlay
from batola_desk.ui.line.target_sheet import TargetSheet
from batola_desk.ui.line_limits import LineLimits
from batola_desk.ui.link_desk import LinkDesk
from batola_desk.ui.map_features.feature_desk import FeatureDesk
from batola_desk.ui.map_packs.map_pack_sheet import MapPackSheet
from batola_desk.ui.map_packs.map_pack_view_model import MapPackViewModel
from batola_desk.ui.ministry.ministry_desk import MinistryDesk
from batola_desk.ui.orders.kin_desk import KinDesk
from batola_desk.ui.orders.order_desk import OrderDesk
from batola_desk.ui.outreach.outreach_desk import OutreachDesk
from batola_desk.ui.people.role_sheet import RoleSheet
from batola_desk.ui.people.sign_on_sheet import SignOnSheet
from batola_desk.ui.places.place_desk import PlaceDesk
from batola_desk.ui.preferences.preferences_sheet import PreferencesSheet
from batola_desk.ui.preferences.preferences_view_model import PreferencesViewModel
from batola_desk.ui.print.paper_desk import PaperDesk
from batola_desk.ui.reach_desk import ReachDesk
from batola_desk.ui.recordings.recording_sheet import RecordingSheet
from batola_desk.ui.recordings.recording_view_model import RecordingViewModel
from batola_desk.ui.room.other_room_sheet import OtherRoomSheet
from batola_desk.ui.row_menu import RowMenus
from batola_desk.ui.self_test.self_test_sheet import SelfTestSheet
from batola_desk.ui.stall_watch import StallWatch
from batola_desk.ui.supervision.room_desk import RoomDesk
from batola_desk.ui.unit_desk import UnitDesk
from batola_desk.ui.updates.version_sheet import VersionSheet
from batola_desk.ui.weather.weather_on_map import WeatherOnMap
from batola_desk.ui.weather.weather_sheet import WeatherSheet
from batola_desk.ui.window_commands import WindowCommands
from batola_desk.ui.window_layout import WindowLayout
from batola_desk.ui.window_panes import SMALLEST_PX, WindowPanes

CLOSE_AGAIN_S = 5.0


class DeskWindow(WindowPanes):
    """What the panes, the sheets over them and the keys have to do with each other, and how a window lives.

    Signals:
        closed: the operator wants to end the screen (calls go on in the engine).
        first_painted: the window was painted once.
        restart_wanted: close the desk and open it again, with what was set up.
    """

    closed = Signal()
    restart_wanted = Signal()
    first_painted = Signal()

    def __init__(self, desk: Desk, gazetteer: Gazetteer, translator: Translator) -> None:
        super().__init__(desk, gazetteer, translator)
        self._make_setup: Callable[[], SetupPort] | None = None
        self._first_start: FirstStartSheet | None = None
        self._asked_to_close_s = float("-inf")
        self._is_closing_for_good = False
        self.is_painted = False
        self._stall_watch = StallWatch(self)
        self._build_sheets()
        self._line_limits = LineLimits(self, self.messages)
        self._connect()
        self.commands = WindowCommands(self, self.book)
        self.window_layout.remember_fresh()
        self.window_layout.restore()
        self.retranslate()
        if self.line.in_headset is None:
            self.form.open_unfinished()
        self.form.focus_place()
        self._ask_for_a_name()

    def take_half(self, side: str) -> None:
        """Stand beside another desk's window; on a narrow screen the two overlap.

        Args:
            side: "left" or "right".
        """
        room = QApplication.primaryScreen().availableGeometry()
        width = max(room.width() // 2, SMALLEST_PX[0])
        left = room.left() if side == "left" else room.right() + 1 - width
        self.setGeometry(left, room.top(), width, max(room.height(), SMALLEST_PX[1]))

    # ---------------------------------------------------------------- for commands

    @Slot()
    def keyboard_to_form(self) -> None:
        """A pane is done with the keyboard: back to the ticket."""
        self.form.take_keyboard()

    @Slot()
    def focus_map(self) -> None:
        """Bring the keyboard to the map."""
        self.map_panel.focus_map()

    @Slot()
    def toggle_boards(self) -> None:
        """Show the boards with the keyboard in them, or put them away."""
        focus = QApplication.focusWidget()
        if self.boards_dock.isVisible() and focus is not None and self.boards_dock.isAncestorOf(focus):
            self.boards_dock.hide()
            self.keyboard_to_form()
            return
        self.show_boards()
        self.boards.focus_list()

    def show_boards(self) -> None:
        """Bring up the boards."""
        self.boards_dock.show()
        self.boards_dock.raise_()
        self._make_room(self.search_dock)

    @Slot(str)
    def search_for(self, text: str) -> None:
        """Open the search, with these words when some are given."""
        self.search_dock.show()
        self.search_dock.raise_()
        self._make_room(self.boards_dock)
        self.search.focus_field()
        if text:
            self.search.field.setText(text)

    def _make_room(self, other: QDockWidget) -> None:
        """On a low screen only one board stands below the form; a second one would squeeze the form."""
        layout = self.stage.layout()
        if layout is not None:
            layout.activate()
        is_squeezed = self.stage.minimumSizeHint().height() > self.stage.height()
        if is_squeezed and other.isVisible() and not other.isFloating():
            other.hide()

    def keep_setting(self, key: str, value: object) -> None:
        """Change a setting; the look follows by itself."""
        try:
            self.desk.session.set_setting(key, value)
        except OperatorError as refusal:
            self.messages.error(refusal.code, refusal.values)

    def set_up_with(self, make_port: Callable[[], SetupPort]) -> None:
        """Who tests and writes this machine's configuration; without one there is nothing to set up.

        Args:
            make_port: called in a worker.
        """
        self._make_setup = make_port

    @Slot()
    def open_first_start(self) -> None:
        """Set this machine up, or see how it is set up; not in training."""
        if self._make_setup is None:
            self.messages.error("setup_in_training")
        elif self._first_start is not None:
            self._first_start.bring_up()
        else:  # made when somebody wants it: most desks are set up by IT
            made = asyncio.to_thread(self._make_setup)  # it loads what the screen itself never needs
            self.tasks.run(made, "first-start", done=self._begin_first_start)

    def _begin_first_start(self, port: SetupPort) -> None:
        if self._first_start is None:  # the key may have been pressed twice
            vm = FirstStartViewModel(port, self.desk, self.tasks, self.pulse, self)
            vm.restart_requested.connect(self.restart_wanted)
            self._first_start = FirstStartSheet(
                vm, self.preferences_vm.sound, self.desk, self.tasks, self.stage
            )
        self._first_start.bring_up()

    @Slot(str)
    def open_incident(self, incident_id: str) -> None:
        """Bring a ticket into the form, and the keyboard to its chronology: its keys work at once."""
        self.form.open_incident(incident_id)
        self.form.focus_note()

    # ---------------------------------------------------------------- life of the window

    def paintEvent(self, qt_event: QPaintEvent) -> None:
        super().paintEvent(qt_event)
        if not self.is_painted:
            QTimer.singleShot(0, self, self._on_painted)

    def showEvent(self, qt_event: QShowEvent) -> None:
        super().showEvent(qt_event)
        QTimer.singleShot(0, self, self.activateWindow)  # keys must work even where nobody manages windows

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange and hasattr(self, "boards_dock"):
            self.retranslate()

    def closeEvent(self, qt_event: QCloseEvent) -> None:
        """With a call alive, or facts the disk refuses, the first wish is refused; the second soon counts."""
        now_s = time.monotonic()
        is_first = now_s - self._asked_to_close_s > CLOSE_AGAIN_S
        may_ask = is_first and not self._is_closing_for_good
        if may_ask and self.desk.session.status().journal_waiting:
            self._asked_to_close_s = now_s
            self.messages.error("journal_not_written")  # closing would lose them
            qt_event.ignore()
            return
        if may_ask and self.desk.calls.live():
            self._asked_to_close_s = now_s
            self.messages.info(
                self.tr(
                    "Masih ada panggilan. Tutup sekali lagi dalam 5 detik untuk menutup layar;"
                    " panggilan tetap berjalan dan muncul lagi saat layar dibuka."
                )
            )
            qt_event.ignore()
            return
        self.window_layout.save()
        qt_event.accept()
        self.closed.emit()

    def close_for_good(self) -> None:
        """The desk ends: no more beats, no more tasks, no window."""
        self._is_closing_for_good = True
        self._stall_watch.stop()
        self.window_layout.save()
        self.pulse.stop()
        self.map_panel.close_map()
        self.hide()
        self.deleteLater()

    def retranslate(self) -> None:
        """Say all texts again."""
        self.book.retranslate()
        self.boards_dock.setWindowTitle(self.tr("Papan  F11"))
        self.search_dock.setWindowTitle(self.tr("Cari  Ctrl+F"))
        self.all_commands.say(self.tr("Semua perintah"))
        self.left.queue.retranslate()
        self.left.alarms.retranslate()

    # ---------------------------------------------------------------- inner parts

    def _build_sheets(self) -> None:
        """What slides over form and map when it is asked for."""
        desk = self.desk
        self.keys_overlay = KeysOverlay(self.book, self.stage)
        self.announcements = AnnouncementSheet(self.announcements_vm, self.stage)
        self.targets = TargetSheet(self.left.parties, self.stage)
        self.recordings = RecordingViewModel(desk, self.tasks, self.pulse, self)
        self.recording_sheet = RecordingSheet(self.recordings, self.stage)
        self.conflicts = ConflictsViewModel(desk, self.tasks, self.pulse, self)
        self.conflicts_sheet = ConflictsSheet(self.conflicts, self.stage)
        self.preferences_vm = PreferencesViewModel(desk, self.tasks, self.pulse, self)
        self.preferences = PreferencesSheet(self.preferences_vm, self.stage)
        self.sign_on = SignOnSheet(self.people, self.stage)
        self.take_role = RoleSheet(self.people, self.stage)
        self.self_test = SelfTestSheet(self.self_test_vm, self.stage)
        self.orders = OrderDesk(self)
        self.kin = KinDesk(self)
        self.paper = PaperDesk(self)
        self.room = RoomDesk(self)
        self.map_features = FeatureDesk(self)
        self.reach = ReachDesk(self)
        self.units = UnitDesk(self)
        self.places = PlaceDesk(self)
        self.links = LinkDesk(self)
        self.handing_on = HandingDesk(self)
        self.ministry = MinistryDesk(self)
        self.outreach = OutreachDesk(self)
        self.row_menus = RowMenus(self)
        self.other_room = OtherRoomSheet(desk, self.tasks, self.pulse, self.stage)
        self.versions = VersionSheet(self.versions_vm, self.stage)
        WeatherOnMap(self.weather_vm, self.map_panel.canvas, self)
        self.window_layout = WindowLayout(desk, self, self.stage, (self.columns, self.work))

    @cached_property
    def map_pack_sheet(self) -> MapPackSheet:
        """Made when somebody wants it: few ever do."""
        return MapPackSheet(MapPackViewModel(self.desk, self.tasks, self.pulse, self), self.stage)

    @cached_property
    def weather_sheet(self) -> WeatherSheet:
        """Made when somebody wants it."""
        return WeatherSheet(self.weather_vm, self.stage)

    @cached_property
    def all_settings_sheet(self) -> AllSettingsSheet:
        """Made when somebody wants it: few ever do."""
        return AllSettingsSheet(self.desk, self.tasks, self.pulse, self.stage)

    @Slot()
    def show_all_settings(self) -> None:
        """Every setting, over the few that people change every day."""
        self.all_settings_sheet.bring_up()

    @cached_property
    def centre_lists_sheet(self) -> CentreListsSheet:
        """Made when somebody wants it."""
        return CentreListsSheet(self.desk, self.tasks, self.stage)

    @Slot()
    def show_centre_lists(self) -> None:
        """The lists of the centre and the line's accounts."""
        self.centre_lists_sheet.bring_up()

    @cached_property
    def doctor_sheet(self) -> DoctorSheet:
        """Made when somebody wants it."""
        return DoctorSheet(DoctorViewModel(self.desk, self.pulse, self), self.stage)

    def _connect(self) -> None:
        self.pulse.changed.connect(self._on_change)
        self.strip.alarms_requested.connect(self.left.show_alarms)
        self.strip.conflicts_requested.connect(self.conflicts_sheet.bring_up)
        self.conflicts_sheet.incident_activated.connect(self.open_incident)
        self.strip.settings_requested.connect(self.preferences.bring_up)
        self.preferences.all_requested.connect(self.show_all_settings)
        self.strip.state_requested.connect(self._on_state_requested)
        self.strip.room_requested.connect(self.book["other_room"].trigger)
        self.self_test_banner.skip_requested.connect(self.book["skip_self_test"].trigger)
        self.self_test_vm.interrupted.connect(self._tell_untested)
        self.people.done.connect(self._ask_for_a_name)  # when somebody has left
        self.left.keyboard_back.connect(self.keyboard_to_form)
        self.left.line_panel.ticket_requested.connect(self.open_incident)
        self.command_line.hinted.connect(self.message_bar.hint)
        self.form.hinted.connect(self.message_bar.hint)
        self.command_line.left.connect(self.keyboard_to_form)
        self.line.call_taken.connect(self.form.take_call)
        self.form.incident_opened.connect(self.map_panel.set_incident)
        self.form.place_shown.connect(self.map_panel.fly_to)
        self.map_panel.picked.connect(self.form.pick_point)
        self.map_panel.incident_activated.connect(self.open_incident)
        self.map_panel.unit_activated.connect(self.form.show_unit)
        self.map_panel.look.history_requested.connect(self._read_history)
        self.boards.incident_activated.connect(self.open_incident)
        self.search.incident_activated.connect(self.open_incident)
        self.search.recording_requested.connect(self.recordings.open_call)
        self.left.silent_place.confirmed.connect(self.form.take_fix)
        self.left.silent.ticket_opened.connect(self.open_incident)
        self.left.silent_panel.link_requested.connect(self.links.ask)
        self.form.recording_requested.connect(self.recordings.open_call)
        for dock in (self.boards_dock, self.search_dock):
            dock.visibilityChanged.connect(self.window_layout.save_soon)
            dock.topLevelChanged.connect(self.window_layout.save_soon)

    @Slot()
    def _read_history(self) -> None:
        """The map wants the places of the past."""
        self.tasks.run(self.desk.past_places.all(), "past-places", done=self.map_panel.look.show_history)

    @Slot()
    def _ask_for_a_name(self) -> None:
        """A desk of a room where nobody has signed on; a call that lives goes first."""
        if self.people.is_empty and not self.desk.calls.live():
            self.sign_on.bring_up()

    @Slot()
    def _tell_untested(self) -> None:
        """Whatever broke the test off, the desk is untested; after the call the band offers it again."""
        self.messages.info(self.tr("Uji meja dihentikan. Ulangi kapan saja di luar panggilan: Ctrl+Shift+V."))

    @Slot()
    def _on_state_requested(self) -> None:
        """The name on the strip: who is known says what he does, who is not says who he is."""
        self.book["pause" if self.people.is_proved else "sign_on"].trigger()

    @Slot(object)
    def _on_change(self, change: Change) -> None:
        if change.what & {"settings", "language"}:
            self._apply_look()

    @Slot()
    def _on_painted(self) -> None:
        if not self.is_painted:
            self.is_painted = True
            self._stall_watch.start()
            self.first_painted.emit()


def open_desk_window(app: QApplication, desk: Desk, gazetteer: Gazetteer, _settings: object) -> DeskWindow:
    """Build the window of a started desk; ``show`` is the caller's."""
    return DeskWindow(desk, gazetteer, Translator(app))
