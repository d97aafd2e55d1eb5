"""Builds the installer once, makes a clean machine once; every scenario gets a copy of a machine.

Heavy: about three minutes of building, then some minutes for each scenario. ``BATOLA_INSTALLER_CACHE`` names
a folder that keeps downloads and the built tree between runs.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from installer import build, packer, payload, wine_prefix
from installer.wine import gaps
from tests.installer.wine_machine import WineMachine

OLDER, NEWER = "0.1.0", "0.2.0"


def _missing() -> str:
    tools = {
        "wine64": wine_prefix.program(),
        "nsis": shutil.which("makensis"),
        "gcc-mingw-w64-x86-64": shutil.which("x86_64-w64-mingw32-gcc"),
        "Wine's own libraries": any(Path(folder).is_dir() for folder in gaps.FOLDERS),
    }
    return ", ".join(name for name, found in tools.items() if not found)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without Wine the scenarios are skipped, with a line that says what is missing."""
    here = Path(__file__).parent
    missing = _missing()
    wanted = os.environ.get("BATOLA_INSTALLER_TESTS") == "1"
    for item in items:
        if here in item.path.parents and "wine" in item.path.name:
            if missing:
                item.add_marker(
                    pytest.mark.skip(reason=f"no Wine here: {missing} (tools/setup_system.sh installer)")
                )
            elif not wanted:
                item.add_marker(pytest.mark.skip(reason="takes ten minutes: make test-installer"))
            item.add_marker(pytest.mark.timeout(3000))


@dataclass(frozen=True, slots=True)
class Installers:
    """What is installed: the tree, this version, a newer one, and a newer one with a damaged file."""

    payload: Path
    this: Path
    newer: Path
    broken: Path


@pytest.fixture(scope="session")
def installers(tmp_path_factory: pytest.TempPathFactory) -> Installers:
    """Build the tree with the production code, and pack it three times, quickly."""
    cache = os.environ.get("BATOLA_INSTALLER_CACHE")
    work = Path(cache) if cache else tmp_path_factory.mktemp("installer")
    work.mkdir(parents=True, exist_ok=True)
    tree = build.build_payload(work, None)
    wine_prefix.stop(work / "wine")
    scratch = tmp_path_factory.mktemp("pack")
    made = {}
    for name, version in (("this", OLDER), ("newer", NEWER), ("broken", NEWER)):
        source = tree
        if name != "this":
            source = scratch / name
            shutil.copytree(tree, source, copy_function=os.link)
            _vary(source, damaged=name == "broken")
        made[name] = scratch / f"BatolaDesk-{name}.exe"
        packer.pack(source, made[name], version, scratch=scratch, fast=True, sign="")
    return Installers(tree, made["this"], made["newer"], made["broken"])


def _vary(tree: Path, *, damaged: bool) -> None:
    """Make another version of the tree: one more file, or also a library that cannot be loaded."""
    (tree / "app" / "resources" / "newer.txt").write_text("a newer version\n")
    if damaged:
        library = tree / "Lib" / "site-packages" / "PySide6" / "QtWidgets.pyd"
        library.unlink()  # a link: the original must stay as it is
        library.write_bytes(b"MZ no library\n")
    (tree / payload.MANIFEST).unlink()
    payload.write_manifest(tree)


@pytest.fixture(scope="session")
def clean_machine(tmp_path_factory: pytest.TempPathFactory) -> WineMachine:
    """A machine on which nothing was ever installed."""
    return WineMachine.create(tmp_path_factory.mktemp("wine") / "clean")


@pytest.fixture
def machine(clean_machine: WineMachine, tmp_path: Path) -> Iterator[WineMachine]:
    """A copy of the clean machine."""
    copy = clean_machine.copy(tmp_path / "machine")
    yield copy
    copy.stop()
    shutil.rmtree(copy.prefix, ignore_errors=True)


@pytest.fixture(scope="session")
def installed_machine(
    clean_machine: WineMachine, installers: Installers, tmp_path_factory: pytest.TempPathFactory
) -> WineMachine:
    """A machine with this version and a configuration; nobody changes it, see ``desk_machine``."""
    machine = clean_machine.copy(tmp_path_factory.mktemp("installed") / "machine")
    code, log = machine.setup(installers.this, "/WORKSTATION=B", "/SIPUSER=112b", "/SIPPASSWORD=rahasia-112")
    assert code == 0, log
    machine.stop()
    return machine


@pytest.fixture
def desk_machine(installed_machine: WineMachine, tmp_path: Path) -> Iterator[WineMachine]:
    """A copy of the machine with this version on it."""
    copy = installed_machine.copy(tmp_path / "machine")
    yield copy
    copy.stop()
    shutil.rmtree(copy.prefix, ignore_errors=True)
