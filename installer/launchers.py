"""Compiles ``launcher.c`` and ``reopen.c`` with mingw-w64; the same source gives the same bytes."""

from __future__ import annotations

import os
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from installer import pins
from installer.inputs import InputError

HERE = Path(__file__).resolve().parent
COMPILER = "x86_64-w64-mingw32-gcc"
RESOURCE_COMPILER = "x86_64-w64-mingw32-windres"


@dataclass(frozen=True, slots=True)
class Launcher:
    """One program: its file, the module it runs, and what Windows shows about it."""

    file_name: str
    module: str
    description: str
    windowed: bool = False
    marks_running: bool = False


LAUNCHERS = (
    Launcher("batola-desk.exe", "batola_desk", "Meja 112 Batola", windowed=True, marks_running=True),
    Launcher("batola-line.exe", "batola_desk.engine", "Saluran telepon Meja 112 Batola", marks_running=True),
    Launcher("batola-deskctl.exe", "batola_desk", "Perintah untuk TI, Meja 112 Batola"),
)


REOPEN_NAME = "reopen.exe"


def build_launchers(program: Path, version: str) -> None:
    """Put the three programs into the tree."""
    for launcher in LAUNCHERS:
        switches = [f'-DMODULE=L"{launcher.module}"', f'-DPYTHON_DLL=L"python{pins.PYTHON_TAG}.dll"']
        switches += ["-DWINDOWED", "-mwindows"] if launcher.windowed else []
        switches += ["-DMARKS_RUNNING"] if launcher.marks_running else []
        target = program / launcher.file_name
        _build("launcher.c", switches, target, version, launcher.description)


def build_reopener(target: Path, version: str) -> None:
    """Make what opens the desk again after setup; it lies beside the tree, not in it."""
    _build("reopen.c", ["-mwindows"], target, version, "Membuka Meja 112 Batola setelah pembaruan")


def _build(source: str, switches: list[str], target: Path, version: str, description: str) -> None:
    numbers = ",".join([*version.split("."), "0"])
    with tempfile.TemporaryDirectory(prefix="batola-launcher-") as scratch:
        resources = Path(scratch) / "resources.o"
        _run(
            RESOURCE_COMPILER, "--codepage=65001", f"-DVERSION_NUMBERS={numbers}",
            f'-DVERSION_TEXT=\\"{version}\\"', f'-DDESCRIPTION=\\"{description}\\"',
            f'-DFILE_NAME=\\"{target.name}\\"', "-I", str(HERE), str(HERE / "launcher.rc"), "-o",
            str(resources),
        )  # fmt: skip
        _run(
            COMPILER, "-std=c11", "-Wall", "-Wextra", "-Werror", "-O2", "-s", "-municode", "-static-libgcc",
            *switches, str(HERE / source), str(resources), "-o", str(target), "-ladvapi32", "-lshell32",
            "-lgdi32", "-Wl,--no-insert-timestamp,--nxcompat,--dynamicbase,--high-entropy-va",
        )  # fmt: skip


def _run(*command: str) -> None:
    environment = os.environ | {"SOURCE_DATE_EPOCH": str(pins.SOURCE_DATE_EPOCH), "LC_ALL": "C"}
    try:
        done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True, cwd=HERE)
    except FileNotFoundError as missing:
        raise InputError(f"{command[0]} is missing (Debian: gcc-mingw-w64-x86-64)") from missing
    if done.returncode:
        raise InputError(f"{command[0]}: {done.stderr.strip()}")
