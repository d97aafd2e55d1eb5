"""`batola-desk avl`: the program that hears where units are, and its helpers for IT.

Off until ``avl.toml`` says ``enabled = true``. It is a process of its own: whatever is sent to it, no desk
and no call notices.
"""

from __future__ import annotations

import argparse
import http.client
import secrets
import signal
import ssl
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.domain.unit_devices import UNIT_DEVICE, devices_of
from batola_desk.interop.avl.config import CONFIG_NAME, AvlSettings
from batola_desk.interop.avl.files import read_track
from batola_desk.interop.avl.given import GIVEN_NAME, laid_over, read_given
from batola_desk.interop.avl.heard import HEARING_NAME, read_hearing
from batola_desk.interop.avl.program import AvlProgram
from batola_desk.interop.avl.report import KNOT_MPS, Report
from batola_desk.interop.http_listener import ListenerConfig
from batola_desk.settings.catalog import load_catalog
from batola_desk.settings.paths import DeskPaths, resource_path
from batola_desk.site_policy import site_files

LOOK_S: Final = 5.0  # at changed configuration; then the list of unknown devices is written too
EXIT_OFF: Final = 2
EXIT_WRONG: Final = 1


def add_avl_parser(commands: Any) -> None:
    """Add the command line of ``avl``."""
    parser = commands.add_parser(
        "avl", help="hear where units are, from Traccar and OwnTracks (off by default)"
    )
    parser.add_argument("--host", default=None, help="address to listen on (avl.toml: 127.0.0.1)")
    parser.add_argument("--port", type=int, default=None, help="port to listen on (avl.toml: 5055)")
    parts = parser.add_subparsers(dest="avl_command")
    replay = parts.add_parser("replay", help="send a GPX or NMEA file to the running program, as a unit's")
    replay.add_argument("file", type=Path)
    replay.add_argument("--unit", required=True, help="unit_id, as in units.toml")
    replay.add_argument("--pace", type=float, default=1.0, help="so many times faster than it was")
    replay.add_argument("--last", action="store_true", help="only the last point, as of now")
    parts.add_parser("devices", help="devices that were heard, what is wrong with them, who was refused")
    parts.add_parser("token", help="make a token for avl.toml and the telephones")


def run_avl(arguments: argparse.Namespace, paths: DeskPaths) -> int:
    """Run one of the commands; returns the exit code."""
    if arguments.avl_command == "token":
        print(secrets.token_urlsafe(24))
        return 0
    if arguments.avl_command == "devices":
        return _devices(paths)
    try:
        settings = _with_arguments(site_files(paths).avl(), arguments)
        if arguments.avl_command == "replay":
            return _replay(arguments, settings.listener)
        return _listen(settings, paths)
    except EnvironmentFault as fault:
        print(_words(fault), file=sys.stderr)
        return EXIT_WRONG


def _with_arguments(settings: AvlSettings, arguments: argparse.Namespace) -> AvlSettings:
    given = {key: getattr(arguments, key) for key in ("host", "port") if getattr(arguments, key) is not None}
    return replace(settings, listener=replace(settings.listener, **given))


# -------------------------------------------------------------------- listening


def _listen(settings: AvlSettings, paths: DeskPaths) -> int:
    if not settings.enabled:
        print(f"avl: off. Write enabled = true below [avl] in {paths.config / CONFIG_NAME}.", file=sys.stderr)
        return EXIT_OFF
    from batola_desk.settings.log_setup import start_log

    paths.create()
    start_log(paths, "avl")
    room = _room_teller(settings, paths)
    program = AvlProgram(settings, paths, UnitBook(paths), lambda: time.time_ns() // 1000, room)
    ending = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_signal: ending.set())
    host, port = program.start()
    print(f"avl: listening on {host}:{port}", flush=True)
    if not settings.listener.is_loopback and settings.listener.certificate is None:
        print("avl: WITHOUT TLS: token and positions can be read on the way.", file=sys.stderr, flush=True)
    if not settings.listener.tokens:
        print("avl: WITHOUT TOKEN: any program here can place units.", file=sys.stderr, flush=True)
    try:
        if room is not None:
            room.start()
        while not ending.wait(LOOK_S):
            program.keep_hearing()
    finally:
        program.stop()
        if room is not None:
            room.stop()
    return 0


def _room_teller(settings: AvlSettings, paths: DeskPaths) -> Any:
    """What tells the secretariat, if this machine has one."""
    from batola_desk.settings.store import SettingsStore
    from batola_desk.site_policy import site_files

    letter = SettingsStore.of(paths).text("desk.letter")
    room = site_files(paths).room(desk=letter) if settings.room else None
    if room is None:
        return None
    from batola_desk.sync.positions import PositionTeller
    from batola_desk.sync.postgres_positions import teller_for

    return PositionTeller(teller_for(room.address, room.machine))


