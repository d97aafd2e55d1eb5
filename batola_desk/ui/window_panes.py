"""What always stands in the desk's window: strip on top, queue and line | form | map, command line below."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QApplication,
    QDockWidget,
    QHBoxLayout,
    QMainWindow,
    QSizePolicy,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from batola_desk.map.gazetteer import Gazetteer
from batola_desk.services.api import Desk
from batola_desk.ui.announcements.announcement_banner import AnnouncementBanner
from batola_desk.ui.announcements.announcement_view_model import AnnouncementViewModel
from batola_desk.ui.boards.boards import build_boards
from batola_desk.ui.command_book import CommandBook
from batola_desk.ui.command_line import CommandLine
from batola_desk.ui.dock_title import DockTitle
from batola_desk.ui.i18n import Translator
from batola_desk.ui.incident.form import build_form
from batola_desk.ui.journal_banner import JournalBanner
from batola_desk.ui.left_column import LeftColumn
from batola_desk.ui.line.line_view_model import LineViewModel
from batola_desk.ui.map_panel import build_map_panel
from batola_desk.ui.message_bar import MessageBar
from batola_desk.ui.messages import MessageCenter
from batola_desk.ui.people.people_view_model import PeopleViewModel
from batola_desk.ui.people.seat_banner import SeatBanner
from batola_desk.ui.pulse import Pulse
from batola_desk.ui.search.search_panel import build_search
from batola_desk.ui.self_test.self_test_banner import SelfTestBanner
from batola_desk.ui.self_test.self_test_view_model import SelfTestViewModel
from batola_desk.ui.shell_parts import CommandButton
from batola_desk.ui.status_strip import StatusStrip
from batola_desk.ui.tasks import TaskRunner
from batola_desk.ui.theme import apply_theme
from batola_desk.ui.updates.version_banner import VersionBanner
from batola_desk.ui.updates.version_view_model import VersionViewModel
from batola_desk.ui.weather.weather_banner import WeatherBanner
from batola_desk.ui.weather.weather_view_model import WeatherViewModel

SMALLEST_PX = (1180, 680)
DESIGN_PX = (1920, 1040)
COLUMN_SHARES = (24, 43, 33)


class WindowPanes(QMainWindow):
    """Puts the panes together in their look; every pane lives from its own view-model."""

    def __init__(self, desk: Desk, gazetteer: Gazetteer, translator: Translator) -> None:
        super().__init__()
        self.desk = desk
        self._translator = translator
        self._language = ""
        self._look: tuple[object, ...] = ()
        self.setObjectName("window")
        self.setWindowTitle("Batola Desk")
        self.setMinimumSize(*SMALLEST_PX)
        self.resize(QSize(*DESIGN_PX).boundedTo(QApplication.primaryScreen().availableSize()))
        self.messages = MessageCenter(self)
        self.tasks = TaskRunner(self.messages)
        self.pulse = Pulse(desk, self)
        self._apply_look()
        self.book = CommandBook(self)
        self.people = PeopleViewModel(desk, self.tasks, self.pulse, self)
        self.line = LineViewModel(desk, self.tasks, self.pulse, self)
        self.announcements_vm = AnnouncementViewModel(desk, self.tasks, self.pulse, self)
        self.weather_vm = WeatherViewModel(desk, self.tasks, self.pulse, self)
        self.self_test_vm = SelfTestViewModel(desk, self.tasks, self.pulse, self)
        self.versions_vm = VersionViewModel(desk, self.tasks, self.pulse, self)
        self._build(gazetteer)

    def _build(self, gazetteer: Gazetteer) -> None:
        desk = self.desk
        centre = QWidget(self)
        self.strip = StatusStrip(desk, self.pulse, centre)
        self.columns = QSplitter(Qt.Orientation.Horizontal, centre)
        self.left = LeftColumn(self.tasks, self.pulse, self.book, self.line, self.columns)
        self.stage = QMainWindow(self.columns)
        self.stage.setObjectName("stage")
        self.stage.setWindowFlags(Qt.WindowType.Widget)
        self.columns.addWidget(self.stage)
        self.columns.addWidget(self.stage)  # a main window does not enter a splitter by its parent alone
        self.work = QSplitter(Qt.Orientation.Horizontal, self.stage)
        self.form = build_form(desk, self.tasks, self.pulse, self.work)
        self.map_panel = build_map_panel(desk, self.pulse, gazetteer, self.work)
        self.stage.setCentralWidget(self.work)
        self.boards = build_boards(desk, self.tasks, self.pulse)
        self.search = build_search(desk, self.tasks, self.pulse)
        self.boards_dock = self._dock("dock_boards", self.boards, Qt.DockWidgetArea.BottomDockWidgetArea)
        self.search_dock = self._dock("dock_search", self.search, Qt.DockWidgetArea.BottomDockWidgetArea)
        self.stage.tabifyDockWidget(self.boards_dock, self.search_dock)  # both open leave room for the form
        self.stage.setTabPosition(Qt.DockWidgetArea.BottomDockWidgetArea, QTabWidget.TabPosition.North)
        for splitter in (self.columns, self.work):
            splitter.setChildrenCollapsible(False)
            splitter.setHandleWidth(6)
        left, middle, right = COLUMN_SHARES
        self._share(self.columns, (left, middle + right))
        self._share(self.work, (middle, right))
        self.command_line = CommandLine(self.book, centre)
        self.message_bar = MessageBar(self.messages, centre)
        self.self_test_banner = SelfTestBanner(self.self_test_vm, centre)
        below = QHBoxLayout()
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(10)
        below.addWidget(self.command_line, left)
        rest = QHBoxLayout()
        rest.addWidget(self.message_bar, 1)
        below.addLayout(rest, middle + right)
        self.all_commands = CommandButton(self.book, "keys", centre)
        self.all_commands.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        rest.addWidget(self.all_commands)
        inner = QVBoxLayout()
        inner.setContentsMargins(6, 6, 6, 6)
        inner.setSpacing(6)
        inner.addWidget(self.columns, 1)
        inner.addLayout(below)
        layout = QVBoxLayout(centre)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.strip)
        layout.addWidget(SeatBanner(self.people, centre))
        layout.addWidget(self.self_test_banner)
        layout.addWidget(JournalBanner(self.left.alarms, self.pulse, centre))
        layout.addWidget(AnnouncementBanner(self.announcements_vm, centre))
        layout.addWidget(WeatherBanner(self.weather_vm, centre))
        layout.addWidget(VersionBanner(self.versions_vm, centre))
        layout.addLayout(inner, 1)
        self.setCentralWidget(centre)

    def _dock(self, name: str, pane: QWidget, area: Qt.DockWidgetArea) -> QDockWidget:
        dock = QDockWidget(self.stage)
        dock.setObjectName(name)
        dock.setWidget(pane)
        dock.setTitleBarWidget(DockTitle(dock))
        self.stage.addDockWidget(area, dock)
        dock.hide()
        return dock

    def _share(self, splitter: QSplitter, shares: tuple[int, int]) -> None:
        splitter.setSizes([DESIGN_PX[0] * share // sum(shares) for share in shares])
        for at, share in enumerate(shares):
            splitter.setStretchFactor(at, share)

    def _apply_look(self) -> None:
        """Theme, text size and language as set, if they are not so already."""
        setting = self.desk.session.setting
        language = str(setting("screen.language"))
        if language != self._language:
            self._language = language
            self._translator.use(language)
        look = (setting("screen.theme"), setting("screen.text_percent"))
        if look == self._look:
            return
        self._look = look
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        apply_theme(app, str(look[0]), int(str(look[1])))
        for made in self.findChildren(CommandButton):
            made.restyle()
