"""The wizard, driven by the keyboard as a person does, with a picture of every page (``shots/installer``)."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from batola_desk.app.setup.setup_words import Code
from installer import pins, wine_prefix
from tests.installer.conftest import Installers
from tests.installer.wine_machine import OVERRIDES, WineMachine

PICTURES = pins.ROOT / "shots" / "installer"
PAGE_LIMIT_S = 60.0
INSTALL_LIMIT_S = 1200.0
_COLOURS_MIN = 20  # an empty screen has one, a page of the wizard with its picture hundreds

needs = [name for name in ("Xvfb", "xdotool", "import", "convert") if shutil.which(name) is None]
pytestmark = pytest.mark.skipif(bool(needs), reason=f"no screen to drive: {', '.join(needs)} missing")


class Screen:
    """A screen of its own, and hands on its keyboard."""

    def __init__(self, display: str) -> None:
        self.environment = {**os.environ, "DISPLAY": display}

    def keys(self, *names: str) -> None:
        for name in names:
            self._do("key", name)
            time.sleep(0.3)

    def type(self, text: str) -> None:
        self._do("type", "--delay", "40", text)

    def wait_for_window(self, title: str) -> None:
        deadline_s = time.monotonic() + PAGE_LIMIT_S
        while not (found := self._do("search", "--name", title).split()):
            assert time.monotonic() < deadline_s, title
            time.sleep(0.5)
        time.sleep(2)
        self._do("windowfocus", found[-1])

    def picture(self, name: str) -> int:
        """Keep a picture; returns how many colours it has (an empty page has a handful)."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        path = PICTURES / f"{name}.png"
        subprocess.run(["import", "-window", "root", str(path)], env=self.environment, check=True)
        counted = subprocess.run(
            ["convert", str(path), "-format", "%k", "info:"], capture_output=True, text=True, check=True
        ).stdout
        return int(counted)

    def _do(self, *words: str) -> str:
        done = subprocess.run(
            ["xdotool", *words], env=self.environment, capture_output=True, text=True, check=False
        )
        return done.stdout


@pytest.fixture
def screen() -> Iterator[Screen]:
    display = ":78"
    server = subprocess.Popen(["Xvfb", display, "-screen", "0", "1024x768x24"], stderr=subprocess.DEVNULL)
    time.sleep(2)
    yield Screen(display)
    server.terminate()
    server.wait()


def _open_wizard(
    machine: WineMachine, screen: Screen, installer: Path, **more: str
) -> subprocess.Popen[bytes]:
    environment = wine_prefix.environment(
        machine.prefix, WINEDLLOVERRIDES=OVERRIDES, DISPLAY=screen.environment["DISPLAY"], **more
    )
    wine = wine_prefix.program()
    assert wine is not None
    quiet = subprocess.DEVNULL
    wizard = subprocess.Popen(
        [wine, str(installer)], env=environment, stdin=quiet, stdout=quiet, stderr=quiet
    )
    screen.wait_for_window("Batola Desk")
    return wizard


def test_a_person_installs_with_the_wizard(
    machine: WineMachine, installers: Installers, screen: Screen
) -> None:
    wizard = _open_wizard(machine, screen, installers.this)
    assert screen.picture("en-1-welcome") > _COLOURS_MIN
    screen.keys("Return")
    assert screen.picture("en-2-folder") > _COLOURS_MIN
    screen.keys("Return")
    time.sleep(2)
    screen.keys("Tab", "Tab")  # from "Install" over "Cancel" to the first field
    for answer in ("D", "112d", "sip:pbx.112.batola", "rahasia-114"):
        screen.type(answer)
        screen.keys("Tab")
    screen.picture("en-3-answers")
    screen.keys("alt+i")
    log = machine.path(r"C:\users").rglob("BatolaDesk-setup.log")
    deadline_s = time.monotonic() + INSTALL_LIMIT_S
    while not any("Done." in path.read_text(errors="replace") for path in log):
        assert time.monotonic() < deadline_s
        time.sleep(2)
        log = machine.path(r"C:\users").rglob("BatolaDesk-setup.log")
    time.sleep(3)
    screen.picture("en-4-installed")
    screen.keys("Return")
    time.sleep(2)
    screen.picture("en-5-finish")
    screen.keys("Return")
    assert wizard.wait(60) == 0
    config = machine.path(r"C:\ProgramData\BatolaDesk\config")
    assert tomllib.loads((config / "settings.toml").read_text())["desk"]["letter"] == "D"
    line = tomllib.loads((config / "line.toml").read_text())["sip"]
    assert (line["user"], line["registrar"]) == ("112d", "sip:pbx.112.batola")
    assert line["password"].startswith("dpapi:")


def test_an_indonesian_windows_gets_an_indonesian_wizard(
    machine: WineMachine, installers: Installers, screen: Screen, tmp_path: Path
) -> None:
    made = subprocess.run(
        ["localedef", "-i", "id_ID", "-f", "UTF-8", str(tmp_path / "id_ID.UTF-8")],
        check=False, capture_output=True,
    )  # fmt: skip
    if made.returncode or not (tmp_path / "id_ID.UTF-8").exists():
        pytest.skip("the Indonesian locale cannot be made here (Debian: locales)")
    language = {"LOCPATH": str(tmp_path), "LANG": "id_ID.UTF-8", "LC_ALL": "id_ID.UTF-8"}
    wizard = _open_wizard(machine, screen, installers.this, **language)
    screen.picture("id-1-selamat-datang")
    screen.keys("Return")
    screen.picture("id-2-folder")
    screen.keys("Return")
    time.sleep(2)
    screen.picture("id-3-jawaban")
    wizard.terminate()
    wizard.wait(30)
    machine.stop()
    assert not machine.path(r"C:\Program Files\Batola Desk").exists()
    code, log = machine.setup(installers.this, "/WORKSTATION=b", **language)
    assert code == Code.CONFIGURATION_BAD
    assert "Konfigurasi ditolak" in log
    assert "The configuration was refused" in machine.setup(installers.this, "/WORKSTATION=b")[1]
