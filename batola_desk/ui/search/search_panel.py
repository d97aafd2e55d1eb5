"""The search pane: one line of words, the list, the recording bar."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from batola_desk.services.api import Desk
from batola_desk.services.views import SearchHit
from batola_desk.ui.boards.board_table import BoardTable
from batola_desk.ui.boards.rows_model import ROW_ROLE
from batola_desk.ui.check_box import CheckBox
from batola_desk.ui.choice_box import ChoiceBox
from batola_desk.ui.incident.parts import button, label
from batola_desk.ui.pulse import Pulse
from batola_desk.ui.search.playback_bar import PlaybackBar
from batola_desk.ui.search.search_view_model import WHERE, SearchViewModel
from batola_desk.ui.tasks import TaskRunner

NEAR_END_ROWS = 12
KINDS = ("all", "incident", "call")


class SearchField(QLineEdit):
    """Down goes into the list.

    Signals:
        down_pressed: the arrow.
    """

    down_pressed = Signal()

    def keyPressEvent(self, qt_event: QKeyEvent) -> None:
        if qt_event.key() == Qt.Key.Key_Down:
            self.down_pressed.emit()
            return
        super().keyPressEvent(qt_event)


class SearchPanel(QWidget):
    """Usable alone or in a dock. Enter opens a ticket; P plays the recording of the line, G shows it, J saves
    what the exchange and the desk said about its call.

    Signals:
        incident_activated: a ticket was opened (incident id).
        recording_requested: show a call's recordings (call key).
        trace_requested: save the SIP messages of a call (call key).
    """

    incident_activated = Signal(str)
    recording_requested = Signal(str)
    trace_requested = Signal(str)

    def __init__(self, desk: Desk, tasks: TaskRunner, pulse: Pulse, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks
        self.vm = SearchViewModel(desk, tasks, self)
        self.field = SearchField(self)
        self.field.setObjectName("search_words")
        self.kind = ChoiceBox(self)
        self.include_open = CheckBox(self)
        self.play = button(self, "", "search_play")
        self.look = button(self, "", "search_recording")
        self.empty = label(self, "empty", "search_empty")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.table = BoardTable(self)
        self.table.arrange(self.vm.model, stretched=WHERE)
        self.bar = PlaybackBar(self.vm, pulse, self)
        self._keys = {
            Qt.Key.Key_P: self._on_play,
            Qt.Key.Key_G: self._on_look,
            Qt.Key.Key_J: self._on_trace,
            Qt.Key.Key_Space: self.vm.toggle_pause,
            Qt.Key.Key_H: self.vm.stop,
        }
        self.table.pane_keys = frozenset(self._keys)
        self._build()
        self.field.textChanged.connect(self.vm.set_text)
        self.field.returnPressed.connect(self.vm.search_now)
        self.field.down_pressed.connect(self._to_list)
        self.kind.activated.connect(self._on_kind)
        self.include_open.toggled.connect(self._on_open_too)
        self.play.clicked.connect(self._on_play)
        self.look.clicked.connect(self._on_look)
        self.table.entered_on.connect(self._on_entered)
        self.table.selectionModel().currentRowChanged.connect(self._on_current)
        self.table.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.vm.found.connect(self.render_now)
        self._retranslate()
        self.render_now()

    def _build(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.field, 1)
        for part in (self.kind, self.include_open, self.play, self.look):
            row.addWidget(part)
        column_layout = QVBoxLayout(self)
        column_layout.setContentsMargins(8, 8, 8, 8)
        column_layout.addLayout(row)
        column_layout.addWidget(self.empty, 1)
        column_layout.addWidget(self.table, 1)
        column_layout.addWidget(self.bar)

    @Slot()
    def focus_field(self) -> None:
        """Put the focus on the words and show the newest entries."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        if not self.vm.model.rows:
            self.vm.search_now()

    @Slot()
    def render_now(self) -> None:
        """Draw what was found."""
        has_hits = bool(self.vm.model.rows)
        self.table.setVisible(has_hits)
        self.empty.setVisible(not has_hits)
        self.empty.setText(
            self._nothing_found()
            if self.vm.text.strip()
            else self.tr("Ketik nomor tiket, nomor telepon, tempat, nama, atau kata dari kronologi.")
        )
        self._render_play()

    def _nothing_found(self) -> str:
        words = self.tr("Tidak ada yang cocok. Coba awal nomor, nama desa, atau jenis kejadian.")
        if self.include_open.isChecked():
            return words
        return words + " " + self.tr("Tiket yang belum ditutup: centang “juga yang terbuka”.")

    def _render_play(self) -> None:
        hit = self._hit()
        for part in (self.play, self.look):
            part.setEnabled(hit is not None and bool(hit.recording_path))

    def _hit(self) -> SearchHit | None:
        hit = self.table.currentIndex().data(ROW_ROLE)
        return hit if isinstance(hit, SearchHit) else None

    @Slot()
    def _to_list(self) -> None:
        if self.vm.model.rows:
            if not self.table.currentIndex().isValid():
                self.table.setCurrentIndex(self.vm.model.index(0, 0))
            self.table.setFocus()

    @Slot(int)
    def _on_kind(self, at: int) -> None:
        self.vm.set_kind(KINDS[at])

    @Slot(bool)
    def _on_open_too(self, is_on: bool) -> None:
        self.vm.set_include_open(include_open=is_on)

    @Slot()
    def _on_play(self) -> None:
        hit = self._hit()
        if hit is not None:
            self.vm.play(hit)

    @Slot()
    def _on_look(self) -> None:
        hit = self._hit()
        if hit is not None and hit.recording_path:
            self.recording_requested.emit(hit.identifier)

    @Slot(QModelIndex)
    def _on_entered(self, index: QModelIndex) -> None:
        hit = index.data(ROW_ROLE)
        if not isinstance(hit, SearchHit):
            return
        if hit.kind == "incident":
            self.incident_activated.emit(hit.identifier)
        else:
            self._tasks.run(self._open_call(hit), "open-call")

    async def _open_call(self, hit: SearchHit) -> None:
        """A call leads to its ticket; without one to its recordings."""
        view = await self._desk.calls.load(hit.identifier)
        if view is not None and view.call.incident_ids:
            self.incident_activated.emit(view.call.incident_ids[-1])
        elif hit.recording_path:
            self.recording_requested.emit(hit.identifier)
        else:
            self._tasks.messages.info(self.tr("Panggilan ini tidak punya tiket dan tidak punya rekaman."))

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, now: QModelIndex, _before: QModelIndex) -> None:
        self._render_play()
        if now.row() >= len(self.vm.model.rows) - NEAR_END_ROWS:
            self.vm.more()

    @Slot(int)
    def _on_scrolled(self, value: int) -> None:
        if value >= self.table.verticalScrollBar().maximum() - NEAR_END_ROWS:
            self.vm.more()

    def keyPressEvent(self, qt_event: QKeyEvent) -> None:
        does = self._keys.get(Qt.Key(qt_event.key())) if self.table.hasFocus() else None
        if does is None:
            super().keyPressEvent(qt_event)
        else:
            does()

    @Slot()
    def _on_trace(self) -> None:
        hit = self._hit()
        if hit is not None and hit.kind == "call":
            self.trace_requested.emit(hit.identifier)

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self.vm.model.retranslate()
            self.render_now()

    def _retranslate(self) -> None:
        self.field.setPlaceholderText(self.tr("Cari tiket dan panggilan lama"))
        self.field.setAccessibleName(self.tr("Kata yang dicari"))
        chosen = max(0, self.kind.currentIndex())
        self.kind.clear()
        self.kind.addItems([self.tr("Semua"), self.tr("Tiket"), self.tr("Panggilan")])
        self.kind.setCurrentIndex(chosen)
        self.include_open.setText(self.tr("juga yang terbuka"))
        self.play.setText(self.tr("▶ Putar  P"))
        self.look.setText(self.tr("Gelombang  G"))
        self.table.setAccessibleName(self.tr("Hasil pencarian, terbaru lebih dulu"))


def build_search(desk: Desk, tasks: TaskRunner, pulse: Pulse, parent: QWidget | None = None) -> SearchPanel:
    """The search pane."""
    return SearchPanel(desk, tasks, pulse, parent)
