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
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import qasync
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from batola_desk import __version__
from batola_desk.domain.errors import EnvironmentFault, OperatorError
from batola_desk.domain.operator import SeatMethod
from batola_desk.interop.cap.config import WeatherSettings
from batola_desk.interop.event_log import system_log
from batola_desk.interop.intake.config import IntakeSettings
from batola_desk.interop.mail.config import MailSettings
from batola_desk.interop.position_config import PositionSettings
from batola_desk.ipc.launcher import EngineLauncher
from batola_desk.map.gazetteer import Gazetteer
from batola_desk.services.backups.origin_due import is_origin_due
from batola_desk.services.backups.restoring import finish_interrupted
from batola_desk.services.centre_lists import ListPort
from batola_desk.services.context import Person
from batola_desk.services.desk import DeskServices
from batola_desk.services.desk_setup import DeskSetup
from batola_desk.services.first_start import SetupPort
from batola_desk.services.seat_views import StatusView
from batola_desk.settings.book import SettingsBook
from batola_desk.settings.catalog import LoadedCatalog
from batola_desk.settings.close_request import CLOSING, LIVE_CALL, OFF_DUTY, ON_DUTY, CloseRequest
from batola_desk.settings.config_error import ConfigError
from batola_desk.settings.file_set import undo_set
from batola_desk.settings.installation import find_installation
from batola_desk.settings.large_blocks import keep_large_blocks_apart
from batola_desk.settings.log_setup import crash_file, start_log
from batola_desk.settings.memory_tidier import LOOK_S, MemoryTidier
from batola_desk.settings.paths import DeskPaths, resource_path
from batola_desk.settings.store import SettingsStore
from batola_desk.site_files import SiteFiles, no_rules
from batola_desk.sync.config import RoomSettings
from batola_desk.sync.faults import SecretariatFault
from batola_desk.ui.desk_window import open_desk_window
from batola_desk.ui.start_failure import show_start_failure
from batola_desk.updates.machine import open_after_setup

log = logging.getLogger("batola.app")

CLOSE_LOOK_S = 1.0
MakeSetup = Callable[[DeskPaths, SettingsStore, Callable[[], StatusView], bool], SetupPort]
OPEN_AGAIN = -1
"""Instead of an exit code: everything is taken down, and the desk opens anew with what was set up."""


@dataclass(frozen=True, slots=True)
class RegistryUse:
    """What needs the registry of settings, which knows the line's settings too (``app.settings.desk``).

    Attributes:
        site_files: reads IT's files with the policy over them.
        open_book: makes the book of all settings when somebody looks.
        open_lists: makes the book of the centre's lists.
    """

    site_files: Callable[[DeskPaths], SiteFiles]
    open_book: Callable[[DeskPaths, SettingsStore], SettingsBook]
    open_lists: Callable[[DeskPaths], ListPort]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineArguments:
    """What the command line says about the telephone line; None = the configuration decides."""

    sip_host: str | None = None
    sip_port: int | None = None
    training_peer: str | None = None

    @property
    def is_by_hand(self) -> bool:
        """A demo, a rehearsal, somebody who tries: that desk is not to be set up."""
        return (self.sip_host, self.sip_port, self.training_peer) != (None, None, None)

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
    registry: RegistryUse | None = None,
    make_setup: MakeSetup | None = None,
) -> int:
    """Open the desk and return the exit code when its window is closed.

    Args:
        home: folder below which everything lies; None = this machine's standard folders.
        training_peer: address of the training caller; given means LATIHAN.
        place: half of the screen to take ("left", "right"); None: as it was left, or the whole screen.
        registry: what only who knows the registry of settings can do; None: no policy, no window of settings.
        make_setup: who sets this machine up; given by the one who knows line and screen. None: nobody may.
    """
    paths = DeskPaths.for_home(home) if home is not None else DeskPaths.for_machine()
    try:
        paths.create()
    except OSError as fault:
        sys.stderr.write(f"{fault.filename}: folder tidak bisa dibuat ({fault.strerror}); beri hak tulis.\n")
        return 1
    level = logging.getLevelNamesMapping().get(os.environ.get("BATOLA_LOG_LEVEL", ""), logging.INFO)
    start_log(paths, "desk", level=level)
    _watch_for_crashes(paths)
    _finish_restore(paths)
    keep_large_blocks_apart()
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
    exit_code = OPEN_AGAIN
    with loop:
        while exit_code == OPEN_AGAIN:
            exit_code = loop.run_until_complete(_live(app, paths, home, line, place, registry, make_setup))
    return exit_code


def _finish_restore(paths: DeskPaths) -> None:
    """A restore that a power cut stopped is gone on from before anything is read."""
    try:
        if finish_interrupted(paths):
            log.warning("a restore that was cut off is finished")
    except EnvironmentFault as fault:  # opening the journal says it to the person
        log.error("a restore cannot be finished: %s", fault.code)  # noqa: TRY400 - expected


