"""What the pages of the first start hold, test and save; no widgets."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from batola_desk.domain.errors import EnvironmentFault, OperatorError
from batola_desk.services.api import Desk
from batola_desk.services.change import Change
from batola_desk.services.first_start import (
    FIELDS,
    LETTER,
    MAP,
    PAGES,
    SOUND,
    Level,
    SetupDraft,
    SetupPort,
    Verdict,
)
from batola_desk.services.map_pack_views import ImportWish
from batola_desk.ui.first_start.sound_trial import SoundTrial
from batola_desk.ui.pulse import Pulse
from batola_desk.ui.tasks import TaskRunner

log = logging.getLogger("batola.ui")

SUMMARY = len(PAGES)
_SELF_CHOSEN = frozenset({LETTER, SOUND})  # these mean something even when nothing was typed


class FirstStartViewModel(QObject):
    """Goes back and forth without loss; secrets live only while the sheet is open.

    Signals:
        changed: read everything again.
        saved: everything is written.
        restart_requested: close the desk and open it again.
    """

    changed = Signal()
    saved = Signal()
    restart_requested = Signal()

    def __init__(
        self, port: SetupPort, desk: Desk, tasks: TaskRunner, pulse: Pulse, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._port = port
        self._desk = desk
        self._tasks = tasks
        self.sound = SoundTrial(desk, tasks, pulse, self)
        self.sound.finished.connect(self._on_sound_tested)
        self.draft = self._before = SetupDraft()
        self._verdicts: dict[str, tuple[tuple[str, ...], tuple[Verdict, ...]]] = {}
        self._later: set[str] = set()
        self._written: frozenset[str] = frozenset()
        self._begun = 0  # counts openings: the answer to a test of before is nobody's any more
        self.at = 0
        self.is_busy = False
        self.is_saved = False
        self.refusal: tuple[str, Mapping[str, object]] | None = None
        pulse.changed.connect(self._on_change)

    # ---------------------------------------------------------------- reading

    @property
    def page(self) -> str:
        """The page in sight; "" = the summary."""
        return PAGES[self.at] if self.at < SUMMARY else ""

    def has_password(self, page: str) -> bool:
        """Whether an empty field means the password that is stored."""
        return self._port.has_password(page)

    def verdicts(self, page: str) -> Sequence[Verdict]:
        """What the last test found, if it was of what stands there now."""
        part, found = self._verdicts.get(page, ((), ()))
        return found if part == self.draft.part(page) else ()

    def level(self, page: str) -> Level | None:
        """The gravest word of the test; None = not tested."""
        order = list(Level)
        return max((verdict.level for verdict in self.verdicts(page)), key=order.index, default=None)

    def is_later(self, page: str) -> bool:
        """Whether the page is left for another day, by a key or because nothing stands on it."""
        return page in self._later or (page not in _SELF_CHOSEN and self.draft.is_empty(page))

    def is_changed(self, page: str) -> bool:
        """Whether something else stands there than what the machine is configured for, or was till now."""
        if self.is_saved:
            return page in self._written
        return any(getattr(self.draft, name) != getattr(self._before, name) for name in FIELDS[page])

    @property
    def to_save(self) -> list[str]:
        """The pages that *Simpan* would write."""
        return [page for page in PAGES if self.is_changed(page) and not self.is_later(page)]

    @property
    def stopping(self) -> list[str]:
        """Pages that may not be saved as they are."""
        return [page for page in self.to_save if self.level(page) is Level.STOP]

    @property
    def doubtful(self) -> list[str]:
        """Pages that were not tested, or whose test failed: saved only when that is wanted."""
        return [page for page in self.to_save if self.level(page) in (None, Level.BAD)]

    @property
    def may_restart(self) -> bool:
        """Never during a call."""
        return not self._desk.calls.live() and not self._desk.calls.ringing()

    # ---------------------------------------------------------------- wishes

    def begin(self) -> None:
        """Open at the first page with what this machine is configured for."""
        self._begun += 1
        self.draft = self._before = self._port.current()
        self._verdicts.clear()
        self._later.clear()
        self.at, self.is_busy, self.is_saved, self.refusal = 0, False, False, None
        log.info("setup opened")
        self.changed.emit()

    def leave(self) -> None:
        """*Nanti*: nothing was written, the devices are as before, nothing secret stays."""
        self._begun += 1
        self.is_busy = False
        self._forget_secrets()
        if not self.is_saved:
            self.sound.take_back()

    def put(self, name: str, value: str) -> None:
        """Something was typed; the test of its page is worth nothing any more."""
        if getattr(self.draft, name) == value:
            return
        self.draft = replace(self.draft, **{name: value})
        self.refusal = None
        self._later.discard(next(page for page in PAGES if name in FIELDS[page]))
        if name in FIELDS[SOUND]:
            self.sound.select(self.draft)
        self.changed.emit()

    @Slot()
    def proceed(self) -> None:
        """Enter: test what was not tested, else go on; on the last page save."""
        if self.is_busy:
            return
        if self.is_saved:
            self._restart()
        elif self.at == SUMMARY:
            self.save(despite_doubts=False)
        elif self.is_later(self.page) or self.level(self.page) in (Level.GOOD, Level.ODD):
            self.go_on()
        else:
            self.test()

    @Slot()
    def go_on(self) -> None:
        """To the next page, whatever the test said."""
        self._go_to(self.at + 1)

    @Slot()
    def go_back(self) -> None:
        """To the page before; what was typed stays."""
        self._go_to(self.at - 1)

    @Slot()
    def leave_page(self) -> None:
        """This page another day: nothing of it will be written."""
        if self.page and not self.is_busy:
            self._later.add(self.page)
            self.go_on()

    @Slot()
    def test(self) -> None:
        """Try the page in sight for real."""
        page = self.page
        if not page or self.is_busy:
            return
        self._set_busy(is_busy=True)
        if page == SOUND:
            self.sound.start(self.draft)
            return
        self._tasks.run(self._check(page, self.draft, self._begun), f"setup-{page}")

    @Slot()
    def save_despite_doubts(self) -> None:
        """Ctrl+Enter on the last page: also what does not answer yet."""
        self.save(despite_doubts=True)

    def save(self, *, despite_doubts: bool) -> None:
        """Write everything, or say what stands in the way."""
        if self.at != SUMMARY or self.is_busy or self.is_saved:
            return
        if self.stopping:
            self._refuse("setup_stopped")
        elif self.doubtful and not despite_doubts:
            self._refuse("setup_doubtful")
        else:
            self._set_busy(is_busy=True)
            self._tasks.run(self._save(self.to_save), "setup-save", refused=self._on_refused)

    # ---------------------------------------------------------------- inner parts

    def _forget_secrets(self) -> None:
        """What the tests found stays true of what stands there without them."""
        found = {page: self.verdicts(page) for page in PAGES}
        self.draft = self.draft.without_secrets()
        self._verdicts = {page: (self.draft.part(page), tuple(told)) for page, told in found.items()}

    def _go_to(self, at: int) -> None:
        if not self.is_busy and not self.is_saved and 0 <= at <= SUMMARY:
            self.at = at
            self.refusal = None
            self.changed.emit()

    async def _check(self, page: str, draft: SetupDraft, begun: int) -> None:
        found: Sequence[Verdict] = (Verdict(Level.BAD, "setup_broke"),)
        try:
            found = await self._port.check(page, draft)
        finally:
            if begun == self._begun:
                self._note(page, draft, found)

    def _note(self, page: str, draft: SetupDraft, found: Sequence[Verdict]) -> None:
        self._verdicts[page] = (draft.part(page), tuple(found))
        codes = " ".join(verdict.code for verdict in found)
        log.info("setup page tested", extra={"page": page, "codes": codes})
        self._set_busy(is_busy=False)

    @Slot(object)
    def _on_sound_tested(self, found: Sequence[Verdict]) -> None:
        if self.is_busy and self.page == SOUND:
            self._note(SOUND, self.draft, found)

    async def _save(self, pages: Sequence[str]) -> None:
        draft = self.draft
        await self._port.save(draft, pages)
        if SOUND in pages:
            await self.sound.keep(draft)
        self._forget_secrets()
        self._written = frozenset(pages)
        self.is_saved, self.is_busy, self.refusal = True, False, None
        log.info("setup saved", extra={"pages": " ".join(pages)})
        self.saved.emit()
        self.changed.emit()
        if MAP in pages:
            await self._take_map(draft.map_source.strip().strip('"'))

    async def _take_map(self, source: str) -> None:
        """Copying takes its time and has its own progress; the rest is saved whatever becomes of it."""
        file = await asyncio.to_thread(lambda: Path(source).expanduser())
        if not await asyncio.to_thread(file.is_file):
            return  # a folder, which is looked at whenever the desk is opened
        try:
            await self._desk.map_packs.import_files(ImportWish(files=[file]))
        except (EnvironmentFault, OperatorError) as fault:
            self._refuse(fault.code, fault.values)

    def _on_refused(self, refusal: OperatorError) -> bool:
        self.is_busy = False
        self._refuse(refusal.code, refusal.values)
        return True

    def _restart(self) -> None:
        if self.may_restart:
            self.restart_requested.emit()
        else:
            self._refuse("setup_call_lives")

    def _refuse(self, code: str, values: Mapping[str, object] | None = None) -> None:
        self.refusal = (code, dict(values or {}))
        self.changed.emit()

    def _set_busy(self, *, is_busy: bool) -> None:
        self.is_busy = is_busy
        self.changed.emit()

    @Slot(object)
    def _on_change(self, change: Change) -> None:
        if change.what & {"status", "language"}:
            self.changed.emit()
