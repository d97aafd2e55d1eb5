"""The real window on real services and a real journal, with an engine the caller plays: for benches, pictures
and window tests. The event loop must be qasync's.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import qasync
from PySide6.QtWidgets import QApplication

from batola_desk.app.settings.desk import open_list_book, open_settings_book
from batola_desk.domain.errors import EnvironmentFault
from batola_desk.services.context import Person
from batola_desk.services.desk import DeskServices
from batola_desk.services.desk_setup import DeskSetup
from batola_desk.settings.catalog import load_catalog
from batola_desk.settings.paths import DeskPaths, resource_path
from batola_desk.settings.store import SettingsStore
from batola_desk.sync.config import RoomSettings
from batola_desk.ui.desk_window import DeskWindow, open_desk_window
from tests.support.fake_engine import FakeEngine
from tests.support.shipped import shipped_gazetteer

T = TypeVar("T")


def wall_us() -> int:
    """Microseconds since 1970."""
    return time.time_ns() // 1000


@dataclass(slots=True)
class WindowStage:
    """What plays on the stage."""

    app: QApplication
    window: DeskWindow
    services: DeskServices
    engine: FakeEngine
    settings: SettingsStore
    paths: DeskPaths

    async def settle(self, pause_s: float = 0.0) -> None:
        """Let everything wished and told so far be done and painted."""
        for _ in range(2):
            await asyncio.sleep(0.01)
            await self.services.drain(3.0)
        await asyncio.sleep(0.03 + pause_s)

    async def until(self, condition: Callable[[], bool], what: str, limit_s: float = 5.0) -> None:
        """Wait for something."""
        end_s = time.monotonic() + limit_s
        while not condition():
            if time.monotonic() > end_s:
                raise TimeoutError(what)
            await asyncio.sleep(0.01)


@asynccontextmanager
async def open_window(
    app: QApplication,
    home: Path,
    *,
    engine: FakeEngine | None = None,
    values: dict[str, object] | None = None,
    size_px: tuple[int, int] = (1920, 1080),
    training: bool = False,
    room: RoomSettings | None = None,
    room_fault: EnvironmentFault | None = None,
) -> AsyncIterator[WindowStage]:
    """Open the window on ``home`` as the program does.

    Args:
        values: settings.
        room: where the desk's room is; None: it has none.
        room_fault: the desk has a room, which cannot be reached.
    """
    paths = DeskPaths.for_home(home)
    paths.create()
    settings = SettingsStore.of(paths)
    for key, value in (values or {}).items():
        settings.set(key, value)
    gazetteer = shipped_gazetteer()
    loaded = load_catalog(resource_path("config"), paths.config / "catalog")
    engine = engine or FakeEngine(wall_us)
    services = DeskServices(
        DeskSetup(
            paths=paths,
            catalog=loaded.catalog,
            gazetteer=gazetteer,
            settings=settings,
            connector=engine,
            person=Person(operator_id="sari", name="Sari Rahmawati", role="KS"),
            desk="A",
            app_version="stage",
            training=training,
            room=room,
            room_fault=room_fault,
            configuration_faults=tuple(str(fault) for fault in (*loaded.faults, *settings.faults)),
            open_settings_book=partial(open_settings_book, paths, settings),
            open_lists=partial(open_list_book, paths),
        )
    )
    await services.start()
    window = open_desk_window(app, services, gazetteer, settings)
    painted = asyncio.Event()
    window.first_painted.connect(painted.set)
    window.resize(*size_px)
    window.show()
    window.resize(*size_px)
    try:
        async with asyncio.timeout(15):
            await painted.wait()
        yield WindowStage(app, window, services, engine, settings, paths)
    finally:
        window.close_for_good()
        await services.stop()
        await asyncio.sleep(0)


def run_in_app(work: Callable[[QApplication], Coroutine[Any, Any, T]]) -> T:
    """Give this process its one application, and do the work on its loop."""
    app = QApplication([])
    app.setQuitOnLastWindowClosed(False)
    with qasync.QEventLoop(app) as loop:
        result: T = loop.run_until_complete(work(app))
    return result
