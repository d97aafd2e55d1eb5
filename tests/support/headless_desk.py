"""The desk's services with their journal and their engine, without a window, driven by lines on stdin.

python -m tests.support.headless_desk --home FOLDER --sip-port N

One JSON object per line: ``{"id": 1, "do": "answer", "number": "0811…"}``; each is answered on stdout with
``{"id": 1, "code": ""}`` (``code`` as an OperatorError has it). "talking", "ringing" … come back as counts
with ``{"do": "status"}``. The engine is started by the real launcher and outlives this process.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from batola_desk.domain.errors import OperatorError
from batola_desk.ipc.client import EngineClient
from batola_desk.ipc.launcher import EngineLauncher
from batola_desk.ipc.messages import Message
from batola_desk.services.context import Person
from batola_desk.services.desk import DeskServices
from batola_desk.services.desk_setup import DeskSetup
from batola_desk.services.views import CallView
from batola_desk.settings.catalog import load_catalog
from batola_desk.settings.log_setup import start_log
from batola_desk.settings.paths import DeskPaths, resource_path
from batola_desk.settings.store import SettingsStore
from tests.support.shipped import shipped_gazetteer

CLASS_OF_A_CALL = "P"  # needs no ticket and no checklist


class FragileConnector(EngineLauncher):
    """The real launcher, whose connection can be cut as a fault would cut it."""

    _client: EngineClient | None = None

    def connect(self, on_message: Callable[[Message], None], on_closed: Callable[[], None]) -> EngineClient:
        """Connect, and remember the connection."""
        self._client = super().connect(on_message, on_closed)
        return self._client

    def cut(self) -> None:
        """Lose the connection."""
        if self._client is not None:
            self._client.close()


class HeadlessDesk:
    """Obeys one line after the other. Thread: the loop."""

    def __init__(self, services: DeskServices, connector: FragileConnector) -> None:
        self._services = services
        self._connector = connector
        self._ending = asyncio.Event()

    async def live(self, lines: asyncio.Queue[str]) -> None:
        """Work until stdin ends or the desk is told to."""
        say(do="ready", pid=os.getpid())
        ended = asyncio.create_task(self._ending.wait())
        while not self._ending.is_set():
            line = asyncio.create_task(lines.get())
            await asyncio.wait({line, ended}, return_when=asyncio.FIRST_COMPLETED)
            if not line.done():
                line.cancel()
            elif not line.result():
                break
            else:
                asyncio.ensure_future(self._obey(json.loads(line.result())))  # noqa: RUF006 - ends by itself
        ended.cancel()

    async def _obey(self, wish: dict[str, Any]) -> None:
        try:
            more = await self._do(wish) or {}
        except OperatorError as refusal:
            more = {"code": refusal.code}
        say(id=wish["id"], **{"code": "", **more})

    async def _do(self, wish: dict[str, Any]) -> dict[str, Any] | None:
        calls, number = self._services.calls, wish.get("number", "")
        match wish["do"]:
            case "status":
                return self._status()
            case "end":
                self._ending.set()
            case "dial":
                await calls.dial(number)
            case "known":
                self._key_of(number)
            case "cut":
                await asyncio.to_thread(self._connector.cut)
            case "tidy":
                await self._tidy()
            case action:
                key = self._key_of(number)
                if action == "digits":
                    await calls.send_digits(key, wish["digits"])
                else:
                    await getattr(calls, action)(key)
        return None

    def _views(self) -> list[CallView]:
        return [*self._services.calls.ringing(), *self._services.calls.live()]

    def _key_of(self, number: str) -> str:
        for view in self._views():
            if view.call.number == number and view.call_id is not None:
                return view.key
        raise OperatorError("call_gone")

    def _status(self) -> dict[str, Any]:
        status = self._services.session.status()
        return {
            "numbers": [view.call.number for view in self._views() if view.call_id is not None],
            "line": status.line_mode,
            "alarms": sorted(alarm.code for alarm in status.alarms if not alarm.acknowledged),
        }

    async def _tidy(self) -> None:
        """What an operator does between calls: give ended calls a class, close lost ones, read alarms."""
        for view in list(self._services.calls.to_classify()):
            try:
                await self._services.calls.classify(view.key, CLASS_OF_A_CALL)
            except OperatorError as refusal:
                if refusal.code != "call_not_answered":
                    raise
        for item in list(self._services.callbacks.open_items()):
            await self._services.callbacks.close(item.callback_id, reason="accidental")
        for alarm in self._services.session.status().alarms:
            if not alarm.acknowledged:
                await self._services.session.acknowledge_alarm(alarm.alarm_id)


def say(**words: object) -> None:
    """Tell whoever started us."""
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


def build(home: Path, sip_port: int) -> tuple[DeskServices, FragileConnector]:
    """Put the real desk together."""
    paths = DeskPaths.for_home(home)
    paths.create()
    start_log(paths, "desk")
    arguments = ["--home", str(home), "--sip-host", "127.0.0.1", "--sip-port", str(sip_port)]
    connector = FragileConnector(paths.runtime, arguments)
    services = DeskServices(
        DeskSetup(
            paths=paths,
            catalog=load_catalog(resource_path("config"), paths.config / "catalog").catalog,
            gazetteer=shipped_gazetteer(),
            settings=SettingsStore(paths.config / "settings.toml"),
            connector=connector,
            person=Person(operator_id="sari", name="Sari", role="KS"),
            app_version="soak",
        )
    )
    return services, connector


async def run(home: Path, sip_port: int) -> None:
    """Start, obey, stop; the line lives on."""
    lines: asyncio.Queue[str] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    def read() -> None:
        for line in sys.stdin:
            loop.call_soon_threadsafe(lines.put_nowait, line)
        loop.call_soon_threadsafe(lines.put_nowait, "")

    services, connector = build(home, sip_port)
    await services.start()
    threading.Thread(target=read, name="stdin", daemon=True).start()
    try:
        await HeadlessDesk(services, connector).live(lines)
    finally:
        await services.stop()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--sip-port", type=int, required=True)
    arguments = parser.parse_args()
    asyncio.run(run(arguments.home, arguments.sip_port))
    os._exit(0)  # the thread that reads stdin cannot be ended


if __name__ == "__main__":
    main()
