"""Makes the one file that IT carries: NSIS around the payload, signed if somebody gives a signer."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from installer import launchers, pins
from installer.inputs import InputError
from installer.payload import files_of

HERE = Path(__file__).resolve().parent
ROLLBACK_NAME = "rollback.exe"
PICTURE = "wizard.bmp"
SPARE_MB = 120  # LIMIT: logs, a journal and the rehearsal's folder while both versions lie on the disk


def write_file_list(payload: Path, target: Path) -> None:
    """Write every file as a command of its own, sorted: the order of a folder differs between disks."""
    lines: list[str] = []
    folder = None
    for path in files_of(payload):
        inside = path.relative_to(payload)
        if inside.parent != folder:
            folder = inside.parent
            tail = "" if folder == Path() else "\\" + "\\".join(folder.parts)
            lines.append(f'SetOutPath "${{NEW}}{tail}"')
        lines.append(f'File "{path}"')
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")


def pack(payload: Path, outfile: Path, version: str, *, scratch: Path, fast: bool, sign: str) -> None:
    """Build the installer.

    Args:
        fast: do not compress; for tests.
        sign: a command that signs the file whose name is put behind it; empty = unsigned.
    """
    file_list = scratch / "payload.nsh"
    write_file_list(payload, file_list)
    program_bytes = sum(path.stat().st_size for path in files_of(payload))
    room_mb = program_bytes // 1_000_000 + SPARE_MB
    outfile.parent.mkdir(parents=True, exist_ok=True)
    reopener = scratch / launchers.REOPEN_NAME
    launchers.build_reopener(reopener, version)
    words = [
        f"-DVERSION={version}", f"-DROOM_MB={room_mb}", f"-DROLLBACK_EXE={scratch / ROLLBACK_NAME}",
        f"-DPROGRAM_KB={program_bytes // 1024}", f"-DREOPEN_EXE={reopener}", f"-DPAYLOAD_LIST={file_list}",
        f"-DOUTFILE={outfile}",
    ]  # fmt: skip
    picture = Path(shutil.copyfile(HERE / PICTURE, scratch / PICTURE))  # a clone has dates of its own
    words += [f"-DWIZARD_BMP={picture}", *(["-DFAST"] if fast else [])]
    words += [f"-DSIGN={sign}"] if sign else []
    _make("rollback.nsi", words)
    for carried in (scratch / ROLLBACK_NAME, reopener, picture):
        os.utime(carried, (pins.SOURCE_DATE_EPOCH, pins.SOURCE_DATE_EPOCH))
    _make("batola.nsi", words)  # carries them, with their dates


def _make(script: str, words: list[str]) -> None:
    command = ["makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8", *words, str(HERE / script)]
    environment = os.environ | {"SOURCE_DATE_EPOCH": str(pins.SOURCE_DATE_EPOCH), "LC_ALL": "C.UTF-8"}
    try:
        done = subprocess.run(command, env=environment, check=False, cwd=HERE)
    except FileNotFoundError as missing:
        raise InputError("makensis is missing (Debian: nsis)") from missing
    if done.returncode:
        raise InputError(f"makensis ended with {done.returncode}")
