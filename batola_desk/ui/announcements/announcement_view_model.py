"""Messages to the room: what stands here, what was said, what is being written. No widgets."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot

from batola_desk.services.announcements import AnnouncementView
from batola_desk.services.api import Desk
from batola_desk.services.change import Change
from batola_desk.ui.pulse import Pulse
from batola_desk.ui.tasks import TaskRunner

HOUR_US = 3600 * 1_000_000
LASTS_H = (1, 4, 8, 24, 72)  # a shift has eight hours
LASTS_USUAL_H = 8


class AnnouncementViewModel(QObject):
    """What the band and the sheet show.

    Signals:
        changed: read the properties again.
        sent: a message is on its way; the sheet's field may be emptied.
    """

    changed = Signal()
    sent = Signal()

    def __init__(self, desk: Desk, tasks: TaskRunner, pulse: Pulse, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._tasks = tasks
        pulse.changed.connect(self._on_change)

    @property
    def offset_min(self) -> int:
        """Of the centre's wall clock."""
        return self.desk.catalog.centre.utc_offset_min

    @property
    def standing(self) -> Sequence[AnnouncementView]:
        """What has to be read here, the most urgent first."""
        return self.desk.announcements.standing()

    @property
    def listed(self) -> Sequence[AnnouncementView]:
        """Everything said, newest first."""
        return self.desk.announcements.listed()

    @property
    def audiences(self) -> Sequence[str]:
        """To whom the person here may write."""
        return self.desk.announcements.audiences()

    @Slot()
    def read_first(self) -> None:
        """The person here has read the message in the band."""
        standing = self.standing
        if standing:
            self.read(standing[0].message_id)
        else:
            self._tasks.messages.info(self.tr("Tidak ada pengumuman yang menunggu dibaca."))

    def read(self, message_id: str) -> None:
        """The person here has read this one."""
        self._tasks.run(self.desk.announcements.read(message_id), "read-announcement")

    def send(self, text: str, *, level: str, audience: str, hours: int) -> None:
        """Say it."""
        until_us = self.desk.now_us() + hours * HOUR_US
        writing = self.desk.announcements.write(text, level=level, audience=audience, until_us=until_us)
        self._tasks.run(writing, "announce", done=lambda _message_id: self._on_sent())

    def _on_sent(self) -> None:
        self._tasks.messages.info(self.tr("Pengumuman dikirim; siapa yang sudah membaca ada di daftarnya."))
        self.sent.emit()

    @Slot(object)
    def _on_change(self, change: Change) -> None:
        if change.what & {"announcements", "person", "seat", "desks", "language"}:
            self.changed.emit()
