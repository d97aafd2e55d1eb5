"""`batola-desk demo`: a desk of its own folder with the training caller (LATIHAN)."""

from __future__ import annotations

import argparse
import contextlib
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import platformdirs

from batola_desk.app.demo.free_ports import HOST, free_port
from batola_desk.app.desk_process import RegistryUse, run_desk
from batola_desk.app.settings.desk import open_list_book, open_settings_book
from batola_desk.ipc.ending import ask_to_end, has_ended_by
from batola_desk.models.file_lock import FileLock
from batola_desk.settings.paths import DeskPaths
from batola_desk.site_policy import site_files

TRAINING_HOST = HOST
END_LIMIT_S = 5.0
DEMO_MARK = "batola-demo"


def demo_home() -> Path:
    """Return the folder of the demo; it never touches a real desk's data."""
    return Path(platformdirs.user_data_dir("BatolaDeskDemo", appauthor=False))


def is_real_desk(home: Path) -> bool:
    """Return whether a desk that is no demo has its journal there: its calls and engine are not ours."""
    return (
        home != demo_home() and DeskPaths.for_home(home).journal.exists() and not (home / DEMO_MARK).exists()
    )


def mark_demo(home: Path) -> None:
    """Remember that this folder's desk is a demo."""
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    (home / DEMO_MARK).touch()


def forget_demo(paths: DeskPaths) -> None:
    """Delete what earlier demos wrote; whatever else lies in the folder stays."""
    for folder in (paths.data, paths.config, paths.runtime, paths.log):
        shutil.rmtree(folder, ignore_errors=True)


def is_open_elsewhere(paths: DeskPaths) -> bool:
    """Return whether another window works on this demo right now; it will say so itself."""
    return FileLock.is_held(paths.journal)


def end_old_engine(runtime: Path) -> bool:
    """End the engine that an earlier demo left behind: it listens where the new callers do not ring.

    Returns:
        Whether no engine runs now.
    """
    ask_to_end(runtime, force=True, limit_s=END_LIMIT_S)
    return has_ended_by(runtime, time.monotonic() + END_LIMIT_S)


def run_demo(arguments: argparse.Namespace) -> int:
    """Open the desk in training and let the training caller phone it until the window is closed."""
    home = arguments.home or demo_home()
    paths = DeskPaths.for_home(home)
    if is_real_desk(home):
        sys.stderr.write(
            f"{home}: folder meja sungguhan, bukan folder demo; tidak ada yang diubah. Pilih folder lain.\n"
        )
        return 2
    mark_demo(home)
    if not is_open_elsewhere(paths):
        end_old_engine(paths.runtime)
        if arguments.fresh:
            forget_demo(paths)
    desk_port = arguments.sip_port or free_port()
    trainer_port = free_port()
    target = ["--target", f"sip:112@{TRAINING_HOST}:{desk_port}", "--sip-port", str(trainer_port)]
    with training_caller(arguments, target):
        return run_desk(
            home=home,
            sip_host=TRAINING_HOST,
            sip_port=desk_port,
            training_peer=f"{TRAINING_HOST}:{trainer_port}",
            registry=RegistryUse(site_files, open_settings_book, open_list_book),
        )


@contextlib.contextmanager
def training_caller(arguments: argparse.Namespace, target: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    """Run the training caller, which phones ``target`` (words of its command line).

    It ends with its standard input, so nobody's death leaves it behind.
    """
    command = [sys.executable, "-m", "batola_desk.engine.training", *target]
    command += ["--until-stdin-closes", "--pace", arguments.pace]
    if arguments.seed is not None:
        command += ["--seed", str(arguments.seed)]
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    trainer = subprocess.Popen(command, stdin=subprocess.PIPE, creationflags=flags)
    try:
        yield trainer
    finally:
        trainer.terminate()
        try:
            trainer.wait(5)
        except subprocess.TimeoutExpired:
            trainer.kill()
            trainer.wait()
