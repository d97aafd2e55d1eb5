"""One key per way to an agency: dial, text to paste, mail program, radio, slip. Source: domain.md §5.3."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication

from batola_desk.domain.catalog import label_of
from batola_desk.services.api import Desk
from batola_desk.services.outreach import PAPER
from batola_desk.services.outreach_api import Reached
from batola_desk.ui.outreach.slip_paper import slip_of
from batola_desk.ui.tasks import TaskRunner


class OutreachActions(QObject):
    """What the keys of a task card and of the acceptance board do.

    Attributes:
        open_url: gives an address to the machine's own program; a test puts its own here.
    """

    def __init__(self, desk: Desk, tasks: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks
        self._slip_path = Path()
        self.open_url: Callable[[QUrl], bool] = QDesktopServices.openUrl

    @Slot(str, str, str)
    def reach(self, incident_id: str, task_id: str, channel: str) -> None:
        """Try a way."""
        self._tasks.run(self._reach(incident_id, task_id, channel), "reach", done=self._tell)

    async def _reach(self, incident_id: str, task_id: str, channel: str) -> Reached:
        await self._desk.incidents.flush(incident_id)  # what was typed last belongs into the message
        if self._desk.outreach.mails_itself(incident_id, task_id, channel):
            self._tasks.messages.info(self.tr("Surel sedang dikirim; tunggu jawaban server…"))
        reached = await self._desk.outreach.reach(incident_id, task_id, channel)
        if channel == PAPER:
            await self._print(incident_id, task_id)
        return reached

    async def _print(self, incident_id: str, task_id: str) -> None:
        """The slip as PDF among the exports, shown in the machine's own viewer, which prints it."""
        slip = await slip_of(self._desk, incident_id, task_id)
        self._slip_path = await slip.save(self._desk)
        self.open_url(QUrl.fromLocalFile(str(self._slip_path)))

    @Slot(str, str)
    def unreached(self, incident_id: str, task_id: str) -> None:
        """The last try reached nobody; say what comes next."""
        self._tasks.run(
            self._desk.outreach.unreached(incident_id, task_id), "unreached", done=self._tell_next
        )

    @Slot(str)
    def next_agency(self, incident_id: str) -> None:
        """After a rejection: ask the next usual agency by its first way."""
        code = self._desk.outreach.next_agency(incident_id)
        agency = self._desk.catalog.agencies.get(code)
        if agency is None:
            self._tasks.messages.info(
                self.tr("Semua instansi yang biasa sudah diminta. Cari instansi lain: F7.")
            )
            return
        known = self._desk.catalog.channels
        channel = next((way for way in agency.channels if way in known), next(iter(known), ""))
        words = self.tr("Dikirim ke {agency}.").format(agency=self._label(agency.code))
        self._tasks.run(
            self._desk.dispatch.send_task(incident_id, code, channel=channel),
            "next-agency",
            done=lambda _task_id: self._tasks.messages.info(words),
        )

    # ---------------------------------------------------------------- inner parts

    def _tell(self, reached: Reached) -> None:
        who = reached.contact or reached.number
        match reached.channel:
            case "voice":
                words = self.tr("Menelepon {who}. Tidak diangkat: X, lalu cara berikutnya.")
            case "email" if reached.was_mailed:
                words = self.tr("Surel sudah diterima server untuk {who}. Tunggu nama yang menerima.")
                who = reached.mail
            case "email" if reached.mail:
                self._write_mail(reached)
                words = self.tr("Surel untuk {who} dibuka di program surel; kirim dari sana.")
                who = reached.mail
            case "paper":
                words = self.tr("Slip disimpan dan dibuka: {who}. Langsung ke pencetak: Alt+Shift+S.")
                who = str(self._slip_path)
            case "radio":
                words = self.tr("Bacakan lewat radio. Teksnya juga sudah disalin.")
            case _:
                words = self.tr("Teks disalin: tempel (Ctrl+V) dan kirim ke {who}.")
        if reached.channel not in {"voice", PAPER} and not reached.was_mailed:
            QGuiApplication.clipboard().setText(reached.text)
        self._tasks.messages.info(words.format(who=who or self.tr("instansi itu")))

    def _write_mail(self, reached: Reached) -> None:
        told = f"subject={quote(reached.subject)}&body={quote(reached.text)}"
        url = QUrl.fromEncoded(f"mailto:{quote(reached.mail, safe='@')}?{told}".encode())
        if not self.open_url(url):
            self._tasks.messages.error("mail_program_missing", {"mail": reached.mail})

    def _tell_next(self, channel: str) -> None:
        known = self._desk.catalog.channels.get(channel)
        words = self.tr("Dicatat: tidak tersambung.")
        if known is not None:
            way = label_of(known, str(self._desk.session.setting("screen.language")))
            words = self.tr("Dicatat: tidak tersambung. Berikutnya: {way}.").format(way=way)
        self._tasks.messages.info(words)

    def _label(self, code: str) -> str:
        agency = self._desk.catalog.agencies[code]
        return label_of(agency, str(self._desk.session.setting("screen.language")))
