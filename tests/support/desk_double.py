"""A whole working desk in a temporary folder: real services, real journal, an engine the test plays.

async with open_desk(tmp_path) as desk:
    key = desk.engine.ring("081250001111")
    await desk.settle()
    await desk.services.calls.answer()
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from batola_desk.app.settings.desk import open_list_book, open_settings_book
from batola_desk.domain.catalog import Catalog
from batola_desk.domain.errors import EnvironmentFault
from batola_desk.interop.cap.config import WeatherSettings
from batola_desk.interop.intake.config import DeskLinkSettings, TextSenders
from batola_desk.interop.mail.config import MailSettings
from batola_desk.interop.position_config import PositionSettings
from batola_desk.services.alarms import SystemLog
from batola_desk.services.context import Person
from batola_desk.services.core import Timers
from batola_desk.services.desk import DeskServices
from batola_desk.services.desk_setup import DeskSetup
from batola_desk.services.line_link import LineConnector
from batola_desk.settings.paths import DeskPaths
from batola_desk.settings.schema import SETTINGS
from batola_desk.settings.store import SettingsStore
from batola_desk.sync.config import RoomSettings
from tests.support.fake_engine import FakeEngine
from tests.support.shipped import shipped_gazetteer
from tests.support.small_catalog import small_catalog

CALLER = "081250001111"
NOON_US = 1_756_098_000_000_000  # 2025-08-25 13:00 WITA


class ManualClock:
    """Time that passes only when the test says so."""

    def __init__(self, now_us: int = NOON_US) -> None:
        self._now_us = now_us
        self._mono_s = 1000.0

    def now_us(self) -> int:
        self._now_us += 1  # two facts never share a microsecond, as on a real machine
        return self._now_us

    def mono_s(self) -> float:
        return self._mono_s

    def set_by(self, seconds: float) -> None:
        """Somebody sets the wall clock."""
        self._now_us += int(seconds * 1e6)

    def forward(self, seconds: float) -> None:
        self._now_us += int(seconds * 1e6)
        self._mono_s += seconds


@dataclass(slots=True)
class _Planned:
    callback: Callable[[], None] | None

    def cancel(self) -> None:
        self.callback = None


class ManualTimers:
    """Timers that fire when the test moves the clock."""

    def __init__(self, clock: ManualClock) -> None:
        self._clock = clock
        self._order = itertools.count()
        self._planned: list[tuple[float, int, _Planned]] = []

    def call_later(self, delay_s: float, callback: Callable[[], None]) -> _Planned:
        planned = _Planned(callback)
        heapq.heappush(self._planned, (self._clock.mono_s() + delay_s, next(self._order), planned))
        return planned

    def fire(self) -> None:
        while self._planned and self._planned[0][0] <= self._clock.mono_s() + 1e-9:
            callback = heapq.heappop(self._planned)[2].callback
            if callback is not None:
                callback()


class MemorySettings:
    """Settings without a file."""

    def __init__(self, values: Mapping[str, object] | None = None) -> None:
        self.values: dict[str, object] = {key: s.default for key, s in SETTINGS.items()} | dict(values or {})

    def get(self, key: str) -> object:
        return self.values[key]

    def set(self, key: str, value: object) -> None:
        if key not in self.values:
            raise KeyError(key)
        self.values[key] = value


class DeskDouble:
    """One desk under test.

    Attributes:
        services: the real thing (``services.desk.DeskServices``).
        engine: the played engine; idle with a ``connector``, which leads to a real one.
        settings: in memory, or with ``with_files`` those of its folder, as the settings window shows them.
        clock: manual unless ``real_time``; then None.
    """

    def __init__(
        self,
        home: Path,
        *,
        role: str = "KS",
        real_time: bool = False,
        training: bool = False,
        catalog: Catalog | None = None,
        engine: FakeEngine | None = None,
        connector: LineConnector | None = None,
        clock: ManualClock | None = None,
        letter: str = "A",
        operator: str = "sari",
        room: RoomSettings | None = None,
        room_fault: EnvironmentFault | None = None,
        positions: PositionSettings | None = None,
        weather: WeatherSettings | None = None,
        links: DeskLinkSettings | None = None,
        senders: TextSenders | None = None,
        mail: MailSettings | None = None,
        settings: Mapping[str, object] | None = None,
        with_files: bool = False,
        system_log: SystemLog | None = None,
    ) -> None:
        self.home = home
        self.clock = None if real_time else (clock or ManualClock())
        self.timers = ManualTimers(self.clock) if self.clock is not None else None
        now_us = self.clock.now_us if self.clock is not None else _wall_us
        self.engine = engine or FakeEngine(now_us)
        self.paths = DeskPaths.for_home(home)
        self.paths.create()
        store = SettingsStore.of(self.paths)
        self.settings = store if with_files else MemorySettings(settings)
        timers: Timers | None = self.timers
        self.services = DeskServices(
            DeskSetup(
                paths=self.paths,
                catalog=catalog or small_catalog(),
                gazetteer=shipped_gazetteer(),
                settings=self.settings,
                connector=connector or self.engine,
                person=Person(operator_id=operator, name=operator.title(), role=role),
                desk=letter,
                app_version="test",
                training=training,
                room=room,
                room_fault=room_fault,
                positions=positions or PositionSettings(),
                weather=weather or WeatherSettings(),
                links=links,
                senders=senders or TextSenders(),
                mail=mail,
                system_log=system_log,
                open_lists=partial(open_list_book, self.paths) if with_files else None,
                open_settings_book=partial(open_settings_book, self.paths, store) if with_files else None,
            ),
            clock=self.clock,
            timers=timers,
        )

    async def start(self, *, ticking: bool = False) -> None:
        """Start the desk and wait until it is attached."""
        await self.services.start(ticking=ticking)
        await self.until(lambda: self.services.session.status().line_mode not in {"starting", "engine_lost"})

    async def stop(self) -> None:
        """Stop it properly."""
        await self.services.stop()

    async def forward(self, seconds: float, *, step_s: float = 1.0) -> None:
        """Let time pass: timers fire, the ticker ticks once per step."""
        assert self.clock is not None
        assert self.timers is not None
        left_s = seconds
        while left_s > 1e-9:
            self.clock.forward(min(step_s, left_s))
            left_s -= step_s
            self.timers.fire()
            await self.settle()
            await self.services.tick()
            await self.settle()

    async def settle(self) -> None:
        """Wait until everything told or wished so far is in the journal and shown."""
        for _ in range(3):
            await asyncio.sleep(0)
        await self.services.drain(2.0)
        for _ in range(3):
            await asyncio.sleep(0)
        if reading := tuple(self.services._histories._fetches):
            await asyncio.wait(reading, timeout=2.0)
            await asyncio.sleep(0)

    async def until(self, condition: Callable[[], bool], limit_s: float = 10.0) -> None:
        """Wait for something that happens by itself."""
        async with asyncio.timeout(limit_s):
            while not condition():  # noqa: ASYNC110 - conditions are many, events would be one each
                await asyncio.sleep(0.002)


@asynccontextmanager
async def open_desk(home: Path, **options: object) -> AsyncIterator[DeskDouble]:
    """A started desk that is stopped at the end."""
    desk = DeskDouble(home, **options)  # type: ignore[arg-type]
    await desk.start()
    try:
        yield desk
    finally:
        await desk.stop()


def _wall_us() -> int:
    import time

    return time.time_ns() // 1000


async def fire(desk: DeskDouble) -> str:
    """A new ticket of a house on fire; its id."""
    incident_id = await desk.services.incidents.new()
    desk.services.incidents.set_field(incident_id, "type_code", "KB01")
    await desk.services.incidents.flush()
    return incident_id


async def talk(desk: DeskDouble) -> str:
    """A caller rings and is answered; the key of the call."""
    key = desk.engine.ring(CALLER)
    await desk.settle()
    await desk.services.calls.answer(key)
    await desk.settle()
    return key
