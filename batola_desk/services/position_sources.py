"""Where positions come from beside the calls: the listener for AML, the servers that may be asked.

Both are off unless ``caller_positions.toml`` names them. Thread: the desk's event loop; the listener has its
own.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Final

from batola_desk.domain.aml import AmlReport
from batola_desk.interop import held
from batola_desk.interop.aml_receiver import AmlReceiver
from batola_desk.interop.http_listener import ListenerFault
from batola_desk.interop.position_config import PositionSettings
from batola_desk.services.context import Context
from batola_desk.services.incidents import IncidentService
from batola_desk.services.position_fetches import FetchedDocument, PositionFetches
from batola_desk.services.positions import PositionService

log = logging.getLogger("batola.services")

ALARM: Final = "positions_not_heard"


class PositionSources:
    """Builds the service and keeps what feeds it."""

    def __init__(self, context: Context, incidents: IncidentService, settings: PositionSettings) -> None:
        self._context = context
        self._settings = settings
        self._receiver: AmlReceiver | None = None
        fetcher: Callable[[str], FetchedDocument] | None = None
        if (servers := settings.held) is not None:
            fetcher = lambda uri: _fetched(uri, servers)  # noqa: E731
        hosts = servers.hosts if servers is not None else frozenset[str]()
        self._fetches = PositionFetches(context, fetcher, lambda uri: held.host_of(uri, hosts))
        self.service = PositionService(context, incidents, self._fetches)

    def start(self) -> None:
        """Begin to listen, if IT wants it; a port that is taken is an alarm, not the end."""
        if self._settings.aml is None:
            return
        loop = asyncio.get_running_loop()

        def take(report: AmlReport, source: str) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(self.service.take_report, report, source)

        receiver = AmlReceiver(self._settings.aml, take)
        try:
            receiver.start()
        except ListenerFault as fault:
            log.error("no AML messages can be taken: %s", fault.code)  # noqa: TRY400 - told to the person
            place = f"{self._settings.aml.host}:{self._settings.aml.port}"
            self._context.alarms.raise_alarm(ALARM, detail=f"{place}|{fault.code}")
        else:
            self._context.alarms.clear(ALARM)
            self._receiver = receiver

    async def stop(self) -> None:
        """No more positions."""
        if self._receiver is not None:
            await asyncio.to_thread(self._receiver.stop)
            self._receiver = None
        await self._fetches.stop()


def _fetched(uri: str, settings: held.HeldSettings) -> FetchedDocument:
    answer = held.fetch(uri, settings)
    return FetchedDocument(answer.content_type, answer.document)
