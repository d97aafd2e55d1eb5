"""What of an update only the machine can do: say which versions are there, start what outlives us."""

from __future__ import annotations

import ctypes
import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import Protocol

from batola_desk import __version__
from batola_desk.settings.installation import program_folder, versions
from batola_desk.updates.faults import UpdateFault

log = logging.getLogger("batola.updates")

ROLLBACK_NAME = "rollback.exe"
REOPEN_NAME = "reopen.exe"
_NEEDS_ADMINISTRATOR = 740  # ERROR_ELEVATION_REQUIRED
_DETACHED = getattr(subprocess, "DETACHED_PROCESS", 0) | getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)


class Machine(Protocol):
    """A machine with an installed desk; tests give a double."""

    installed: str
    previous: str  # the version to which one key goes back, empty where there is none

    def refuse_unable(self) -> None:
        """Raise UpdateFault where nothing can be started: not installed, or not with these rights."""

    def start_setup(self, installer: Path, log: Path) -> None:
        """Start an installer that closes nothing, and return at once. Raises UpdateFault."""

    def start_rollback(self, log: Path) -> None:
        """Start the way back, and return at once. Raises UpdateFault."""

    def ask_administrator(self) -> None:
        """Let the system ask an administrator whether to go back. Raises UpdateFault, OSError."""


class WindowsMachine:
    """The one that the installer made. Everywhere else there is nothing to start, and that is said."""

    def __init__(self) -> None:
        self._program = program_folder()
        known, before = versions()
        self.installed = known or __version__
        has_tree = self._program is not None and (self._program.parent / "previous").is_dir()
        self.previous = before if has_tree else ""

    def refuse_unable(self) -> None:
        """Ask before a desk is closed for nothing."""
        if self._program is None:
            raise UpdateFault("update_not_installed")
        if not _is_administrator():
            raise UpdateFault("update_not_admin")

    def start_setup(self, installer: Path, log: Path) -> None:
        """Start it silently; the desk is closed already, so one that was opened meanwhile stops it."""
        self._start([str(installer), "/S", f"/LOG={log}"])

    def start_rollback(self, log: Path) -> None:
        """Start the program beside our own folder; it waits until we are gone from there."""
        home = self._program.parent if self._program is not None else Path()
        self._start([str(home / ROLLBACK_NAME), "/S", f"/LOG={log}"])

    def ask_administrator(self) -> None:
        """Start our own command with an administrator's rights: Windows asks for his word (UAC)."""
        if self._program is None:
            raise UpdateFault("update_not_installed")
        _run_as_administrator(self._program / "batola-deskctl.exe", "update rollback")

    def _start(self, command: list[str]) -> None:
        if self._program is None:
            raise UpdateFault("update_not_installed")
        try:
            _start_apart(command, self._program)
        except OSError as fault:
            if getattr(fault, "winerror", 0) == _NEEDS_ADMINISTRATOR:
                raise UpdateFault("update_not_admin") from fault
            raise UpdateFault("update_not_started", file=command[0], why=fault.strerror) from fault


def _start_apart(command: list[str], program: Path) -> None:
    """Start what outlives us. Its own folder must not be ours: that one is about to change its name."""
    subprocess.Popen(
        command, creationflags=_DETACHED, close_fds=True, cwd=program.anchor,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def open_after_setup() -> None:
    """The desk has closed for setup: what opens it afterwards waits from now on, in the person's session."""
    program = program_folder()
    if program is None:
        return
    try:
        _start_apart([str(program.parent / REOPEN_NAME)], program)
    except OSError as fault:
        log.warning("the desk will not open again by itself: %s", fault.strerror)


if sys.platform == "win32":

    def _run_as_administrator(program: Path, words: str) -> None:
        os.startfile(program, "runas", words)

    def _is_administrator() -> bool:
        return bool(ctypes.WinDLL("shell32").IsUserAnAdmin())
else:

    def _is_administrator() -> bool:
        return os.geteuid() == 0

    def _run_as_administrator(program: Path, words: str) -> None:
        raise UpdateFault("update_not_installed")
