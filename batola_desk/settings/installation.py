"""The Windows installation: where IT's configuration and the desk's data lie on the machine.

Only a program that runs out of the installed tree asks; a checkout, a test and every other system keep their
folders. The registry says where, because only administrators can write there.
"""

from __future__ import annotations

import contextlib
import sys
from dataclasses import dataclass
from pathlib import Path

APP_NAME = "BatolaDesk"
REGISTRY_KEY = rf"Software\{APP_NAME}"
ROOT_VALUE = "MachineFolder"
DATA_VALUE = "DataFolder"
OPERATORS_VALUE = "Operators"
PREVIOUS_VALUE = "PreviousVersion"
UNINSTALL_KEY = rf"Software\Microsoft\Windows\CurrentVersion\Uninstall\{APP_NAME}"
INTERACTIVE = "S-1-5-4"
"""Whoever sits at the machine; IT may name a group instead."""
MANIFEST = "payload.sha256"


@dataclass(frozen=True, slots=True)
class Installation:
    """What the installer wrote down.

    Attributes:
        root: the machine's folder below ProgramData: config, log, run, dumps.
        data: journal and recordings; below ``root`` unless IT chose another disk.
        operators: security identifier of the people at the desk.
    """

    root: Path
    data: Path
    operators: str = INTERACTIVE


def program_folder() -> Path | None:
    """Return the installed tree that this program runs out of, None for every other program."""
    folder = Path(sys.executable).parent
    return folder if sys.platform == "win32" and (folder / MANIFEST).is_file() else None


def find_installation() -> Installation | None:
    """Return this machine's installation if this program is part of it."""
    if program_folder() is None:
        return None
    return read_registry()


if sys.platform == "win32":
    import winreg

    def read_registry() -> Installation | None:
        """Return what the registry says, None if the program was unpacked but never installed."""
        root = _value(ROOT_VALUE)
        if not root:
            return None
        data = _value(DATA_VALUE)
        return Installation(
            Path(root), Path(data) if data else Path(root) / "data", _value(OPERATORS_VALUE) or INTERACTIVE
        )

    def write_registry(installed: Installation) -> None:
        """Write it down. Raises OSError without an administrator's rights."""
        access = winreg.KEY_SET_VALUE | winreg.KEY_WOW64_64KEY
        with winreg.CreateKeyEx(winreg.HKEY_LOCAL_MACHINE, REGISTRY_KEY, 0, access) as key:
            winreg.SetValueEx(key, ROOT_VALUE, 0, winreg.REG_SZ, str(installed.root))
            winreg.SetValueEx(key, DATA_VALUE, 0, winreg.REG_SZ, str(installed.data))
            winreg.SetValueEx(key, OPERATORS_VALUE, 0, winreg.REG_SZ, installed.operators)

    def versions() -> tuple[str, str]:
        """Return what setup says of itself: the version that is installed, and the one before."""
        return _value("DisplayVersion", UNINSTALL_KEY), _value(PREVIOUS_VALUE)

    def forget_registry() -> None:
        """Take it back; nothing there is as good."""
        access = winreg.KEY_ALL_ACCESS | winreg.KEY_WOW64_64KEY
        with contextlib.suppress(FileNotFoundError):
            winreg.DeleteKeyEx(winreg.HKEY_LOCAL_MACHINE, REGISTRY_KEY, access, 0)

    def _value(name: str, place: str = REGISTRY_KEY) -> str:
        try:
            access = winreg.KEY_READ | winreg.KEY_WOW64_64KEY
            with winreg.OpenKeyEx(winreg.HKEY_LOCAL_MACHINE, place, 0, access) as key:
                value, _kind = winreg.QueryValueEx(key, name)
        except OSError:
            return ""
        return str(value)
else:

    def read_registry() -> Installation | None:
        """No registry here."""
        return None

    def write_registry(installed: Installation) -> None:
        """No registry here."""
        raise OSError(f"no registry to write {installed.root} into")

    def versions() -> tuple[str, str]:
        """No registry here."""
        return "", ""

    def forget_registry() -> None:
        """No registry here."""
