"""Search over closed tickets and old calls: debounced, paged, newest first. No widgets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from batola_desk.domain.catalog import label_of
from batola_desk.services.api import Desk
from batola_desk.services.seat_views import PlaybackView
from batola_desk.services.views import SearchHit
from batola_desk.ui import labels
from batola_desk.ui.boards.rows_model import RowsModel
from batola_desk.ui.incident.parts import local_time
from batola_desk.ui.plain_tip import plain_tip
from batola_desk.ui.tasks import TaskRunner

DEBOUNCE_MS = 180
PAGE = 50
WHEN, KIND, TITLE, WHERE, STATE, RECORDING = range(6)


class SearchModel(RowsModel[SearchHit]):
    """Hits found so far."""

    column_count = 6

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(lambda hit: (hit.kind, hit.identifier), parent)
        self._desk = desk
        self._offset_min = desk.catalog.centre.utc_offset_min

    def title(self, column: int) -> str:
        """Heading."""
        return (
            self.tr("Waktu"),
            self.tr("Apa"),
            self.tr("Tiket / nomor"),
            self.tr("Tempat / kelas"),
            self.tr("Status"),
            self.tr("Rekaman"),
        )[column]

    def cell(self, row: SearchHit, column: int, role: int) -> Any:
        """Text of a cell."""
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(self._text(row, column))
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        return None

    def _text(self, hit: SearchHit, column: int) -> str:
        is_ticket = hit.kind == "incident"
        match column:
            case 0:
                return local_time(hit.at_us, self._offset_min, "%d/%m/%y %H:%M")
            case 1:
                return self.tr("Tiket") if is_ticket else self.tr("Panggilan")
            case 2:
                return f"{hit.priority} {hit.title}".strip()
            case 3:
                return hit.subtitle if is_ticket else self._class_words(hit.subtitle)
            case 4:
                return labels.word(labels.INCIDENT_STATES if is_ticket else labels.CALL_STATES, hit.state)
            case _:
                return self.tr("▶ ada") if hit.recording_path else ""

    def _class_words(self, code: str) -> str:
        known = self._desk.catalog.classes.get(code)
        language = str(self._desk.session.setting("screen.language"))
        return f"{code} · {label_of(known, language)}" if known is not None else code


class SearchViewModel(QObject):
    """What was searched and found, and the recording being played.

    Signals:
        found: the list changed.
    """

    found = Signal()

    def __init__(self, desk: Desk, tasks: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks
        self.model = SearchModel(desk, self)
        self.text = ""
        self.kind = "all"
        self.include_open = False
        self.is_searching = False
        self.is_complete = False
        self._turn = 0  # answers of an older question are dropped
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(DEBOUNCE_MS)
        self._wait.timeout.connect(self.search_now)

    @property
    def playback(self) -> PlaybackView | None:
        """The recording being played."""
        return self._desk.session.playback()

    def set_text(self, text: str) -> None:
        """Letters changed: ask when the hand rests."""
        self.text = text
        self._wait.start()

    def set_kind(self, kind: str) -> None:
        """``all``, ``incident`` or ``call``."""
        self.kind = kind
        self.search_now()

    def set_include_open(self, *, include_open: bool) -> None:
        """Whether open tickets are looked through as well."""
        self.include_open = include_open
        self.search_now()

    @Slot()
    def search_now(self) -> None:
        """Ask anew."""
        self._wait.stop()
        self._turn += 1
        self.is_complete = False
        self._ask("")

    @Slot()
    def more(self) -> None:
        """The end of the list is near: the next page."""
        if not self.is_searching and not self.is_complete and self.model.rows:
            self._ask(self.model.rows[-1].cursor)

    def _ask(self, after: str) -> None:
        self.is_searching = True
        self._tasks.run(self._fetch(self._turn, after), "search")

    async def _fetch(self, turn: int, after: str) -> None:
        try:
            hits = await self._desk.search.search(
                self.text, kind=self.kind, include_open=self.include_open, after=after, limit=PAGE
            )
        finally:
            if turn == self._turn:
                self.is_searching = False
        if turn == self._turn:
            self._take(hits, is_first=not after)

    def _take(self, hits: Sequence[SearchHit], *, is_first: bool) -> None:
        self.is_complete = len(hits) < PAGE
        if is_first:
            self.model.set_rows(hits)
        else:
            known = {(hit.kind, hit.identifier) for hit in self.model.rows}
            self.model.append_rows([hit for hit in hits if (hit.kind, hit.identifier) not in known])
        self.found.emit()

    # ---------------------------------------------------------------- recordings

    def play(self, hit: SearchHit) -> None:
        """Listen to a hit's recording from the beginning."""
        if hit.recording_path:
            self._tasks.run(self._desk.recordings.play(hit.identifier), "play-recording")

    def toggle_pause(self) -> None:
        """Pause or go on."""
        playing = self.playback
        if playing is not None:
            self._tasks.run(self._desk.recordings.pause(paused=not playing.paused), "pause-playback")

    def seek(self, position_s: float) -> None:
        """Go to a position."""
        if self.playback is not None:
            self._tasks.run(self._desk.recordings.seek(position_s), "seek-playback")

    def stop(self) -> None:
        """Silence."""
        if self.playback is not None:
            self._tasks.run(self._desk.recordings.stop(), "stop-playback")
