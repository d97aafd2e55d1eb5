"""A Windows machine to install on: a Wine prefix that says it is Windows 10, with its gaps filled in."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from installer import wine_prefix
from installer.wine import gaps

OVERRIDES = f"{gaps.OVERRIDES};mscoree,mshtml,winemenubuilder.exe="
SETUP_LIMIT_S = 900.0  # LIMIT: unpacking 230 MB and a rehearsal, on a busy machine


class WineMachine:
    """One prefix. Paths of Windows are given with backslashes, what is returned is a path of ours."""

    def __init__(self, prefix: Path) -> None:
        self.prefix = prefix
        self.drive = prefix / "drive_c"

    @classmethod
    def create(cls, prefix: Path) -> WineMachine:
        """Make a fresh machine."""
        machine = cls(prefix)
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        wine_prefix.run(prefix, ["wineboot", "-i"], **quiet)
        for value in (
            ("reg", "add", r"HKCU\Software\Wine", "/v", "Version", "/d", "win10", "/f"),
            ("wineboot", "-u"),
        ):
            wine_prefix.run(prefix, list(value), **quiet)
        wine_prefix.stop(prefix)
        gaps.fill_gaps(prefix)
        return machine

    def copy(self, prefix: Path) -> WineMachine:
        """Return another machine in the state this one is in."""
        self.stop()
        shutil.copytree(self.prefix, prefix, symlinks=True)
        return WineMachine(prefix)

    def stop(self) -> None:
        """End everything that runs there; what it wrote is on the disk then."""
        wine_prefix.stop(self.prefix)

    def path(self, windows: str) -> Path:
        """Return where a path of drive C lies here."""
        return self.drive.joinpath(*windows.removeprefix("C:\\").split("\\"))

    def run(self, *command: str, limit_s: float = SETUP_LIMIT_S, **more: str) -> tuple[int, str]:
        """Run a program; returns its exit code and what it printed."""
        done = wine_prefix.run(
            self.prefix, command, limit_s=limit_s, more={"WINEDLLOVERRIDES": OVERRIDES, **more},
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        return done.returncode, done.stdout.decode("utf-8", "replace")

    def run_line(self, line: str) -> int:
        """Run a command line exactly as it stands, unquoted by us; returns its exit code."""
        text = f"@echo off\r\n{line}\r\nexit %errorlevel%\r\n"
        self.path(r"C:\line.bat").write_bytes(text.encode())
        return self.run("cmd", "/c", r"C:\line.bat")[0]

    @contextmanager
    def running(self, *command: str, **more: str) -> Iterator[subprocess.Popen[bytes]]:
        """Keep a program running; it is ended with its prefix's children when the block is left."""
        wine = wine_prefix.program()
        assert wine is not None
        environment = wine_prefix.environment(self.prefix, WINEDLLOVERRIDES=OVERRIDES, **more)
        child = subprocess.Popen(
            [wine, *command], env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            yield child
        finally:
            if child.poll() is None:
                child.terminate()
                child.wait(30)

    def wait_for(self, is_so: Callable[[], bool], limit_s: float = 300.0) -> None:
        """Wait until something is so on this machine. Raises TimeoutError."""
        deadline_s = time.monotonic() + limit_s
        while not is_so():
            if time.monotonic() > deadline_s:
                raise TimeoutError
            time.sleep(0.2)

    def setup(self, installer: Path, *words: str, **more: str) -> tuple[int, str]:
        """Run setup silently, with more environment if given; returns its exit code and its log."""
        log = self.path(r"C:\setup.log")
        log.unlink(missing_ok=True)
        code, _said = self.run(str(installer), "/S", r"/LOG=C:\setup.log", *words, **more)
        return code, log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""

    def registry(self) -> str:
        """Return the machine's part of the registry as text, after everybody has written it."""
        self.stop()
        return (self.prefix / "system.reg").read_text(encoding="utf-8", errors="replace")

    def registry_value(self, key: str, name: str) -> str | None:
        """Return a text of HKEY_LOCAL_MACHINE, None if it is not there."""
        pattern = re.escape("[" + key.replace("\\", "\\\\") + "]") + r"[^\[]*?" + re.escape(f'"{name}"=')
        found = re.search(pattern + r'(?:str\(2\):)?"((?:[^"\\]|\\.)*)"', self.registry(), re.IGNORECASE)
        return found[1].replace("\\\\", "\\").replace('\\"', '"') if found else None


def snapshot(folder: Path) -> dict[str, str]:
    """Return every file below a folder with its digest."""
    if not folder.exists():
        return {}
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
