"""Ctrl+Shift+Y: a server that knows nothing of this desk's room answers; a person says what is to happen."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from batola_desk.domain.errors import OperatorError
from batola_desk.services.api import Desk
from batola_desk.services.room_acceptance import REASON_MAX
from batola_desk.ui import labels
from batola_desk.ui.incident.parts import button, label
from batola_desk.ui.numbers import whole
from batola_desk.ui.pulse import Pulse
from batola_desk.ui.sheet import Sheet
from batola_desk.ui.tasks import TaskRunner


class OtherRoomSheet(Sheet):
    """Says what is so, what will happen and what cannot be undone. Without a reason Enter accepts nothing."""

    width_max_px = 760
    is_low = True

    def __init__(self, desk: Desk, tasks: TaskRunner, pulse: Pulse, host: QWidget) -> None:
        super().__init__(host)
        self._desk = desk
        self._tasks = tasks
        self._epoch = ""
        self.setObjectName("other_room")
        self.facts = label(self, "", "other_room_facts")
        self.accepted = label(self, "", "other_room_accepted")
        self.kept = label(self, "", "other_room_kept")
        self.reason = QLineEdit(self)
        self.reason.setObjectName("other_room_reason")
        self.reason.setMaxLength(REASON_MAX)
        self.accept = button(self, "danger", "other_room_accept")
        self.refusal = label(self, "late", "other_room_refusal")
        for words in (self.facts, self.accepted, self.kept, self.refusal):
            words.setWordWrap(True)
        row = QHBoxLayout()
        row.addWidget(self.reason, 1)
        row.addWidget(self.accept)
        for words in (self.facts, self.kept, self.accepted):
            self.body.addWidget(words)
        self.body.addLayout(row)
        self.body.addWidget(self.refusal)
        self.reason.returnPressed.connect(self._accept)
        self.accept.clicked.connect(self._accept)
        pulse.changed.connect(self._on_change)

    def bring_up(self) -> None:
        """Ask about the room that answers now."""
        self.reason.clear()
        self._show_refusal("")
        self._render()
        super().bring_up()
        self.reason.setFocus(Qt.FocusReason.PopupFocusReason)

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange and hasattr(self, "refusal"):
            self._render()

    # ---------------------------------------------------------------- inner parts

    def _render(self) -> None:
        offered = self._desk.acceptance.offered()
        self.title.setText(self.tr("Server ini bukan ruang meja ini"))
        if offered is None:
            return
        self._epoch = offered.epoch
        self.facts.setText(
            self.tr(
                "Server {host} tidak mengenal satu pun dari {count} catatan ruang meja ini. Itu terjadi bila"
                " ruang dibuat baru tanpa cadangan, atau bila alamatnya salah."
            ).format(host=offered.host or "?", count=whole(offered.known_count))
        )
        self.kept.setText(
            self.tr(
                "Bila alamatnya salah: tutup lembar ini dan minta TI memperbaiki secretariat.toml. Meja tetap"
                " bekerja sendiri, tidak ada yang dikirim, tidak ada yang hilang."
            )
        )
        self.accepted.setText(
            self.tr(
                "Bila ruang itu memang pengganti: tulis alasan dan sahkan. Semua yang meja ini tahu dikirim"
                " ke sana ({count} catatan ruang lama, juga milik meja lain, dan {waiting} yang menunggu)."
                " Nomor tiket tetap. Tidak bisa dibatalkan. Setiap meja mengesahkan sendiri."
            ).format(count=whole(offered.known_count), waiting=whole(offered.waiting_count))
        )
        self.reason.setPlaceholderText(self.tr("alasan, misalnya: server baru 27 November, disetujui TI"))
        self.accept.setText(self.tr("Sahkan ruang ini") + "  Enter")

    @Slot()
    def _accept(self) -> None:
        if not self.reason.text().strip():
            self._show_refusal(labels.error_words("reason_missing", {})[0])
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        wish = self._desk.acceptance.accept(self._epoch, reason=self.reason.text())
        self._tasks.run(wish, "accept-room", done=self._on_accepted, refused=self._on_refused)

    def _on_accepted(self, _done: None) -> None:
        self.put_away()
        self._tasks.messages.info(self.tr("Ruang disahkan; semua catatan meja ini sedang dikirim ke sana."))

    def _on_refused(self, refusal: OperatorError) -> bool:
        self._show_refusal(labels.error_line(refusal.code, refusal.values))
        return True

    @Slot(object)
    def _on_change(self, _change: object) -> None:
        if self.isVisible() and self._desk.acceptance.offered() is None:
            self.put_away()

    def _show_refusal(self, words: str) -> None:
        self.refusal.setText(words)
        self.refusal.setVisible(bool(words))
        self._fit()
