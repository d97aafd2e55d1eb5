"""Composition root of the screen process: the only place that knows all rooms."""

from __future__ import annotations

import asyncio
import contextlib
import faulthandler
import logging
import os
import signal
import sys
import threading
import types
from dataclasses import dataclass
from pathlib import Path

import qasync
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from batola_desk import __version__
from batola_desk.domain.errors import EnvironmentFault, OperatorError
from batola_desk.interop.position_config import CONFIG_NAME as POSITIONS_CONFIG
from batola_desk.interop.position_config import PositionSettings, load_position_settings
from batola_desk.ipc.launcher import EngineLauncher
from batola_desk.map.gazetteer import Gazetteer
from batola_desk.services.context import Person
from batola_desk.services.desk import DeskServices, DeskSetup
from batola_desk.settings.catalog import LoadedCatalog, load_catalog
from batola_desk.settings.config_error import ConfigError
from batola_desk.settings.log_setup import start_log
from batola_desk.settings.memory_tidier import LOOK_S, MemoryTidier
from batola_desk.settings.paths import DeskPaths, resource_path
from batola_desk.settings.store import SettingsStore
from batola_desk.sync.config import CONFIG_NAME as SECRETARIAT_CONFIG
from batola_desk.sync.config import RoomSettings, load_room_settings
from batola_desk.sync.faults import SecretariatFault
from batola_desk.ui.desk_window import open_desk_window
from batola_desk.ui.start_failure import show_start_failure

log = logging.getLogger("batola.app")


@dataclass(frozen=True, slots=True, kw_only=True)
class LineArguments:
    """What the command line says about the telephone line; None = the configuration decides."""

    sip_host: str | None = None
    sip_port: int | None = None
    training_peer: str | None = None

    def for_engine(self, home: Path | None) -> list[str]:
        """Return the engine's command line."""
        words: list[str] = []
        if home is not None:
            words += ["--home", str(home)]
        if self.sip_host is not None:
            words += ["--sip-host", self.sip_host]
        if self.sip_port is not None:
            words += ["--sip-port", str(self.sip_port)]
        if self.training_peer is not None:
            words += ["--training", "--training-peer", self.training_peer]
        return words


def run_desk(
    *,
    home: Path | None = None,
    sip_host: str | None = None,
    sip_port: int | None = None,
    training_peer: str | None = None,
    place: str | None = None,
) -> int:
    """Open the desk and return the exit code when its window is closed.

    Args:
        home: folder below which everything lies; None = this machine's standard folders.
        training_peer: address of the training caller; given means LATIHAN.
        place: half of the screen to take ("left", "right"); None: as it was left, or the whole screen.
    """
    paths = DeskPaths.for_home(home) if home is not None else DeskPaths.for_machine()
    try:
        paths.create()
    except OSError as fault:
        sys.stderr.write(f"{fault.filename}: folder tidak bisa dibuat ({fault.strerror}); beri hak tulis.\n")
        return 1
    level = logging.getLevelNamesMapping().get(os.environ.get("BATOLA_LOG_LEVEL", ""), logging.INFO)
    start_log(paths.log, "desk", level=level)
    _watch_for_crashes(paths)
    app = QApplication.instance()
    if app is None:
        QApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
        app = QApplication(["batola-desk"])
    assert isinstance(app, QApplication)
    app.setApplicationName("Batola Desk")
    app.setApplicationVersion(__version__)
    app.setQuitOnLastWindowClosed(False)  # qasync: closing the last window would stop the loop
    line = LineArguments(sip_host=sip_host, sip_port=sip_port, training_peer=training_peer)
    loop = qasync.QEventLoop(app)
    with loop:
        exit_code: int = loop.run_until_complete(_live(app, paths, home, line, place))
    return exit_code


