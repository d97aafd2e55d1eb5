"""A PostgreSQL server of the demo's own: loopback only, a free port, a folder of its own, ended by its id."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Final

from batola_desk.app.demo.free_ports import HOST, free_port
from batola_desk.sync.postgres_programs import find_program

SUPERUSER: Final = "postgres"
START_LIMIT_S: Final = 60
_TOLD_OF_LOG: Final = 1500


class ClusterFault(Exception):
    """PostgreSQL's programs refused; the text is theirs."""


def unprivileged_user() -> str | None:
    """Return who runs PostgreSQL when we are root, which it refuses; None: we ourselves.

    Raises:
        ClusterFault: we are root, and there is nobody else.
    """
    if os.name == "nt" or os.geteuid() != 0:
        return None
    import pwd

    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            pwd.getpwnam(name)
            return name
    raise ClusterFault("root, and no user postgres or nobody")


def make_cluster(data: Path, password_file: Path, user: str | None) -> None:
    """Make the files of a cluster that only passwords open (SCRAM), also for its superuser.

    Args:
        password_file: readable by ``user``; its first line becomes the superuser's password.

    Raises:
        ClusterFault: what initdb said.
    """
    _run(
        [
            str(find_program("initdb")),
            "--no-sync",
            "--auth=scram-sha-256",
            f"--username={SUPERUSER}",
            f"--pwfile={password_file}",
            "--encoding=UTF8",
            "--locale=C",
            f"--pgdata={data}",
        ],
        user,
        data.parent,
    )


class DemoCluster:
    """The server. It outlives nobody: ``start`` first ends one that a killed demo left behind.

    Args:
        folder: its own; made, and given to ``postgres`` when we are root.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = 0
        self._data = folder / "data"
        self._log = folder / "server.log"
        self._user = unprivileged_user()

    @property
    def is_usable(self) -> bool:
        """Whether there are files that this machine's PostgreSQL can read."""
        try:
            stored = (self._data / "PG_VERSION").read_text().strip()
        except OSError:
            return False
        told = subprocess.run(
            [str(find_program("postgres")), "--version"], capture_output=True, text=True, check=False
        ).stdout
        version = re.search(r"\d+", told)
        return version is not None and version.group() == stored

    @property
    def pid(self) -> int:
        """The server's process, 0 when none runs."""
        try:
            return int((self._data / "postmaster.pid").read_text().split()[0])
        except (OSError, ValueError, IndexError):
            return 0

    def create(self, password: str) -> None:
        """Make it anew; what was there is gone.

        Raises:
            ClusterFault: what initdb said.
        """
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True, mode=0o700)
        password_file = self.folder / "superuser"
        with os.fdopen(os.open(password_file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(password)
        if self._user is not None:
            shutil.chown(self.folder, self._user)
            shutil.chown(password_file, self._user)
        try:
            make_cluster(self._data, password_file, self._user)
        finally:
            password_file.unlink()

    def start(self) -> None:
        """Start it on a free port and wait until it answers.

        Raises:
            ClusterFault: what PostgreSQL said.
        """
        self.stop()
        self.port = free_port()
        options = f"-c listen_addresses={HOST} -c port={self.port} -c unix_socket_directories=''"
        options += " -c max_connections=60 -c password_encryption=scram-sha-256"
        self._log.unlink(missing_ok=True)
        words = ["--log", str(self._log), "--options", options, "--wait", "--timeout", str(START_LIMIT_S)]
        try:
            self._control("start", *words)
        except ClusterFault as fault:
            with contextlib.suppress(OSError):
                raise ClusterFault(self._log.read_text(errors="replace")[-_TOLD_OF_LOG:]) from fault
            raise

    def stop(self) -> None:
        """End it by the id in its own folder; nothing happens when it does not run."""
        if self.pid:
            with contextlib.suppress(ClusterFault):  # a pid file of a killed server: start() writes another
                self._control("stop", "--mode", "fast")

    def _control(self, task: str, *words: str) -> None:
        command = [str(find_program("pg_ctl")), task, "--silent", "--pgdata", str(self._data), *words]
        _run(command, self._user, self.folder)


def _run(command: list[str], user: str | None, folder: Path) -> None:
    """Run one of PostgreSQL's programs; what a server inherits must not be a pipe that we wait for."""
    out = folder / "programs.log"
    with out.open("ab") as log:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, user=user, cwd=folder, check=False
        )
    if done.returncode != 0:
        raise ClusterFault(f"{Path(command[0]).name}: {out.read_text(errors='replace')[-_TOLD_OF_LOG:]}")
