"""``batola-deskctl update …``: look, lay ready, install, take back.

Exit codes: 0 done, 1 nothing to do, 3 refused, 13, 14, 24, 25 as setup's (``setup_words.Code``).
Nothing is ever installed by itself: somebody types ``install``, or asks for it at the desk.
"""

from __future__ import annotations

import argparse
import contextlib
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from batola_desk.app.commands.close import run_close
from batola_desk.app.setup.setup_words import Code, note_reason, say
from batola_desk.domain.errors import EnvironmentFault
from batola_desk.models.tables import SCHEMA_REVISION
from batola_desk.settings.paths import DeskPaths
from batola_desk.site_policy import site_files
from batola_desk.ui.update_error_texts import UPDATE_ERROR_TEXTS, failure_code
from batola_desk.updates.attempt import (
    Attempt,
    End,
    Kind,
    Outcome,
    forget_attempt,
    note_attempt,
    read_outcome,
)
from batola_desk.updates.config import UpdateSettings
from batola_desk.updates.faults import PAST, UpdateFault
from batola_desk.updates.machine import Machine, WindowsMachine
from batola_desk.updates.manifest import Manifest
from batola_desk.updates.shelf import Shelf
from batola_desk.updates.source import InterruptedCopy, PackageSource
from batola_desk.updates.wish import Wish

NOTHING, REFUSED = 1, 3
CLOSE_LIMIT_S = 30.0
LOOK_EVERY = timedelta(hours=1)  # LIMIT: the task runs every minute, a share need not be asked so often
_LOOKED_NAME = "looked"
_ENDS = {
    End.DONE: "terpasang",
    End.FAILED: "gagal, keadaan semula dipulihkan",
    End.RUNNING: "sedang berjalan",
    End.UNKNOWN: "terputus: jalankan lagi",
}
_KINDS = {Kind.INSTALL: "pembaruan", Kind.ROLLBACK: "kembali"}


def run_update(arguments: argparse.Namespace, paths: DeskPaths, machine: Machine | None = None) -> int:
    """Run one task and return the exit code."""
    try:
        return UpdateCommand(paths, machine or WindowsMachine()).run(arguments)
    except UpdateFault as fault:
        tell_refusal(fault)
        if fault.code == "update_same":
            return NOTHING
        return Code.PREVIOUS_UNFIT if fault.code.startswith("update_fits_") else REFUSED
    except OSError as fault:
        say(f"ditolak: {fault.filename or paths.updates}: {fault.strerror or fault}")
        return REFUSED


def tell_refusal(fault: EnvironmentFault) -> None:
    """Say what is wrong, what stays, and what to do; into setup's log as well."""
    values = defaultdict(str, {name: str(value) for name, value in fault.values.items()})
    words = (text.format_map(values) for text in UPDATE_ERROR_TEXTS[fault.code])
    say("ditolak: " + " ".join(text for text in words if text))
    note_reason(fault.code, **fault.values)


