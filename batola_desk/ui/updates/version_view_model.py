"""Versions of the program in words, and the two wishes an operator may have."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QObject, Signal, Slot

from batola_desk.domain.errors import OperatorError
from batola_desk.services.api import Desk
from batola_desk.services.change import Change
from batola_desk.services.update_views import UpdateView
from batola_desk.ui import labels
from batola_desk.ui.pulse import Pulse
from batola_desk.ui.tasks import TaskRunner
from batola_desk.ui.update_error_texts import failure_code
from batola_desk.updates.attempt import End, Kind

NEWS = timedelta(hours=36)  # LIMIT: every shift has seen how it ended by then


class VersionViewModel(QObject):
    """What banner and sheet say.

    Signals:
        changed: read everything again.
    """

    changed = Signal()

    def __init__(self, desk: Desk, tasks: TaskRunner, pulse: Pulse, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks
        self._seen = ""
        self.refusal = ""
        pulse.changed.connect(self._on_change)

    @property
    def view(self) -> UpdateView:
        """What is known now."""
        return self._desk.updates.view()

    def see(self) -> None:
        """Somebody reads the sheet: the banner has done its work, until there is other news."""
        self._seen = self.news()
        self.refusal = ""
        self._tasks.run(self._desk.updates.look(), "look-for-updates")
        self.changed.emit()

    def banner(self) -> tuple[str, str]:
        """Return role and words of the line under the strip; no words, no line."""
        words = self.news()
        if not words or words == self._seen:
            return "info", ""
        outcome = self.view.outcome
        is_bad = outcome is not None and outcome.end is End.FAILED and self.view.wish is None
        return ("warn" if is_bad else "info"), words + "  " + self.tr("Ctrl+Shift+Q: rincian")

    def news(self) -> str:
        """Return the one thing that is worth a line, empty if nothing is."""
        view = self.view
        if view.wish is Kind.ROLLBACK:
            return self.tr("Meja akan ditutup untuk kembali ke versi {version}.").format(
                version=view.previous
            )
        if view.staged is not None:
            if view.wish is Kind.INSTALL:
                words = self.tr("Pembaruan {version} dipasang begitu tidak ada yang bertugas di meja ini.")
            else:
                words = self.tr("Pembaruan {version} siap dipasang.")
            return words.format(version=view.staged.version)
        return self.outcome_words() if self._is_fresh() else ""

    def _is_fresh(self) -> bool:
        outcome = self.view.outcome
        now = datetime.fromtimestamp(self._desk.now_us() / 1_000_000, UTC)
        return outcome is not None and now - outcome.attempt.at < NEWS

    def outcome_words(self) -> str:
        """Return how the last try ended."""
        outcome = self.view.outcome
        if outcome is None or outcome.end is End.RUNNING:
            return ""
        values = {"version": outcome.attempt.wanted, "old": outcome.attempt.came_from, "why": ""}
        if outcome.end is End.DONE and outcome.attempt.kind is Kind.INSTALL:
            words = self.tr("Versi {version} terpasang. Sebelumnya {old}.")
        elif outcome.end is End.DONE:
            words = self.tr("Kembali ke versi {version}. Sebelumnya {old}.")
        elif outcome.end is End.FAILED:
            words = self.tr("Versi {version} tidak jadi dipasang; {old} tetap dipakai. Sebab: {why}")
            said = {"code": outcome.code, **outcome.values}
            values["why"] = labels.error_words(failure_code(outcome), said)[0]
        else:
            words = self.tr("Pemasangan versi {version} terputus; {old} tetap dipakai.")
        return words.format(**values)

    def notes(self) -> str:
        """Return what is new in the version that lies ready, in the language of the screen."""
        staged = self.view.staged
        if staged is None:
            return ""
        is_english = self._desk.session.setting("screen.language") == "en"
        return (staged.notes_en or staged.notes_id) if is_english else staged.notes_id

    def fault_words(self) -> str:
        """Return why what lies there cannot be installed, empty if nothing is wrong."""
        view = self.view
        return " ".join(filter(None, labels.error_words(view.code, view.values))) if view.code else ""

    @Slot()
    def install(self) -> None:
        """Ask for it when nobody is on duty; asked for already: not any more."""
        self._ask(Kind.INSTALL)

    @Slot()
    def go_back(self) -> None:
        """Ask for the version before; asked for already: not any more."""
        self._ask(Kind.ROLLBACK)

    def _ask(self, kind: Kind) -> None:
        updates = self._desk.updates
        work = updates.take_back() if self.view.wish is kind else updates.wish(kind)
        self._tasks.run(work, f"update-{kind}", done=self._on_asked, refused=self._on_refused)

    def _on_asked(self, _done: None) -> None:
        self.refusal = ""
        self._seen = self.news()
        self.changed.emit()

    def _on_refused(self, refusal: OperatorError) -> bool:
        self.refusal = " ".join(filter(None, labels.error_words(refusal.code, refusal.values)))
        self.changed.emit()
        return True

    @Slot(object)
    def _on_change(self, change: Change) -> None:
        if change.what & {"updates", "language"}:
            self.changed.emit()