async def _live(
    app: QApplication, paths: DeskPaths, home: Path | None, line: LineArguments, place: str | None
) -> int:
    settings = SettingsStore(paths.config / "settings.toml")
    closing = asyncio.Event()
    _close_on_signals(closing)
    try:
        loaded = load_catalog(resource_path("config"), paths.config / "catalog")
        gazetteer = Gazetteer.load(resource_path("gazetteer", "gazetteer.csv"))
        services = _build_services(paths, home, line, settings, loaded, gazetteer)
        await services.start()
    except (EnvironmentFault, OperatorError) as fault:
        log.error("the desk cannot start: %s", fault.code)  # noqa: TRY400 - expected, told to the person
        await show_start_failure(app, fault, settings, closing)
        return 1
    window = open_desk_window(app, services, gazetteer, settings)
    if place is not None:
        window.take_half(place)
    painted = asyncio.Event()
    window.first_painted.connect(painted.set)
    window.closed.connect(closing.set)
    window.show()
    await _first_of(painted, closing)  # a covered window may never be painted, and must still hear SIGTERM
    log.info("desk usable")
    tidier = MemoryTidier(lambda: bool(services.calls.live()), has_thread=False)
    tidier.start()
    tidying = asyncio.create_task(_tidy(tidier), name="tidying")
    await closing.wait()
    tidying.cancel()
    tidier.stop()
    window.close_for_good()
    await services.stop(end_line=True)
    return 0


async def _tidy(tidier: MemoryTidier) -> None:
    """On the screen's own thread: an object of Qt must not be freed on another one."""
    while True:
        await asyncio.sleep(LOOK_S)
        tidier.tick()


async def _first_of(*events: asyncio.Event) -> None:
    waits = [asyncio.ensure_future(event.wait()) for event in events]
    await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    for wait in waits:
        wait.cancel()
    await asyncio.gather(*waits, return_exceptions=True)


def _build_services(
    paths: DeskPaths,
    home: Path | None,
    line: LineArguments,
    settings: SettingsStore,
    loaded: LoadedCatalog,
    gazetteer: Gazetteer,
) -> DeskServices:
    desk = settings.text("desk.letter")
    room: RoomSettings | None = None
    room_fault: SecretariatFault | None = None
    try:
        room = load_room_settings(paths.config / SECRETARIAT_CONFIG, desk=desk)
    except SecretariatFault as fault:
        log.error("secretariat.toml cannot be used: %s", fault.values)  # noqa: TRY400 - told to the person
        room_fault = fault
    position_faults: tuple[ConfigError, ...] = ()
    positions = PositionSettings()
    try:
        positions = load_position_settings(paths.config / POSITIONS_CONFIG)
    except ConfigError as fault:
        position_faults = (fault,)  # the desk works without them; IT is told
    faults = (*loaded.faults, *settings.faults, *position_faults)
    return DeskServices(
        DeskSetup(
            paths=paths,
            catalog=loaded.catalog,
            gazetteer=gazetteer,
            settings=settings,
            connector=EngineLauncher(paths.runtime, line.for_engine(home)),
            person=Person(
                operator_id=settings.text("operator.login"),
                name=settings.text("operator.name"),
                role=settings.text("operator.role"),
            ),
            desk=desk,
            app_version=__version__,
            training=line.training_peer is not None,
            configuration_faults=tuple(str(fault) for fault in faults),
            room=room,
            room_fault=room_fault,
            positions=positions,
        )
    )


def _close_on_signals(closing: asyncio.Event) -> None:
    """A polite end by the system closes the desk as its own button would."""
    loop = asyncio.get_running_loop()

    def asked_to_end(_number: int, _frame: types.FrameType | None) -> None:
        loop.call_soon_threadsafe(closing.set)

    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGINT):
            with contextlib.suppress(ValueError, OSError):
                signal.signal(number, asked_to_end)


def _watch_for_crashes(paths: DeskPaths) -> None:
    """Fatal signals leave their stack beside the log; an uncaught fault of ours is logged, never silent."""
    with contextlib.suppress(OSError):
        faulthandler.enable((paths.log / "desk-crash.txt").open("a"), all_threads=True)

    def uncaught(kind: type[BaseException], fault: BaseException, trace: types.TracebackType | None) -> None:
        log.critical("uncaught fault", exc_info=(kind, fault, trace))

    sys.excepthook = uncaught
