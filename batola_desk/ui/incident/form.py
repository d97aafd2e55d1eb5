"""The incident form: head, neighbours, tabs, quick sending; sheets slide over it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton, QTabWidget, QVBoxLayout, QWidget

from batola_desk.domain.incident import IncidentState
from batola_desk.services.api import Desk
from batola_desk.services.position_views import FixView
from batola_desk.ui import labels
from batola_desk.ui.incident.calls_tab import CallsTab
from batola_desk.ui.incident.details_page import DetailsPage
from batola_desk.ui.incident.dispatch_panel import DispatchPanel
from batola_desk.ui.incident.dispatch_view_model import DispatchViewModel
from batola_desk.ui.incident.fix_view_model import FixViewModel
from batola_desk.ui.incident.form_view_model import IncidentFormViewModel
from batola_desk.ui.incident.header import CLOSE_KEY, STATE_KEY, VERIFY_KEY, FormHeader
from batola_desk.ui.incident.history_tab import HistoryTab
from batola_desk.ui.incident.kin_strip import KinStrip
from batola_desk.ui.incident.parts import short_ticket
from batola_desk.ui.incident.quick_send import QuickSend
from batola_desk.ui.incident.sheets import CloseSheet, StateSheet, WordsSheet
from batola_desk.ui.incident.similar_strip import SimilarStrip
from batola_desk.ui.incident.triage_strip import TriageStrip
from batola_desk.ui.incident.triage_view_model import TriageViewModel
from batola_desk.ui.pulse import Pulse
from batola_desk.ui.tasks import TaskRunner

COMPACT_BELOW_LINES = 44  # LIMIT: lines of text; with fewer, gaps and captions cost a field its sight
UNFINISHED_MAX_S = 1800  # LIMIT: an older draft belongs to somebody who knows about it; the board shows it


class IncidentForm(QFrame):
    """One ticket. Keys: Alt+1 … send, Alt+P 1 … priority, Alt+K link, Alt+T close; Ctrl+Z is the window's.

    Signals:
        incident_opened: another ticket is in the form (id; empty = none).
        place_shown: a place was confirmed (latitude, longitude).
        recording_requested: show the recordings of a call (call key).
        hinted: what the keys mean that are asked for; empty = nothing to say.
        wrong_area: the caller is to be handed to this neighbour (Neighbour).
    """

    incident_opened = Signal(str)
    place_shown = Signal(float, float)
    recording_requested = Signal(str)
    hinted = Signal(str)
    wrong_area = Signal(object)

    def __init__(self, desk: Desk, tasks: TaskRunner, pulse: Pulse, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("incident_form")
        self.setProperty("role", "panel")
        self.setMinimumWidth(440)
        self._tasks = tasks
        self.vm = IncidentFormViewModel(desk, tasks, pulse, self)
        self.fixes = FixViewModel(self.vm, pulse, self)
        self.dispatch_vm = DispatchViewModel(desk, tasks, pulse, self)
        self.words_sheet = WordsSheet(self)
        self.close_sheet = CloseSheet(self.vm, self)
        self.state_sheet = StateSheet(self.vm, self)
        self.header = FormHeader(self.vm, self)
        self.similar = SimilarStrip(self.vm, self, self)
        self.triage_vm = TriageViewModel(self.vm, pulse, self)
        self.triage = TriageStrip(self.triage_vm, self)
        self.kin = KinStrip(self.vm, self)
        self.tabs = QTabWidget(self)
        self.details = DetailsPage(self.vm, self.fixes, self, self)
        self.dispatch = DispatchPanel(self.dispatch_vm, self.words_sheet, self, self)
        self.history = HistoryTab(self.vm, self)
        self.calls = CallsTab(self.vm, self)
        for page in (self.details, self.dispatch, self.history, self.calls):
            self.tabs.addTab(page, "")
        self.quick_send = QuickSend(self.dispatch_vm, self, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(8)
        for part in (self.header, self.kin, self.similar, self.triage, self.tabs, self.quick_send):
            column.addWidget(part, 1 if part is self.tabs else 0)
        self._column, self._is_compact = column, False
        self._connect(pulse)
        self._retranslate()

    def _connect(self, pulse: Pulse) -> None:
        self.vm.opened.connect(self.dispatch_vm.set_incident)
        self.vm.opened.connect(self._on_opened)
        self.vm.changed.connect(self._render_tabs)
        self.vm.changed.connect(self._crowd)  # after the look-alikes have shown or hidden themselves
        self.dispatch_vm.changed.connect(self._render_tabs)
        self.vm.place_shown.connect(self.place_shown)
        self.fixes.wrong_area.connect(self.wrong_area)
        self.vm.undone.connect(self._on_undone)
        self.vm.cancelling_offered.connect(self._offer_cancelling)
        self.vm.release_offered.connect(self._offer_release)
        self.triage.left.connect(self.take_keyboard)
        self.triage.keyboard_moved.connect(self._tighten)
        self.triage.hinted.connect(self.hinted)
        self.triage_vm.field_wanted.connect(self._to_field)
        self.header.close_requested.connect(self.close_ticket)
        self.header.state_requested.connect(self.state_sheet.open_for_ticket)
        self.header.reopen_requested.connect(self._ask_reopen)
        self.header.new_requested.connect(self.new_ticket)
        self.details.type.lowering_wanted.connect(self._ask_lowering)
        self.calls.unlink_requested.connect(self._ask_unlink)
        self.kin.reason_wanted.connect(self._ask_unmerge)
        self.calls.recording_requested.connect(self.recording_requested)
        pulse.clock.connect(self._on_clock)
        for key, made in (
            (CLOSE_KEY, self.header.close_ticket),
            (VERIFY_KEY, self.header.verify),
            (STATE_KEY, self.header.more),
        ):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self._press, made))
        self._last_field: QLineEdit | None = None
        for field in self.findChildren(QLineEdit):
            field.installEventFilter(self)

    # ---------------------------------------------------------------- for the window

    @property
    def incident_id(self) -> str:
        """The ticket in the form, empty when none."""
        return self.vm.incident_id

    @Slot(str)
    def open_incident(self, incident_id: str) -> None:
        """Show a ticket; empty = an empty form."""
        self.vm.open(incident_id)

    @Slot()
    def new_ticket(self) -> None:
        """An empty form; the first keystroke opens the draft."""
        self.vm.open("")
        self.focus_place()

    @Slot()
    def focus_place(self) -> None:
        """Place first."""
        self.tabs.setCurrentWidget(self.details)
        self.details.place.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def open_unfinished(self) -> None:
        """After a start: the draft that was being written when the screen went away, if it is a young one."""
        now_us = self.vm.desk.now_us()
        drafts = [
            row
            for row in self.vm.desk.incidents.board()
            if row.is_draft and row.is_open and now_us - row.opened_us <= UNFINISHED_MAX_S * 1_000_000
        ]
        if drafts:
            self.vm.open(max(drafts, key=lambda row: row.opened_us).incident_id)

    @Slot()
    def take_keyboard(self) -> None:
        """Back from another pane: to the field that was being written, else place first."""
        if self._last_field is not None and self._last_field.isVisible() and self._last_field.isEnabled():
            self._last_field.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.focus_place()

    @Slot(str)
    def take_call(self, call_key: str) -> None:
        """A call came into the headset: its ticket, or an empty form so that nothing lands in another one."""
        self.vm.note_call(call_key)
        view = self.vm.desk.calls.get(call_key)
        if view is not None and view.call.incident_ids:
            self.vm.open(view.call.incident_ids[-1])
        elif view is not None and view.call.direction == "inbound":
            self.vm.open("")
        self.focus_place()

    @Slot(object)
    def take_fix(self, fix: FixView) -> None:
        """A caller's position is the place of his ticket; another one in the form makes room."""
        view = self.vm.view
        if view is not None and fix.call_key not in view.incident.call_keys:
            call = self.vm.desk.calls.get(fix.call_key)
            tickets = call.call.incident_ids if call is not None else ()
            self.vm.open(tickets[-1] if tickets else "")
        self.vm.confirm_fix(fix)

    @Slot()
    def focus_type(self) -> None:
        """To the type field."""
        self.tabs.setCurrentWidget(self.details)
        self.details.type.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def focus_note(self) -> None:
        """To the chronology."""
        self.tabs.setCurrentWidget(self.details)
        self.details.chronology.input.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def ask_questions(self) -> None:
        """To the questions of the ticket; without one there is nothing to ask yet."""
        if self.triage_vm.is_open:
            self.triage.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self._tasks.messages.error("no_ticket_open")

    @Slot()
    def toggle_metronome(self) -> None:
        """The beat of chest compressions in the operator's ear, or its end."""
        if not self.triage_vm.toggle_metronome():
            self._tasks.messages.error("metronome_not_offered")

    @Slot()
    def send_task(self) -> None:
        """To the agencies: tasks, search and channel."""
        self.tabs.setCurrentWidget(self.dispatch)
        self.dispatch.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def show_units(self) -> None:
        """To the units near the ticket; who is there already keeps the line."""
        if self.dispatch.units.table.hasFocus():
            return
        self.tabs.setCurrentWidget(self.dispatch)
        self.dispatch.units.focus_list()

    @Slot(str)
    def show_unit(self, unit_id: str) -> None:
        """A unit was chosen on the map or on a board: its line, with what it may do next."""
        self.tabs.setCurrentWidget(self.dispatch)
        self.dispatch.units.show_unit(unit_id)

    @Slot()
    def undo(self) -> None:
        """Take back this operator's last change of the ticket."""
        self.vm.undo()

    @Slot()
    def close_ticket(self) -> None:
        """Bring up the closing sheet."""
        view = self.vm.view
        if view is None:
            self._tasks.messages.error("no_ticket_open")
        elif view.incident.is_open:
            self.close_sheet.open_for_ticket()

    def mark_false(self) -> None:
        """Bring up the sheet of states, at the false report."""
        if self.vm.view is not None and self.vm.view.incident.is_open:
            self.state_sheet.open_at(IncidentState.FALSE_REPORT)

    @Slot(float, float)
    def pick_point(self, latitude: float, longitude: float) -> None:
        """A point of the map becomes the place."""
        self.vm.pick_point(latitude, longitude)

    # ---------------------------------------------------------------- inner parts

    @Slot(str)
    def _on_opened(self, incident_id: str) -> None:
        for sheet in (self.words_sheet, self.close_sheet, self.state_sheet):
            if sheet.isVisible():
                sheet.put_away()
        self._last_field = None
        self.incident_opened.emit(incident_id)

    @Slot(str)
    def _to_field(self, name: str) -> None:
        """A question that a field of the form answers."""
        if name == "type_code":
            self.focus_type()
        elif name == "place_text":
            self.focus_place()
        else:
            self.tabs.setCurrentWidget(self.details)
            self.details.focus_field(name)

    def _press(self, made: QPushButton) -> None:
        """A key works only while its button is offered."""
        if made.isVisible():
            made.click()

    @Slot(str)
    def _on_undone(self, name: str) -> None:
        if name:
            shown = self.tr("Dikembalikan: {field}")
            self._tasks.messages.info(shown.format(field=labels.word(labels.FIELDS, name)))
        else:
            self._tasks.messages.info(self.tr("Tidak ada yang bisa dikembalikan di tiket ini."))

    @Slot(str)
    def _offer_cancelling(self, task_id: str) -> None:
        self.tabs.setCurrentWidget(self.dispatch)
        self.dispatch_vm.act(task_id, "cancel")

    @Slot(str)
    def _offer_release(self, unit_id: str) -> None:
        self.show_unit(unit_id)
        self.dispatch.ask_release(unit_id)

    @Slot(str)
    def _ask_lowering(self, priority: str) -> None:
        title = self.tr("Turunkan prioritas ke {priority}: alasan?").format(priority=priority)
        self.words_sheet.ask(title, partial(self._lower, priority))

    def _lower(self, priority: str, reason: str) -> None:
        self.vm.set_priority(priority, reason=reason)

    @Slot()
    def _ask_reopen(self) -> None:
        self.words_sheet.ask(self.tr("Buka kembali tiket ini: alasan?"), self._reopen)

    def _reopen(self, reason: str) -> None:
        self._tasks.run(
            self.vm.desk.incidents.reopen(self.vm.incident_id, reason=reason),
            "reopen-ticket",
        )

    @Slot(str, str)
    def _ask_unmerge(self, child_id: str, ticket: str) -> None:
        title = self.tr("Pisahkan lagi {ticket}: alasan?").format(ticket=short_ticket(ticket))
        self.words_sheet.ask(title, partial(self.vm.unmerge, child_id))

    @Slot(str)
    def _ask_unlink(self, call_key: str) -> None:
        self.words_sheet.ask(
            self.tr("Lepas panggilan dari tiket ini: alasan?"), partial(self.vm.unlink_call, call_key)
        )

    @Slot()
    def _on_clock(self) -> None:
        if self.isVisible():
            self.header.tick()
            if self.dispatch.isVisible():
                self.dispatch.tick()

    @Slot()
    def _render_tabs(self) -> None:
        view = self.vm.view
        tasks = f" ({len(view.tasks)})" if view is not None and view.tasks else ""
        calls = f" ({view.call_count})" if view is not None and view.call_count else ""
        words = (
            self.tr("Isian"),
            self.tr("Instansi dan satuan") + tasks,
            self.tr("Riwayat"),
            self.tr("Panggilan") + calls,
        )
        for at, text in enumerate(words):
            if self.tabs.tabText(at) != text:
                self.tabs.setTabText(at, text)

    def resizeEvent(self, qt_event: QResizeEvent) -> None:
        super().resizeEvent(qt_event)
        self._fit()

    @Slot()
    def _crowd(self) -> None:
        self.triage.set_crowded(is_crowded=not self.similar.isHidden() or not self.kin.isHidden())
        self._tighten()

    @Slot()
    def _tighten(self) -> None:
        """Look-alikes and questions on a low screen: the number of the caller must not pay for them."""
        is_tight = self.triage.is_tight
        self._column.setSpacing(3 if is_tight else 5 if self._is_compact else 8)
        self.details.set_tight(is_tight=is_tight)

    def _fit(self) -> None:
        """A low screen: parts around the fields say the same in less height, so that fields stay in sight."""
        is_compact = self.height() < COMPACT_BELOW_LINES * self.fontMetrics().lineSpacing()
        if is_compact == self._is_compact:
            return
        self._is_compact = is_compact
        for part in (self.header, self.similar, self.triage, self.details, self.quick_send):
            part.set_compact(is_compact=is_compact)
        self._tighten()

    def eventFilter(self, watched: QObject, qt_event: QEvent) -> bool:
        """A field must not swallow Ctrl+Z: it means the last change of the ticket, not of the letters."""
        if qt_event.type() == QEvent.Type.FocusIn and isinstance(watched, QLineEdit):
            self._last_field = watched
        if (
            qt_event.type() == QEvent.Type.ShortcutOverride
            and isinstance(qt_event, QKeyEvent)
            and qt_event.matches(QKeySequence.StandardKey.Undo)
        ):
            qt_event.ignore()
            return True
        return super().eventFilter(watched, qt_event)

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif qt_event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._fit()

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Formulir kejadian"))
        self._render_tabs()


def build_form(desk: Desk, tasks: TaskRunner, pulse: Pulse, parent: QWidget | None = None) -> IncidentForm:
    """The form for the middle column of the window."""
    return IncidentForm(desk, tasks, pulse, parent)