class UpdateCommand:
    """One desk, one machine."""

    def __init__(self, paths: DeskPaths, machine: Machine) -> None:
        self._paths = paths
        self._machine = machine
        self._wish = Wish(paths.runtime, paths.updates)

    def run(self, arguments: argparse.Namespace) -> int:
        """Do it. Raises UpdateFault, OSError."""
        tasks: dict[str, Callable[[], int]] = {
            "check": lambda: self.check(arguments.source),
            "stage": lambda: self.stage(arguments.source),
            "install": lambda: self.install(only_off_duty=not arguments.on_duty),
            "rollback": self.rollback,
            "status": self.status,
            "drop": self.drop,
            "attend": self.attend,
            "fits": self.fits,
        }
        return tasks[arguments.task]()

    def check(self, place: str) -> int:
        """Say what a source has for this desk."""
        settings = self._settings()
        manifest = self._shelf(settings).offered(_source(place, settings))
        self._tell_package("tersedia", manifest)
        return Code.DONE

    def stage(self, place: str) -> int:
        """Lay it ready."""
        settings = self._settings()
        staged = self._shelf(settings).stage(_source(place, settings))
        self._tell_package("siap dipasang", staged.manifest)
        return Code.DONE

    def install(self, *, only_off_duty: bool) -> int:
        """Close the desk if it may be closed, start the installer, leave."""
        staged = self._shelf(self._settings()).staged(is_whole=True)
        if staged is None:
            raise UpdateFault("update_none_staged")
        version = staged.manifest.version
        code = self._start(
            Kind.INSTALL,
            version,
            partial(self._machine.start_setup, staged.installer),
            only_off_duty=only_off_duty,
        )
        if code == Code.DONE:
            say(f"pemasang {version} berjalan; hasilnya: batola-deskctl update status")
        return code

    def rollback(self) -> int:
        """Close the desk, never during a call, and let the two versions change places."""
        previous = self._machine.previous
        if not previous:
            raise UpdateFault("update_no_previous")
        code = self._start(Kind.ROLLBACK, previous, self._machine.start_rollback, only_off_duty=False)
        if code == Code.DONE:
            self._shelf(UpdateSettings()).drop()  # whoever goes back does not want it offered again at once
            say(f"kembali ke {previous}; hasilnya: batola-deskctl update status")
        return code

    def status(self) -> int:
        """Say everything that is known."""
        say(f"terpasang        {self._machine.installed}")
        say(f"versi sebelumnya {self._machine.previous or 'tidak ada'}")
        try:
            staged = self._shelf(self._settings()).staged()
        except UpdateFault as fault:
            staged = None
            if fault.code not in PAST:
                tell_refusal(fault)
        if staged is None:
            say("siap dipasang    tidak ada")
        else:
            self._tell_package("siap dipasang", staged.manifest)
        outcome = self.outcome()
        if outcome is not None:
            say(outcome_line(outcome))
        return Code.DONE

    def outcome(self) -> Outcome | None:
        """Return how the last try ended."""
        return read_outcome(self._paths.updates, installed=self._machine.installed, now=datetime.now(UTC))

    def drop(self) -> int:
        """Forget what is staged, and what somebody at the desk wanted with it."""
        self._shelf(UpdateSettings()).drop()
        self._wish.forget()
        return Code.DONE

    def fits(self) -> int:
        """Say whether this version may come back."""
        from batola_desk.app.setup.update_fits import refuse_misfit

        refuse_misfit(self._paths)
        say("versi ini bisa dipakai dengan data dan konfigurasi di sini")
        return Code.DONE

    def attend(self) -> int:
        """One turn of the task: what the window asks for, else news from the source."""
        self._wish.attend()
        code = NOTHING
        if self._wish.made() is None:
            self._wish.forget()  # an old one, or no word of ours
            with contextlib.suppress(InterruptedCopy):
                code = self._look()
        wish = self._wish.made()
        return code if wish is None else self._do(wish)

    def _do(self, wish: Kind) -> int:
        code = NOTHING
        try:
            code = self.rollback() if wish is Kind.ROLLBACK else self.install(only_off_duty=True)
        finally:
            if wish is Kind.ROLLBACK or code not in {Code.ON_DUTY, Code.LIVE_CALL}:
                self._wish.forget()
        return code

    # ---------------------------------------------------------------- inner parts

    def _look(self) -> int:
        settings = self._settings()
        if not settings.source:
            return NOTHING
        looked = self._paths.updates / _LOOKED_NAME
        now = datetime.now(UTC)
        if looked.exists() and now.timestamp() - looked.stat().st_mtime < LOOK_EVERY.total_seconds():
            return NOTHING
        looked.touch()
        shelf = self._shelf(settings)
        source = PackageSource(settings.source, gives_way=self._is_wanted)
        offered = shelf.offered(source)
        outcome = self.outcome()
        is_unwanted = (
            outcome is not None
            and outcome.attempt.kind is Kind.ROLLBACK
            and outcome.attempt.came_from == offered.version
        )
        if is_unwanted or _or_none(shelf) == offered:
            return NOTHING
        shelf.stage(source)
        self._tell_package("siap dipasang", offered)
        return Code.DONE

    def _is_wanted(self) -> bool:
        """While a package is copied: somebody at the desk wants something, and that goes first."""
        self._wish.attend()
        return self._wish.made() is not None

    def _settings(self) -> UpdateSettings:
        return site_files(self._paths).updates()

    def _shelf(self, settings: UpdateSettings) -> Shelf:
        return Shelf(self._paths.updates, settings, installed=self._machine.installed)

    def _start(self, kind: Kind, wanted: str, start: Callable[[Path], None], *, only_off_duty: bool) -> int:
        """Whoever may not start anything closes no desk either."""
        self._machine.refuse_unable()
        code = run_close(self._paths, limit_s=CLOSE_LIMIT_S, only_off_duty=only_off_duty, opens_again=True)
        if code != Code.DONE:
            return code
        self._paths.updates.mkdir(parents=True, exist_ok=True)
        attempt = Attempt(kind=kind, came_from=self._machine.installed, wanted=wanted, at=datetime.now(UTC))
        log = note_attempt(self._paths.updates, attempt)
        try:
            start(log)
        except UpdateFault:
            forget_attempt(self._paths.updates)
            raise
        return Code.DONE

    def _tell_package(self, what: str, manifest: Manifest) -> None:
        say(f"{what:<16} {manifest.version} (berlaku sampai {manifest.expires.date().isoformat()})")
        if manifest.schema > SCHEMA_REVISION:
            say(f"                 !  membawa jurnal ke bentuk {manifest.schema}: setelah meja dibuka")
            say("                    dengan versi ini, tidak ada jalan kembali ke versi sebelumnya")
        for line in manifest.notes.id.splitlines():
            say(f"                 {line}")


def outcome_line(outcome: Outcome) -> str:
    """Return how the last try ended, in a line."""
    attempt = outcome.attempt
    line = f"{_KINDS[attempt.kind]:<16} {attempt.came_from} → {attempt.wanted}: {_ENDS[outcome.end]}"
    return f"{line} ({outcome.code}: {_why(outcome)})" if outcome.end is End.FAILED else line


def _why(outcome: Outcome) -> str:
    """Setup's reason in the desk's words, as the window says it too."""
    code = failure_code(outcome)
    values = defaultdict(str, {"code": str(outcome.code)} | outcome.values)
    return UPDATE_ERROR_TEXTS[code][0].format_map(values)


def _or_none(shelf: Shelf) -> Manifest | None:
    try:
        staged = shelf.staged()
    except UpdateFault:
        return None
    return staged.manifest if staged is not None else None


def _source(place: str, settings: UpdateSettings) -> PackageSource:
    if not (place or settings.source):
        raise UpdateFault("update_no_source")
    return PackageSource(place or settings.source)
