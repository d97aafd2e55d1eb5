"""Rigs for end-to-end tests. Whatever a test does, every process it started is ended, by its own id.

A failing test shows the last lines of every log and output below its folder.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e import jack_rig
from tests.e2e.admin_stage import it  # noqa: F401 - fixture
from tests.e2e.baresip_peer import BaresipPeer
from tests.e2e.desk_rig import DeskRig, virtual_screen
from tests.e2e.line_rig import SOUND_CONFIG, LineRig
from tests.e2e.secretariat_stage import room, secretariat, seed, server  # noqa: F401 - fixtures
from tests.e2e.whole_desk_stage import desks  # noqa: F401 - fixture

_TAIL_BYTES = 2500
_TOLD = ("*.jsonl", "*.log", "log", "*.txt")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> object:
    report = yield
    if call.when == "call" and report.failed:
        folder = getattr(item, "funcargs", {}).get("tmp_path")
        if folder is not None:
            report.sections.append(("logs of the processes", tails(folder)))
        for name in ("desk", "plain_desk"):
            rig = getattr(item, "funcargs", {}).get(name)
            if rig is not None:
                rig.picture(folder / "screen.png")
    return report


def tails(folder: Path) -> str:
    """Return the ends of all logs below a folder."""
    parts = []
    for pattern in _TOLD:
        for path in sorted(folder.rglob(pattern)):
            if path.is_file():
                text = path.read_bytes()[-_TAIL_BYTES:].decode("utf-8", "replace")
                parts.append(f"--- {path.relative_to(folder)}\n{text}")
    return "\n".join(parts)


@pytest.fixture
def owned() -> Iterator[contextlib.ExitStack]:
    """Things to end after the test, last first."""
    with contextlib.ExitStack() as stack:
        yield stack


@pytest.fixture
def sound(owned: contextlib.ExitStack) -> jack_rig.JackRig:
    """A private sound server with headset and loudspeaker."""
    if not jack_rig.is_available():
        pytest.skip("jackd or JACK-Client is not installed")
    return owned.enter_context(jack_rig.JackRig())


@pytest.fixture
def line(tmp_path: Path, sound: jack_rig.JackRig, owned: contextlib.ExitStack) -> LineRig:
    """An engine (not started yet) whose headset and loudspeaker are the private sound server's."""
    rig = LineRig(tmp_path / "desk", environment=sound.env)
    owned.callback(rig.stop)
    return rig


@pytest.fixture
def silent_line(tmp_path: Path, owned: contextlib.ExitStack) -> LineRig:
    """An engine (not started yet) that never touches sound devices: for what is about SIP only."""
    rig = LineRig(tmp_path / "desk", config="[audio]\nuse_devices = false\n")
    owned.callback(rig.stop)
    return rig


@pytest.fixture
def baresip(tmp_path: Path, owned: contextlib.ExitStack) -> Callable[..., BaresipPeer]:
    """Makes foreign phones."""

    def make(source_wav: Path, *, name: str = "082100000001", **options: Any) -> BaresipPeer:
        peer = BaresipPeer(tmp_path / f"baresip-{name}", source_wav, name=name, **options)
        owned.callback(peer.stop)
        return peer

    return make


@pytest.fixture(scope="session")
def display() -> Iterator[str]:
    """A virtual screen."""
    if shutil.which("Xvfb") is None or shutil.which("xdotool") is None:
        pytest.skip("Xvfb or xdotool is not installed")
    with virtual_screen() as name:
        yield name


@pytest.fixture
def desk(tmp_path: Path, sound: jack_rig.JackRig, display: str, owned: contextlib.ExitStack) -> DeskRig:
    """A whole desk (not started yet) on the private sound server, with units to send."""
    rig = DeskRig(tmp_path / "desk", display, environment=sound.env)
    (rig.home / "config").mkdir(parents=True)
    (rig.home / "config" / "line.toml").write_text(SOUND_CONFIG, encoding="utf-8")
    owned.callback(rig.stop)
    return rig


@pytest.fixture
def plain_desk(tmp_path: Path, display: str, owned: contextlib.ExitStack) -> DeskRig:
    """A whole desk (not started yet) without sound devices."""
    rig = DeskRig(
        tmp_path / "desk",
        display,
        environment={"JACK_DEFAULT_SERVER": "batola-none", "JACK_NO_START_SERVER": "1"},
    )
    rig.home.mkdir()
    owned.callback(rig.stop)
    return rig
