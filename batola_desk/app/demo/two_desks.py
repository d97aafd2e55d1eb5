"""`batola-desk demo-two`: a PostgreSQL, a room, two desks side by side, and one training caller for both.

Everything lies in a folder of the demo's own and listens on loopback only. What was written stays for
the next start (``--fresh`` forgets it), the ports are new each time.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Final

import platformdirs

from batola_desk.app.commands.command_words import tell_fault
from batola_desk.app.commands.secretariat import DONE, WARNED
from batola_desk.app.demo.cluster import SUPERUSER, ClusterFault, DemoCluster
from batola_desk.app.demo.free_ports import HOST, free_port
from batola_desk.app.demo.one_desk import (
    TRAINING_HOST,
    end_old_engine,
    forget_demo,
    is_open_elsewhere,
    is_real_desk,
    mark_demo,
    training_caller,
)
from batola_desk.domain.errors import EnvironmentFault
from batola_desk.models.file_lock import FileLock
from batola_desk.settings.paths import DeskPaths
from batola_desk.settings.store import SettingsStore
from batola_desk.sync.config import CONFIG_NAME
from batola_desk.sync.passwords import new_password

DATABASE: Final = "ruang"
END_LIMIT_S: Final = 20.0
_LOOK_S: Final = 0.2


class NotStartedError(Exception):
    """The demo cannot begin; the text says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the demo. The password opens nothing but training data on this machine."""

    login: str
    name: str
    role: str
    desk: str = ""

    @property
    def password(self) -> str:
        return f"latihan-{self.login}"


MEMBERS: Final = (
    Member("rina", "Rina Sari", "operator", "A"),
    Member("dewi", "Dewi Lestari", "operator", "B"),
    Member("budi", "Budi Rahman", "lead"),
    Member("laporan", "Laporan", "report"),
    Member("proyektor", "Proyektor", "projector"),
)
_WORDS: Final = {"operator": "petugas", "lead": "ketua regu", "report": "pembaca laporan"}


def run_demo_two(arguments: argparse.Namespace) -> int:
    """Start everything, wait until both windows are closed or Ctrl-C, end everything."""
    home = arguments.home or Path(platformdirs.user_data_dir("BatolaDeskDemoTwo", appauthor=False))
    _stop_like_ctrl_c()
    try:
        with contextlib.ExitStack() as ending:
            stage = Stage(home)
            ending.enter_context(stage.alone())
            stage.prepare(is_fresh=arguments.fresh)
            ending.callback(stage.cluster.stop)
            stage.set_up_room()
            with contextlib.suppress(KeyboardInterrupt):
                stage.run(arguments)
            print("mengakhiri demo …", flush=True)
    except (ClusterFault, NotStartedError) as fault:
        print(f"X   {fault}")
        return 1
    except EnvironmentFault as fault:
        tell_fault(fault)
        return 1
    except KeyboardInterrupt:
        return 1
    print("OK  semua berakhir; data demo disimpan untuk lain kali")
    return 0


def _stop_like_ctrl_c() -> None:
    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)


class Stage:
    """The demo's folder: one desk each in ``A`` and ``B``, the database server in ``server``.

    Args:
        home: made when it is missing.
    """

    def __init__(self, home: Path) -> None:
        self.home = home
        self.desks = {member.desk: home / member.desk for member in MEMBERS if member.desk}
        self._superuser = home / "superuser.secret"
        self._projector = home / "proyektor.secret"
        for folder in self.desks.values():
            if is_real_desk(folder):
                raise NotStartedError(f"{folder}: folder meja sungguhan, bukan demo; pilih folder lain")
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.cluster = DemoCluster(_cluster_folder(home))

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the folder: two demos in it would end each other's server."""
        try:
            lock = FileLock(self.home / "demo-two.lock")
        except EnvironmentFault as fault:
            raise NotStartedError(f"{self.home}: demo ini sedang berjalan di jendela lain") from fault
        try:
            yield
        finally:
            lock.release()

    # ---------------------------------------------------------------- the room

    def prepare(self, *, is_fresh: bool) -> None:
        """End what a killed demo left, and start the server; a new room forgets both desks' data too."""
        for letter, folder in self.desks.items():
            mark_demo(folder)
            paths = DeskPaths.for_home(folder)
            if is_open_elsewhere(paths):
                raise NotStartedError(f"jendela meja {letter} masih terbuka; tutup dahulu")
            end_old_engine(paths.runtime)
        is_known = self.cluster.is_usable and self._superuser.exists()
        if is_fresh or not is_known:
            for folder in self.desks.values():
                forget_demo(DeskPaths.for_home(folder))
            self._superuser.unlink(missing_ok=True)
            password = new_password()
            self.cluster.create(password)
            _write_secret(self._superuser, password)
        self.cluster.start()
        state = "data dari demo sebelumnya" if is_known and not is_fresh else "baru"
        print(f"OK  PostgreSQL {HOST}:{self.cluster.port}, id {self.cluster.pid} ({state})")
        print(f"    {self.cluster.folder}")

    def set_up_room(self) -> None:
        """Make the room or bring it up to date, give everybody a login and each desk its configuration."""
        made = self._secretariat("init")
        self._must(self._secretariat("upgrade") if made == WARNED else made)
        for member in MEMBERS:
            password_file = self.home / f"{member.login}.secret"
            _write_secret(password_file, member.password)
            words = [member.login, "--role", member.role, "--name", member.name]
            self._must(self._secretariat("add-user", *words, "--new-password-file", str(password_file)))
        for member in MEMBERS:
            if member.desk:
                self._set_up_desk(member)

    def _set_up_desk(self, member: Member) -> None:
        paths = DeskPaths.for_home(self.desks[member.desk])
        paths.create()
        secret = paths.config / f"meja_{member.desk.lower()}.secret"
        if not secret.exists():
            self._must(self._secretariat("add-desk", member.desk, "--password-out", str(secret)))
        (paths.config / CONFIG_NAME).write_text(
            f'[secretariat]\nhosts = ["{HOST}"]\nport = {self.cluster.port}\ndatabase = "{DATABASE}"\n'
            f'password_file = "{secret.name}"\n',
            encoding="utf-8",
        )
        SettingsStore.of(paths).set("desk.letter", member.desk)

    def _secretariat(self, task: str, *words: str) -> int:
        from batola_desk.__main__ import main  # the very command that IT uses

        url = f"postgresql://{SUPERUSER}@{HOST}:{self.cluster.port}/{DATABASE}"
        return main(["secretariat", task, url, *words, "--password-file", str(self._superuser)])

    def _must(self, code: int) -> None:
        if code != DONE:
            raise NotStartedError("ruang tidak bisa disiapkan; coba lagi dengan --fresh")

    # ---------------------------------------------------------------- what runs

    def run(self, arguments: argparse.Namespace) -> None:
        """Open both windows, let the callers phone, and wait until the windows are closed."""
        ports = {letter: free_port() for letter in self.desks}
        exchange, trainer = free_port(), free_port()
        target = ["--desks", ",".join(str(port) for port in ports.values())]
        target += ["--exchange-port", str(exchange), "--sip-port", str(trainer)]
        with contextlib.ExitStack() as ending:
            projector = ending.enter_context(self._project())
            windows = [
                ending.enter_context(self._desk(letter, port, exchange)) for letter, port in ports.items()
            ]
            caller = ending.enter_context(training_caller(arguments, target))
            self._tell(projector.pid, [window.pid for window in windows], caller.pid)
            while any(window.poll() is None for window in windows):
                time.sleep(_LOOK_S)

    @contextlib.contextmanager
    def _project(self) -> Iterator[subprocess.Popen[bytes]]:
        url = f"postgresql://proyektor@{HOST}:{self.cluster.port}/{DATABASE}"
        command = [sys.executable, "-m", "batola_desk", "project", url]
        command += ["--password-file", str(self._projector)]
        with _child(command, self.home / "proyektor.log") as process:
            yield process

    @contextlib.contextmanager
    def _desk(self, letter: str, port: int, exchange: int) -> Iterator[subprocess.Popen[bytes]]:
        folder = self.desks[letter]
        command = [sys.executable, "-m", "batola_desk", "--home", str(folder)]
        command += ["--sip-host", TRAINING_HOST, "--sip-port", str(port)]
        command += ["--training-peer", f"{TRAINING_HOST}:{exchange}"]
        command += ["--place", "left" if letter == min(self.desks) else "right"]
        try:
            with _child(command, self.home / f"meja-{letter}.log") as process:
                yield process
        finally:
            end_old_engine(DeskPaths.for_home(folder).runtime)  # of a window that was killed

    def _tell(self, projector: int, windows: list[int], caller: int) -> None:
        lines = ["", "Dua meja, satu ruang (LATIHAN)"]
        places = {letter: (pid, self.desks[letter]) for letter, pid in zip(self.desks, windows, strict=True)}
        for member in MEMBERS:
            if member.role in _WORDS:
                who = f"  {member.login:<10}{_WORDS[member.role]:<17}sandi {member.password:<18}"
                where = places.get(member.desk)
                lines.append(who + (f"meja {member.desk}, id {where[0]}, {where[1]}" if where else ""))
        lines += [
            "  masuk di tiap jendela dengan nama dan sandi di atas; budi di meja mana pun (Ctrl+Shift+N)",
            f"  penelepon id {caller}: berdering di kedua meja; yang menjawab lebih dahulu mendapatnya (F2)",
            f"  proyektor id {projector}: psql -h {HOST} -p {self.cluster.port} -U laporan {DATABASE}"
            " (skema report)",
            "Mengakhiri semuanya: tutup kedua jendela, atau Ctrl-C di sini.",
            "",
        ]
        print("\n".join(lines), flush=True)


def _cluster_folder(home: Path) -> Path:
    """Return where the server's files lie; root's own folders are closed to the user who runs PostgreSQL."""
    if os.name == "nt" or os.geteuid() != 0:
        return home / "server"
    name = hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:12]
    return Path("/var/lib/batola-desk-demo") / name


def _write_secret(path: Path, secret: str) -> None:
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        file.write(secret + "\n")


@contextlib.contextmanager
def _child(command: list[str], output: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program that a Ctrl-C does not reach: it ends when we say so, in our order."""
    with output.open("wb") as log:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=os.name != "nt"
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(END_LIMIT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
