"""The left column: ringing calls on top, the line below them, what waits at the bottom."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QVBoxLayout, QWidget

from batola_desk.ui.alarms.alarm_view_model import AlarmListViewModel
from batola_desk.ui.command_book import CommandBook
from batola_desk.ui.fitting_scroll import FittingScroll
from batola_desk.ui.line.line_panel import LinePanel
from batola_desk.ui.line.line_view_model import LineViewModel
from batola_desk.ui.line.parties_pane import PartiesPane
from batola_desk.ui.line.party_view_model import PartyViewModel
from batola_desk.ui.line.replay_bar import ReplayBar
from batola_desk.ui.line.replay_view_model import ReplayViewModel
from batola_desk.ui.line.silent_panel import SilentPanel
from batola_desk.ui.line.silent_view_model import SilentViewModel
from batola_desk.ui.pulse import Pulse
from batola_desk.ui.queue.queue_view_model import QueueViewModel
from batola_desk.ui.queue.ringing_pane import RingingPane
from batola_desk.ui.queue.waiting_tabs import WaitingTabs
from batola_desk.ui.shell_parts import is_low
from batola_desk.ui.tasks import TaskRunner

PAGE_MIN_PX = 92
PAGE_WANTED_PX = 210  # on a low window with a call, when the operator asked for a list
GAP_PX = 6
SCROLL_MIN_PX = 120
WIDTH_CHARS = 48
WIDTH_SHARE_MAX = 0.31  # large letters on a small screen: the form keeps its room


class LeftColumn(QWidget):
    """Owns the view-models of queue, line, parties, silent procedure and alerts.

    Signals:
        keyboard_back: a pane is done with the keyboard.
    """

    keyboard_back = Signal()
    _are_keys_pinned = False

    def __init__(
        self, tasks: TaskRunner, pulse: Pulse, book: CommandBook, line: LineViewModel, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.line = line
        self.queue = QueueViewModel(line.desk, tasks, pulse, self)
        self.silent = SilentViewModel(line, tasks, pulse, self)
        self.alarms = AlarmListViewModel(line.desk, tasks, pulse, self)
        self.parties = PartyViewModel(line.desk, tasks, pulse, self)
        self.replay = ReplayViewModel(line, tasks, pulse, self)
        self._tasks = tasks
        self._wants_silent_keys = False
        self._wants_tabs = False
        self._is_pressed = False  # a call lives on a low window
        self._shown_key = ""
        self._was_replaying = False
        self._had_parties = False
        self.ringing = RingingPane(self.queue, pulse, book, self)
        self.ringing.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        inner = QWidget(self)
        self.line_panel = LinePanel(line, pulse, book, inner)
        self._replay_bar = ReplayBar(self.replay, book, self.line_panel)
        self.line_panel.add_below_keys(self._replay_bar)
        self.parties_pane = PartiesPane(self.parties, pulse, book, inner)
        self.silent_panel = SilentPanel(self.silent, inner)
        self.silent_place = self.silent_panel.add_place(tasks, pulse)
        self.tabs = WaitingTabs(self.queue, self.alarms, self)
        self.tabs.setSizePolicy(
            QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored
        )  # the call comes first
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.line_panel.trouble_box)
        column.addWidget(self.silent_panel)
        column.addWidget(self.parties_pane)
        column.addWidget(self.line_panel)
        inner.setMinimumWidth(1)  # a part too wide is squeezed itself, it does not push others out of sight
        self._scroll = FittingScroll(inner, self, min_px=SCROLL_MIN_PX)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP_PX)
        layout.addWidget(self.ringing)
        layout.addWidget(self._scroll)
        layout.addStretch(0)
        layout.addWidget(self.tabs, 1)
        self.queue.classify_requested.connect(self._classify_ended)
        self.tabs.letter_typed.connect(self._classify_from_list)
        self.tabs.tabBarClicked.connect(self._bring_tabs)
        panel = self.line_panel
        for part in (panel.classes, panel.number_entry, panel.text, self.silent_panel, self.parties_pane):
            part.left.connect(self.keyboard_back)
        self.silent.changed.connect(self._render_room)
        self.silent.started.connect(self._on_silent_started)
        line.changed.connect(self._follow_call)
        line.refused.connect(self._show_refusal)
        panel.text.line_begun.connect(partial(self._scroll.bring_up, panel.text))
        self.replay.changed.connect(self._follow_replay)
        self.parties.changed.connect(self._follow_parties)
        line.changed.connect(self._render_room)
        self._scroll.content_changed.connect(self._fit_room)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus_changed)
        self._render_room()
        self._fit_width()

    def resizeEvent(self, qt_event: QResizeEvent) -> None:
        super().resizeEvent(qt_event)
        self._fit_width()
        self.ringing.list.fit()
        self._render_room()

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._fit_width()

    @Slot()
    def show_callbacks(self) -> None:
        """To the call-backs."""
        self._bring_tabs()
        self.tabs.show_callbacks()

    @Slot()
    def show_unclassified(self) -> None:
        """To the calls without a class."""
        self._bring_tabs()
        self.tabs.show_unclassified()

    @Slot()
    def show_alarms(self) -> None:
        """To the alerts."""
        self._bring_tabs()
        self.tabs.show_alarms()

    @Slot()
    def write_text(self) -> None:
        """Ctrl+P: to the writing line of the call in the headset."""
        subject = self.line.subject
        if self.line.in_headset is None and (subject is None or not self.line.writes_by_link(subject)):
            self._tasks.messages.error("call_not_talking", {})
            return
        self.line_panel.text.take_keys()
        self._scroll.bring_up(self.line_panel.text)

    @Slot()
    def show_members(self) -> None:
        """Ctrl+Shift+G: to the buttons of those who take part."""
        if not self.parties_pane.take_keys():
            self._tasks.messages.error("no_party" if self.line.in_headset else "no_call_in_headset", {})
            return
        self._scroll.bring_up(self.parties_pane)

    @Slot()
    def begin_silent(self) -> None:
        """F9: start the procedure, or bring the keyboard to its checklist."""
        if self.silent.is_active or self.silent.bring_back():
            self._show_silent()
        else:
            self._wants_silent_keys = True
            self.line.start_silent_check()

    @Slot()
    def arm_classes(self) -> None:
        """F10: the next letter is the class."""
        if self.line.subject is None and self.queue.unclassified.rowCount():
            self.line.choose(self.queue.unclassified.keys[0])
        if self.line.subject is None:
            self._tasks.messages.error("call_unknown", {})
            return
        if self.line_panel.classes.isHidden():
            self._tasks.messages.info(self.tr("Pendampingan tidak perlu klasifikasi."))
            return
        self._scroll.bring_up(self.line_panel.classes)
        self.line_panel.classes.arm()

    @Slot()
    def _follow_call(self) -> None:
        """Another call in the headset is seen from its top, wherever the last one was scrolled to."""
        current = self.line.in_headset
        key = current.key if current is not None else ""
        if key and key != self._shown_key:
            self._scroll.to_top()
        self._shown_key = key

    @Slot()
    def _show_refusal(self) -> None:
        self._scroll.bring_up(self.line_panel.classes)

    @Slot()
    def _follow_replay(self) -> None:
        """The keys of the replay come into sight with it."""
        is_on = self.replay.playing is not None
        if is_on and not self._was_replaying:
            self._scroll.bring_up(self._replay_bar)
        self._was_replaying = is_on

    @Slot()
    def _follow_parties(self) -> None:
        """A second party comes into sight when it comes; the operator asked for it."""
        has_parties = bool(self.parties.members)
        if has_parties and not self._had_parties:
            self._scroll.bring_up(self.parties_pane)
        if has_parties != self._had_parties:
            self._had_parties = has_parties
            self._render_room()

    @Slot(str)
    def _on_silent_started(self, _call_key: str) -> None:
        """Only a wish of the operator takes the keyboard; a procedure that began by itself does not."""
        self._scroll.ensureWidgetVisible(self.silent_panel)
        if self._wants_silent_keys:
            self._show_silent()

    def _show_silent(self) -> None:
        self._wants_silent_keys = False
        self._wants_tabs = False
        self._render_room()
        self._scroll.ensureWidgetVisible(self.silent_panel)
        self.silent_panel.take_keys()

    @Slot(str)
    def _classify_ended(self, call_key: str) -> None:
        self.line.choose(call_key)
        self.arm_classes()

    @Slot(str, str)
    def _classify_from_list(self, call_key: str, letter: str) -> None:
        """A letter in the list decides when no call is in the headset; else the subject would be mistaken."""
        if self.line.in_headset is not None and self.line.in_headset.key != call_key:
            self.line.classify_other(call_key, letter)
        else:
            self.line.choose(call_key)
            self.line.classify(letter)

    @Slot()
    def _render_room(self) -> None:
        """A call needs the room of the lists while the caller is there; later they say who waits.

        In the silent procedure they go; on a low window their names and counts stay in any case.
        """
        view, subject = self.silent.view, self.line.subject
        is_silent = view is not None and view.call.is_live
        is_pressed = is_low(self) and subject is not None and subject.call.is_live
        if not is_silent and not is_pressed:
            self._wants_tabs = False
        self._is_pressed = is_pressed
        self._pin_keys(is_silent)
        self.tabs.setVisible(self._are_tabs_wanted or not is_silent)
        self.ringing.set_slim(is_pressed)
        is_elsewhere = bool(self.parties.members) or self.line_panel.text.is_in_use
        self.silent_panel.set_folded(is_pressed and is_elsewhere)
        self._fit_room()

    def _pin_keys(self, pinned: bool) -> None:
        """Beside the tall page of a silent call its main keys stand below what scrolls, always in sight."""
        if pinned == self._are_keys_pinned:
            return
        self._are_keys_pinned = pinned
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        if pinned:
            column.insertWidget(column.indexOf(self._scroll) + 1, self.line_panel.main_keys)
        else:
            self.line_panel.take_keys_back()
        self.line_panel.main_keys.show()

    @Slot()
    def _fit_room(self) -> None:
        """The call with the names of all classes goes first, then a list, then letters instead of names."""
        classes = self.line_panel.classes
        parts_px = [self.ringing.sizeHint().height(), self._scroll.sizeHint().height()]
        if self._are_keys_pinned:
            parts_px.append(self.line_panel.main_keys.sizeHint().height())
        if not self.tabs.isHidden():
            parts_px.append(self.tabs.names_px)
        spared_px = classes.spared_px if classes.is_compact else 0
        free_px = self.height() - sum(parts_px) - GAP_PX * (len(parts_px) - 1) - spared_px
        page_px = PAGE_MIN_PX
        if self._is_pressed:
            fitting_px = PAGE_MIN_PX if free_px >= PAGE_MIN_PX else 0
            page_px = PAGE_WANTED_PX if self._are_tabs_wanted else fitting_px
        self.tabs.set_room(page_px)
        classes.set_cramped(free_px < (0 if self.tabs.isHidden() else page_px))

    @property
    def _are_tabs_wanted(self) -> bool:
        return self._wants_tabs or self._has_focus_in(self.tabs)

    def _has_focus_in(self, part: QWidget) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and part.isAncestorOf(focus)

    @Slot(QWidget, QWidget)
    def _on_focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        """A list that was asked for goes with the keyboard."""
        if now is not None:
            self._wants_tabs = self._wants_tabs and self.tabs.isAncestorOf(now)
            self._render_room()

    @Slot()
    def _bring_tabs(self) -> None:
        self._wants_tabs = True
        self._render_room()

    def _fit_width(self) -> None:
        wanted = self.fontMetrics().averageCharWidth() * WIDTH_CHARS
        self.setMinimumWidth(min(wanted, int(self.window().width() * WIDTH_SHARE_MAX)))