class UnitBook:
    """Which device is which unit: ``units.toml`` and over it what people said. Thread: any.

    Both are read again when they changed. A file that became wrong leaves the last good answer: units do not
    vanish because of a typing error.
    """

    def __init__(self, paths: DeskPaths, *, now_s: Callable[[], float] = time.monotonic) -> None:
        self._own = paths.config / "catalog"
        self._given = paths.data / GIVEN_NAME
        self._now_s = now_s
        self._lock = threading.Lock()
        self._looked_s = float("-inf")
        self._stamp: object = None
        self._units: Mapping[str, str] = {}

    def __call__(self) -> Mapping[str, str]:
        """Return device name to unit id."""
        with self._lock:
            now_s = self._now_s()
            if now_s - self._looked_s >= LOOK_S:
                self._looked_s = now_s
                stamp = self._stamp_now()
                if stamp != self._stamp:
                    self._stamp = stamp
                    self._read()
            return self._units

    def _stamp_now(self) -> object:
        return _stamp(self._own / "units.toml"), _stamp(self._given)

    def _read(self) -> None:
        try:
            loaded = load_catalog(resource_path("config"), self._own)
        except EnvironmentFault as fault:
            print(f"avl: {_words(fault)}", file=sys.stderr, flush=True)
            return
        for complaint in loaded.faults:
            print(f"avl: {complaint}", file=sys.stderr, flush=True)
        units = (*loaded.catalog.units, *loaded.catalog.training_units)
        themselves = {f"{UNIT_DEVICE}{plan.unit_id}": plan.unit_id for plan in units}
        self._units = laid_over(devices_of(units), read_given(self._given)) | themselves


def _stamp(path: Path) -> object:
    try:
        found = path.stat()
    except OSError:
        return 0
    return found.st_mtime_ns, found.st_size


# -------------------------------------------------------------------- helpers


def _devices(paths: DeskPaths) -> int:
    hearing = read_hearing(paths.data / HEARING_NAME)
    devices = hearing.devices if hearing is not None else ()
    for heard in sorted(devices, key=lambda heard: (heard.is_trouble, heard.last_us)):
        last = datetime.fromtimestamp(heard.last_us / 1e6).astimezone()
        print(f"{heard.kind:15} {heard.count:7} {last:%Y-%m-%d %H:%M:%S}  {heard.device}")
    refused = hearing.refused if hearing is not None else {}
    if any(refused.values()):
        print("refused: " + ", ".join(f"{reason} {count}" for reason, count in refused.items()))
    troubles = sum(heard.is_trouble for heard in devices)
    print(f"{len(devices)} devices heard, {troubles} devices to look at")
    print(
        "a device belongs to a unit by the word perangkat in the window, or by devices = [...] in units.toml"
    )
    return 0


def _replay(arguments: argparse.Namespace, listener: ListenerConfig) -> int:
    """Send as a telephone would, with times of now: the program judges them like any others."""
    points = read_track(arguments.file, f"{UNIT_DEVICE}{arguments.unit}").points
    if arguments.last:
        points = points[-1:]
    pace = max(0.01, arguments.pace)
    before_us: int | None = None
    for point in points:
        if before_us is not None and point.at_us is not None:
            time.sleep(min(60.0, max(0.0, (point.at_us - before_us) / 1e6 / pace)))
        before_us = point.at_us if point.at_us is not None else before_us
        status = _send(point, listener)
        if status != 200:
            print(f"avl: the program answered {status}", file=sys.stderr)
            return EXIT_WRONG
    print(f"{len(points)} points sent")
    return 0


def _send(point: Report, listener: ListenerConfig) -> int:
    fields: dict[str, object] = {"id": point.devices[0], "lat": point.latitude, "lon": point.longitude}
    if point.speed_mps is not None:
        fields["speed"] = round(point.speed_mps / KNOT_MPS, 2)
    if point.heading_deg is not None:
        fields["bearing"] = point.heading_deg
    fields["timestamp"] = time.time_ns() // 1_000_000
    token = next(iter(listener.tokens.values()), "")
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    host = "127.0.0.1" if listener.host in {"0.0.0.0", "::"} else listener.host
    asking: http.client.HTTPConnection
    if listener.certificate is not None:
        context = ssl.create_default_context(cafile=str(listener.certificate))
        context.check_hostname = False  # our own certificate, read from our own file
        asking = http.client.HTTPSConnection(host, listener.port, timeout=5, context=context)
    else:
        asking = http.client.HTTPConnection(host, listener.port, timeout=5)
    try:
        asking.request("GET", f"/?{urlencode(fields)}", headers=headers)
        answer = asking.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException) as fault:
        raise EnvironmentFault("avl_unreachable", host=host, port=listener.port) from fault
    finally:
        asking.close()
    return answer.status


def _words(fault: EnvironmentFault) -> str:
    """The sentences of the screen, and the code for whoever asks us."""
    from batola_desk.ui.secretariat_error_texts import SECRETARIAT_ERROR_TEXTS
    from batola_desk.ui.unit_error_texts import UNIT_ERROR_TEXTS

    texts = {**SECRETARIAT_ERROR_TEXTS, **UNIT_ERROR_TEXTS}.get(fault.code, ())
    values = defaultdict(lambda: "-", {key: str(value) for key, value in fault.values.items()})
    sentences = " ".join(text.format_map(values) for text in texts if text)
    return f"{sentences} ({fault.code})".lstrip()
