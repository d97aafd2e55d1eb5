"""`batola-desk intake`: the service that callers' telephones reach. Off until ``intake.toml`` says otherwise.

A process of its own, on a desk's machine or on another one: whatever is sent to it, no desk and no call
notices. What it took lies in its own small file until a desk has it.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import secrets
import signal
import sqlite3
import sys
import time
from collections import defaultdict
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.interop.intake.config import CONFIG_NAME, ServiceSettings
from batola_desk.settings.paths import DeskPaths
from batola_desk.site_policy import site_files

if TYPE_CHECKING:
    from batola_desk.interop.intake.server import IntakeServer
    from batola_desk.interop.intake.store import IntakeStore

log = logging.getLogger("batola.interop")

EXIT_OFF: Final = 2
EXIT_WRONG: Final = 1
SWEEP_S: Final = 5.0
STORE_NAME: Final = "intake.sqlite"


def add_intake_parser(commands: Any) -> None:
    """Add the command line of ``intake``."""
    parser = commands.add_parser(
        "intake", help="location links, AML and results of referrals from outside (off by default)"
    )
    parts = parser.add_subparsers(dest="intake_command")
    parts.add_parser("token", help="make a token for intake.toml")


def run_intake(arguments: argparse.Namespace, paths: DeskPaths) -> int:
    """Run one of the commands; returns the exit code."""
    if arguments.intake_command == "token":
        print(secrets.token_urlsafe(24))
        return 0
    try:
        settings = site_files(paths).intake().service
        if not settings.enabled:
            place = paths.config / CONFIG_NAME
            print(f"intake: off. Write enabled = true below [service] in {place}.", file=sys.stderr)
            return EXIT_OFF
        return _serve(settings, paths)
    except EnvironmentFault as fault:
        print(_words(fault), file=sys.stderr)
        return EXIT_WRONG


def _serve(settings: ServiceSettings, paths: DeskPaths) -> int:
    if find_spec("starlette") is None or find_spec("uvicorn") is None:
        raise EnvironmentFault("intake_not_installed")
    from batola_desk.interop.intake.app import IntakeApp
    from batola_desk.interop.intake.server import IntakeServer
    from batola_desk.interop.intake.store import IntakeStore
    from batola_desk.settings.log_setup import start_log

    paths.create()
    start_log(paths, "intake")
    catalog = site_files(paths).catalog().catalog
    store = IntakeStore(store_path(paths), _now_us, time.monotonic)
    app = IntakeApp(
        store,
        settings,
        centre=catalog.centre.name,
        answers=catalog.link_answers,
        now_us=_now_us,
        mono_s=time.monotonic,
    )
    try:
        server = IntakeServer(app, settings)
        host, port = server.address
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_signal: server.end())
        print(f"intake: listening on {host}:{port}", flush=True)
        asyncio.run(_live(server, store))
    finally:
        store.close()
    return 0


async def _live(server: IntakeServer, store: IntakeStore) -> None:
    sweeping = asyncio.create_task(_sweep(store), name="sweep")
    try:
        await server.run_here()
    finally:
        sweeping.cancel()


async def _sweep(store: IntakeStore) -> None:
    while True:
        try:
            store.sweep()
        except sqlite3.Error as fault:  # a full disk: tried again, and each request says so meanwhile
            log.error("the service's file: %s", type(fault).__name__)  # noqa: TRY400 - expected
        await asyncio.sleep(SWEEP_S)


def _now_us() -> int:
    return time.time_ns() // 1000


def store_path(paths: DeskPaths) -> Path:
    """Where the service keeps what no desk has yet."""
    return paths.data / STORE_NAME


def _words(fault: EnvironmentFault) -> str:
    """The sentences of the screen, and the code for whoever asks us."""
    from batola_desk.ui.link_error_texts import LINK_ERROR_TEXTS
    from batola_desk.ui.unit_error_texts import UNIT_ERROR_TEXTS

    texts = {**UNIT_ERROR_TEXTS, **LINK_ERROR_TEXTS}.get(fault.code, ())
    values = defaultdict(lambda: "-", {key: str(value) for key, value in fault.values.items()})
    sentences = " ".join(text.format_map(values) for text in texts if text)
    return f"{sentences} ({fault.code})".lstrip()
