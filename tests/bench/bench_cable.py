"""Key press to painted picture at a desk whose way to its room is cut, swallowed or slow.

The budget is the issue's: with the cable pulled every action still answers in ≤ 50 ms. The real window on
real services, a real journal and a real PostgreSQL behind a relay whose weather turns; ``main()`` starts it
in a process of its own (``python -m tests.bench.bench_cable FOLDER``), offscreen. A sample begins with the
key and ends when the window has painted and flushed the first picture after what the key asks for is so.
Beside it stands how long the screen's own thread worked (processor time): the rest it waited for the disk,
a thread, or another program.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import numpy as np
import qasync
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from batola_desk.domain.call import CallState
from batola_desk.services.views import IncidentView
from batola_desk.settings.memory_tidier import MemoryTidier
from batola_desk.sync.config import RoomSettings
from batola_desk.sync.voices import Credentials
from tests.e2e.secretariat_stage import PASSWORD, TEMPLATE, make_template
from tests.support.faulty_proxy import FaultyProxy, Weather
from tests.support.postgres_rig import PostgresRig, is_available
from tests.support.units import register_units
from tests.support.window_stage import WindowStage, open_window

ROOT = Path(__file__).parents[2]
ROUNDS = 12
BUDGET_MS = 50
LATE_S = 5.0
PAUSE_S = 0.08
PLACE = "handil bakti"
TYPE = "pohon"
WEATHERS = {
    Weather.FAIR: "with its server",
    Weather.BLACK_HOLE: "without server (swallowed)",
    Weather.CLOSED: "without server (refused)",
    Weather.SLOW: "with answers after 5 s",
}


class TimedApplication(QApplication):
    """Notes when a picture is done that shows what was asked for."""

    def __init__(self) -> None:
        super().__init__(["bench"])
        self.shows: Callable[[], bool] | None = None
        self.painted: tuple[float, float] | None = None  # wall and own processor time, s

    def notify(self, receiver: QObject, event: QEvent) -> bool:
        is_picture = event.type() == QEvent.Type.UpdateRequest and self.shows is not None and self.shows()
        done = super().notify(receiver, event)
        if is_picture and self.shows is not None:
            self.shows, self.painted = None, (time.perf_counter(), time.thread_time())
        return bool(done)


class Hands:
    """Does what an operator does, and notes how soon each key was answered."""

    def __init__(self, app: TimedApplication, stage: WindowStage) -> None:
        self.took: dict[str, list[tuple[float, float]]] = defaultdict(list)
        self._app = app
        self._stage = stage

    async def press(self, action: str, keys: str, shows: Callable[[], bool]) -> None:
        """Press a key; wait for the picture that shows what it does."""
        target = self._app.focusWidget() or self._stage.window
        self._app.painted, self._app.shows = None, shows
        wall_s, own_s = time.perf_counter(), time.thread_time()
        if len(keys) == 1 and keys.islower():
            QTest.keyClick(target, keys)
        else:
            combination = QKeySequence(keys)[0]
            QTest.keyClick(target, combination.key(), combination.keyboardModifiers())
        await self._stage.until(lambda: self._app.painted is not None, f"the picture of {action}")
        assert self._app.painted is not None
        self.took[action].append(
            ((self._app.painted[0] - wall_s) * 1000, (self._app.painted[1] - own_s) * 1000)
        )
        await asyncio.sleep(PAUSE_S)

    async def one_call(self) -> None:
        """From the ringing to the end of the call, by keys."""
        stage, form = self._stage, self._stage.window.form
        calls = stage.services.calls
        key = stage.engine.ring("081250001111")
        await stage.until(lambda: any(view.key == key for view in calls.ringing()), "ringing")
        await asyncio.sleep(0.2)
        await self.press("answer", "F2", lambda: _state(stage, key) is CallState.TALKING)
        await asyncio.sleep(0.3)
        form.focus_place()
        for number, letter in enumerate(PLACE):
            text = PLACE[: number + 1]
            name = "Space" if letter == " " else letter
            shown = lambda text=text: form.details.place.field.text() == text  # noqa: E731
            await self.press(
                "letter of the place" if number else "first letter (opens the ticket)", name, shown
            )
        await stage.until(lambda: bool(form.incident_id), "the ticket")
        await self.press("place confirmed", "Return", lambda: _view(stage).incident.location is not None)
        form.focus_type()
        await asyncio.sleep(0.2)
        for number, letter in enumerate(TYPE):
            text = TYPE[: number + 1]
            shown = lambda text=text: form.details.type.field.text() == text  # noqa: E731
            await self.press("letter of the type", letter, shown)
        await self.press("type chosen", "Return", lambda: bool(_view(stage).incident.text("type_code")))
        await self.press("sent to an agency", "Alt+1", lambda: bool(_view(stage).tasks))
        await self.press("board opened", "F11", stage.window.boards_dock.isVisible)
        await self.press("board closed", "F11", lambda: not stage.window.boards_dock.isVisible())
        await self.press("ticket to close", "Alt+T", form.close_sheet.isVisible)
        await self.press("not closed", "Escape", lambda: not form.close_sheet.isVisible())
        await self.press("hung up", "F4", lambda: _state(stage, key) is not CallState.TALKING)
        before = form.incident_id
        await self.press("new ticket", "F6", lambda: form.incident_id != before)


def _state(stage: WindowStage, key: str) -> CallState | None:
    view = stage.services.calls.get(key)
    return view.call.state if view is not None else None


def _view(stage: WindowStage) -> IncidentView:
    view = stage.window.form.vm.view
    assert view is not None
    return view


# ------------------------------------------------------------------ the process of its own


async def _measure(app: TimedApplication, home: Path, weathers: list[Weather]) -> dict[str, object]:
    rig = PostgresRig(durable=True).create()
    cable = FaultyProxy(rig.port, 1)
    try:
        await make_template(rig)
        register_units(home)
        direct = rig.address(TEMPLATE)
        hosts = tuple(type(host)(host.name, cable.port) for host in direct.hosts)
        address = type(direct)(hosts=hosts, database=direct.database)
        room = RoomSettings(address=address, machine=Credentials("meja_a", PASSWORD))
        async with open_window(app, home, room=room) as stage:
            return await _play(app, stage, cable, weathers)
    finally:
        cable.close()
        rig.destroy()


async def _play(
    app: TimedApplication, stage: WindowStage, cable: FaultyProxy, weathers: list[Weather]
) -> dict[str, object]:
    def mode() -> str:
        room = stage.services.session.status().room
        return room.mode if room is not None else ""

    await stage.until(lambda: mode() == "synced", "the room", 20.0)
    await stage.services.people.sign_on("rina", PASSWORD)
    stage.window.sign_on.hide()
    await stage.settle(1.0)
    await Hands(app, stage).one_call()  # whatever is made at its first use is made
    tidier = MemoryTidier(lambda: bool(stage.services.calls.live()), has_thread=False)  # as the program does
    tidier.start()
    taken: dict[str, object] = {}
    for weather in weathers:
        cable.slow_s = (LATE_S, LATE_S)
        cable.weather = weather
        await asyncio.sleep(0.5)
        hands = Hands(app, stage)
        for _ in range(ROUNDS):
            await hands.one_call()
            tidier.tick()
        taken[weather.value] = {"took": hands.took, "mode": mode()}
    return taken


def _child(folder: Path, weathers: list[Weather]) -> None:
    app = TimedApplication()
    app.setQuitOnLastWindowClosed(False)
    with qasync.QEventLoop(app) as loop:
        print(json.dumps(loop.run_until_complete(_measure(app, folder, weathers))))


# ------------------------------------------------------------------ the table


def main() -> dict[str, float]:
    """Measure everything, print one line per figure, return the figures."""
    if not is_available():
        print("cable: PostgreSQL is not installed, nothing was measured")
        return {}
    with tempfile.TemporaryDirectory(prefix="batola-bench-") as folder:
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench.bench_cable", folder],
            cwd=ROOT,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
            check=True,
            stdout=subprocess.PIPE,
            text=True,
            timeout=900,
        )
    figures: dict[str, float] = {}
    for weather, found in json.loads(done.stdout.splitlines()[-1]).items():
        name = f"desk {WEATHERS[Weather(weather)]}: key → picture"
        every = [sample for samples in found["took"].values() for sample in samples]
        _note(figures, name, every)
        slowest = sorted(found["took"].items(), key=lambda item: -np.percentile(item[1], 50, axis=0)[0])
        for action, samples in slowest:
            wall, own = np.percentile(samples, 50, axis=0)
            worst = max(wall for wall, _ in samples)
            print(f"    {action:<34}p50 {wall:6.1f}  worst {worst:6.1f}  own processor p50 {own:6.1f} ms")
    return figures


def _note(figures: dict[str, float], name: str, samples: list[tuple[float, float]]) -> None:
    wall, own = np.array(samples).T
    figures[f"{name} p50 ms"] = float(np.percentile(wall, 50))
    figures[f"{name} p99 ms (budget {BUDGET_MS})"] = float(np.percentile(wall, 99))
    figures[f"{name} worst ms"] = float(wall.max())
    figures[f"{name} own processor p50 ms"] = float(np.percentile(own, 50))
    figures[f"{name} own processor p99 ms"] = float(np.percentile(own, 99))
    for key, value in list(figures.items())[-5:]:
        print(f"{key:<90}{value:12.1f}   n={len(samples)}, load {os.getloadavg()[0]:.1f}", flush=True)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        _child(Path(sys.argv[1]), list(WEATHERS))
    else:
        main()
