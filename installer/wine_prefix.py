"""Wine for the build and the tests: a prefix of one's own, without a screen, without a word to the user."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

LIMIT_S = 900.0


def program() -> str | None:
    """Return the loader for 64-bit programs, None where there is none."""
    for name in ("wine64", "wine64-stable", "wine"):
        found = shutil.which(name) or shutil.which(f"/usr/lib/wine/{name}")
        if found:
            return found
    return None


def as_windows(path: Path) -> str:
    """Return how a path of ours is called inside: Wine shows the whole tree as drive Z."""
    return "Z:" + str(path.resolve()).replace("/", "\\")


def environment(prefix: Path, **more: str) -> dict[str, str]:
    """Return the environment of a program under Wine: no screen, no menus, no browser, no debugger."""
    words = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "DISPLAY"))}
    words |= {
        "WINEPREFIX": str(prefix.resolve()),
        "WINEARCH": "win64",
        "WINEDEBUG": "-all",
        "WINEDLLOVERRIDES": "mscoree,mshtml,winemenubuilder.exe=",
        "WINEQT_QPA_PLATFORM": "offscreen",  # Wine keeps variables of Qt to itself; with its mark they pass
    }
    return words | more


def run(
    prefix: Path,
    command: Sequence[str],
    *,
    limit_s: float = LIMIT_S,
    more: dict[str, str] | None = None,
    **options: Any,
) -> subprocess.CompletedProcess[bytes]:
    """Run one program to its end.

    Raises:
        FileNotFoundError: there is no Wine.
        subprocess.TimeoutExpired: it did not end.
    """
    wine = program()
    if wine is None:
        raise FileNotFoundError("wine64 (Debian: wine64)")
    prefix.parent.mkdir(parents=True, exist_ok=True)
    return subprocess.run(
        [wine, *command], env=environment(prefix, **(more or {})), timeout=limit_s, check=False, **options
    )


def stop(prefix: Path) -> None:
    """End what still runs in a prefix."""
    server = shutil.which("wineserver") or shutil.which("/usr/lib/wine/wineserver64")
    if server is not None:
        subprocess.run([server, "-k"], env=environment(prefix), check=False, stderr=subprocess.DEVNULL)