async def _live(
    app: QApplication,
    paths: DeskPaths,
    home: Path | None,
    line: LineArguments,
    place: str | None,
    registry: RegistryUse | None,
    make_setup: MakeSetup | None,
) -> int:
    _end_half_a_setup(paths)
    settings = SettingsStore.of(paths)
    closing, again, after_setup = asyncio.Event(), asyncio.Event(), asyncio.Event()
    _close_on_signals(closing)
    is_first, has_history = paths.are_untouched, paths.journal.exists()
    try:
        loaded = _site_files(paths, registry).catalog()
        gazetteer = Gazetteer.load(resource_path("gazetteer", "gazetteer.csv"))
        services = _build_services(paths, home, line, settings, loaded, gazetteer, registry)
        await services.start()
    except (EnvironmentFault, OperatorError) as fault:
        log.error("the desk cannot start: %s", fault.code)  # noqa: TRY400 - expected, told to the person
        await show_start_failure(app, fault, settings, closing)
        return 1
    window = open_desk_window(app, services, gazetteer, settings)
    if place is not None:
        window.take_half(place)
    asked = asyncio.create_task(_hear_setup(paths, services, closing, after_setup), name="close-requests")
    painted = asyncio.Event()
    window.first_painted.connect(painted.set)
    window.closed.connect(closing.set)
    window.restart_wanted.connect(again.set)
    window.restart_wanted.connect(closing.set)
    if make_setup is not None:
        window.set_up_with(partial(make_setup, paths, settings, services.session.status, has_history))
    window.show()
    await _first_of(painted, closing)  # a covered window may never be painted, and must still hear SIGTERM
    log.info("desk usable")
    if is_first and make_setup is not None and not line.is_by_hand and not services.calls.live():
        window.open_first_start()
    tidier = MemoryTidier(lambda: bool(services.calls.live()), has_thread=False, keeps_survivors=True)
    tidier.start()
    tidying = asyncio.create_task(_tidy(tidier), name="tidying")
    await closing.wait()
    tidying.cancel()
    asked.cancel()
    tidier.stop()
    window.close_for_good()
    await services.stop(end_line=True)
    if after_setup.is_set():
        open_after_setup()
    return OPEN_AGAIN if again.is_set() else 0


def _end_half_a_setup(paths: DeskPaths) -> None:
    """A power cut while configuration was written: what was there counts. An installed desk is setup's."""
    if find_installation() is None:
        try:
            if undo_set(paths.config):
                log.warning("half a configuration was taken back")
        except OSError as fault:
            log.error("half a configuration stays: %s", type(fault).__name__)  # noqa: TRY400


async def _tidy(tidier: MemoryTidier) -> None:
    """On the screen's own thread: an object of Qt must not be freed on another one."""
    while True:
        await asyncio.sleep(LOOK_S)
        tidier.tick()


async def _hear_setup(
    paths: DeskPaths, services: DeskServices, closing: asyncio.Event, after_setup: asyncio.Event
) -> None:
    """Close when setup asks for it, but never during a call; the line decides once more for itself."""
    request = CloseRequest(paths.runtime)
    while True:
        await asyncio.sleep(CLOSE_LOOK_S)
        asked = request.take()
        if not asked:
            continue
        if services.calls.live() or services.calls.ringing():
            log.info("asked to close: refused, a call lives")
            request.reply(LIVE_CALL)
        elif asked == OFF_DUTY and services.people.seat().method is not SeatMethod.EMPTY:
            log.info("asked to close: refused, somebody is on duty")
            request.reply(ON_DUTY)
        else:
            log.info("asked to close by setup")
            if request.opens_again():
                after_setup.set()
            request.reply(CLOSING)
            closing.set()


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
    registry: RegistryUse | None,
) -> DeskServices:
    files = _site_files(paths, registry)
    desk = settings.text("desk.letter")
    room, room_fault = read_room(files, paths, desk)
    position_faults: tuple[ConfigError, ...] = ()
    positions = PositionSettings()
    try:
        positions = files.positions()
    except ConfigError as fault:
        position_faults = (fault,)  # the desk works without them; IT is told
    intake = IntakeSettings()
    weather = WeatherSettings()
    try:
        weather = files.weather()
    except ConfigError as fault:
        position_faults = (*position_faults, fault)
    link_faults: tuple[str, ...] = ()
    try:
        intake = files.intake()
    except EnvironmentFault as fault:
        link_faults = (_where(fault),)
    mail: MailSettings | None = None
    mail_faults: tuple[ConfigError, ...] = ()
    try:
        mail = files.mail()
    except ConfigError as fault:
        mail_faults = (fault,)  # the mail program is opened as before
    faults = (*loaded.faults, *settings.faults, *files.faults(), *position_faults, *link_faults, *mail_faults)
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
            links=intake.desk,
            senders=intake.senders,
            mail=mail,
            weather=weather,
            system_log=system_log(),
            load_updates=files.updates,
            open_lists=partial(registry.open_lists, paths) if registry is not None else None,
            open_settings_book=partial(registry.open_book, paths, settings) if registry is not None else None,
        )
    )


def _where(fault: EnvironmentFault) -> str:
    """File, line and key, as the faults of other files say it."""
    told = fault.values
    return f"{told['file']}:{told['line']}: {told['key']} = {told['found']}; {told['allowed']}"


def read_room(
    files: SiteFiles, paths: DeskPaths, desk: str
) -> tuple[RoomSettings | None, SecretariatFault | None]:
    """Return where the room is, or why this desk does not join it."""
    try:
        room = files.room(desk=desk)
    except SecretariatFault as fault:
        log.error("secretariat.toml cannot be used: %s", fault.values)  # noqa: TRY400 - told to the person
        return None, fault
    if room is not None and is_origin_due(paths.data):
        return None, SecretariatFault("secretariat_new_origin")
    return room, None


def _site_files(paths: DeskPaths, registry: RegistryUse | None) -> SiteFiles:
    return registry.site_files(paths) if registry is not None else SiteFiles(paths, no_rules)


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
        faulthandler.enable(crash_file(paths.log, "desk"), all_threads=True)

    def uncaught(kind: type[BaseException], fault: BaseException, trace: types.TracebackType | None) -> None:
        log.critical("uncaught fault", exc_info=(kind, fault, trace))

    sys.excepthook = uncaught
