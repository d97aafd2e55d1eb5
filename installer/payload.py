"""Lays out the tree that is installed: runtime, wheels, program, resources, and the list of what is in it.

``program/`` holds everything that an upgrade replaces as a whole::

    batola-desk.exe batola-deskctl.exe batola-line.exe     launchers
    python312.dll python312.zip *.pyd                       CPython
    Lib/site-packages                                       wheels
    app/batola_desk app/resources                           the program
    licences sbom.cdx.json payload.sha256                   what is inside
"""

from __future__ import annotations

import hashlib
import os
import shutil
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from installer import pins
from installer.selection import is_wanted

MANIFEST = "payload.sha256"
# Without ``_wmi`` the standard library asks the registry what machine this is: a question to WMI may take
# seconds on a sick Windows, and under Wine it now and then never ends.
_NO_PYTHON = (
    "python.exe", "pythonw.exe", "python.cat", "LICENSE.txt", "_msi.pyd", "_wmi.pyd", "winsound.pyd"
)  # fmt: skip
_PACKAGE_DATA = (".py", ".mako", ".sql", ".toml", ".json", ".txt", ".md")
_RESOURCES = ("config", "gazetteer", "i18n", "icons", "prompts", "qss", "settings", "training")


def lay_out_python(program: Path, files: Mapping[str, bytes]) -> None:
    """Write CPython beside the launchers; the ``._pth`` file makes it blind to every other Python."""
    program.mkdir(parents=True)
    for name, data in files.items():
        if name not in _NO_PYTHON and not name.endswith("._pth"):
            (program / name).write_bytes(data)
    lines = (f"python{pins.PYTHON_TAG}.zip", ".", r"Lib\site-packages", "app", "")
    (program / f"python{pins.PYTHON_TAG}._pth").write_bytes("\r\n".join(lines).encode())


def lay_out_wheels(program: Path, wheels: Iterable[Path]) -> dict[str, tuple[int, int]]:
    """Unpack what a desk needs; returns per wheel the bytes it would take and the bytes it takes."""
    site = program / "Lib" / "site-packages"
    sizes: dict[str, tuple[int, int]] = {}
    for wheel in wheels:
        whole = kept = 0
        with zipfile.ZipFile(wheel) as archive:
            for item in sorted(archive.infolist(), key=lambda item: item.filename):
                whole += item.file_size
                if is_wanted(item.filename):
                    target = site / item.filename
                    if site.resolve() not in target.resolve().parents:
                        raise ValueError(f"{wheel}: {item.filename} leads out of the tree")
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(archive.read(item))
                    kept += item.file_size
        sizes[wheel.name] = (whole, kept)
    return sizes


def share_proj_data(program: Path) -> None:
    """Keep one copy of the 10 MB of coordinate systems: both users of it also look below ``sys.prefix``."""
    inside = program / "Lib" / "site-packages" / "pyproj" / "proj_dir"
    (inside / "share").rename(program / "share")
    inside.rmdir()


def share_libraries(program: Path) -> None:
    """Keep one copy of every library that several wheels carry under one name, beside the launchers.

    Windows looks there after the folder of the module that asks (``LOAD_LIBRARY_SEARCH_DEFAULT_DIRS``, which
    CPython loads modules with). The name holds a hash of the content; the bytes are compared all the same.
    """
    copies: dict[tuple[str, str], list[Path]] = {}
    for path in files_of(program / "Lib"):
        if path.suffix == ".dll":
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            copies.setdefault((path.name, digest), []).append(path)
    for (name, _digest), found in copies.items():
        if len(found) > 1 and not (program / name).exists():
            found[0].rename(program / name)
            for spare in found[1:]:
                spare.unlink()
            for folder in {path.parent for path in found}:
                if not any(folder.iterdir()):
                    folder.rmdir()


def lay_out_program(program: Path, source: Path) -> None:
    """Copy the package and its resources as they stand in the source tree."""
    for path in sorted((source / "batola_desk").rglob("*")):
        if path.is_file() and path.suffix in _PACKAGE_DATA and "__pycache__" not in path.parts:
            _copy(path, program / "app" / path.relative_to(source))
    for folder in _RESOURCES:
        for path in sorted((source / "resources" / folder).rglob("*")):
            if path.is_file() and path.suffix not in {".ts", ".pyc"}:
                _copy(path, program / "app" / path.relative_to(source))
    _copy(source / "LICENSE", program / "LICENSE.txt")


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def write_manifest(program: Path) -> str:
    """Write ``payload.sha256`` over every other file and return its own digest."""
    lines = []
    for path in files_of(program):
        name = path.relative_to(program).as_posix()
        if name != MANIFEST:
            lines.append(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {name}\n")
    data = "".join(lines).encode("utf-8")
    (program / MANIFEST).write_bytes(data)
    return hashlib.sha256(data).hexdigest()


def files_of(folder: Path) -> list[Path]:
    """Return every file below a folder, in one order on every machine."""
    return sorted((path for path in folder.rglob("*") if path.is_file()), key=lambda path: path.as_posix())


def set_dates(folder: Path) -> None:
    """Give everything one date and one mode."""
    for path in (*folder.rglob("*"), folder):
        path.chmod(0o755 if path.is_dir() else 0o644)
        os.utime(path, (pins.SOURCE_DATE_EPOCH, pins.SOURCE_DATE_EPOCH))
