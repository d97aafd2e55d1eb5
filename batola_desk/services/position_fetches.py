"""Positions that a call only names (RFC 6442 §4.2): fetched by the desk, never by the thread of the calls.

Fetched once, when this desk answers the call, and again when a person asks; only from servers that IT has
listed. The document goes into the journal whole, like one that came along; a failure is told in words.
Thread: the desk's event loop; the fetching itself runs in a worker thread with a limit of time.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from batola_desk.domain.call import Call
from batola_desk.domain.errors import EnvironmentFault, OperatorError
from batola_desk.domain.events.call import CallLocationReceived
from batola_desk.domain.facts import AggregateKind, NewFact, aggregate
from batola_desk.services.change import Change
from batola_desk.services.context import Context
from batola_desk.services.follow_up import SYSTEM_ACTOR
from batola_desk.services.position_views import FetchView

log = logging.getLogger("batola.services")

KEPT_MAX: Final = 300
RUNNING_MAX: Final = 4  # LIMIT: at once; each holds a worker thread


@dataclass(frozen=True, slots=True)
class FetchedDocument:
    """What a server answered: a location document."""

    content_type: str
    document: str


Fetcher = Callable[[str], FetchedDocument]
"""Blocks; raises EnvironmentFault (``held_…``). Called in a worker thread."""


class PositionFetches:
    """What is known of each call's fetching.

    Args:
        fetcher: None = IT has not allowed any server.
        host_of: the server's name in an address; empty when it is none that can be asked.
    """

    def __init__(self, context: Context, fetcher: Fetcher | None, host_of: Callable[[str], str]) -> None:
        self._context = context
        self._fetcher = fetcher
        self._host_of = host_of
        self._known: OrderedDict[str, FetchView] = OrderedDict()  # by call key
        self._tasks: set[asyncio.Task[None]] = set()

    def of(self, call_key: str) -> FetchView | None:
        """The fetching of a call's position; None = the call names no place to fetch one from."""
        known = self._known.get(call_key)
        if known is not None:
            return known
        call = self._context.world.call(call_key)
        host = self._first_host(call) if call is not None else ""
        return FetchView(host=host) if host else None

    def on_call(self, call: Call) -> None:
        """A call changed: ask once, when it was answered here."""
        if self._fetcher is None or call.call_key in self._known or not call.location_uris:
            return
        if call.answered_us is None or not call.is_live or not self._context.world.is_ours(call.desk):
            return
        self._start(call)

    async def fetch(self, call_key: str) -> None:
        """Ask now.

        Raises:
            OperatorError: ``held_off``, ``held_nothing_named``, ``held_running``.
        """
        call = self._context.world.call(call_key)
        if self._fetcher is None:
            raise OperatorError("held_off")
        if call is None or not self._first_host(call):
            raise OperatorError("held_nothing_named")
        known = self._known.get(call_key)
        if (known is not None and known.is_running) or len(self._tasks) >= RUNNING_MAX:
            raise OperatorError("held_running")
        self._start(call)

    async def stop(self) -> None:
        """Wait for nobody any more."""
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _start(self, call: Call) -> None:
        host = self._first_host(call)
        if not host or len(self._tasks) >= RUNNING_MAX:
            return
        self._tell(call.call_key, FetchView(host=host, is_running=True))
        task = asyncio.create_task(self._fetch(call), name="services:fetch-position")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _fetch(self, call: Call) -> None:
        """The addresses in the order of the network, until one of them answers with a document."""
        assert self._fetcher is not None
        view = FetchView(host=self._first_host(call))
        for uri in call.location_uris:
            host = self._host_of(uri)
            if not host:
                continue
            try:
                got = await asyncio.to_thread(self._fetcher, uri)
            except EnvironmentFault as fault:
                log.info("a position could not be fetched: %s", fault.code)
                view = FetchView(host=host, code=fault.code)
                continue
            event = CallLocationReceived(
                source="held", uri=uri, content_type=got.content_type, document=got.document
            )
            name = aggregate(AggregateKind.CALL, call.call_key)
            fact = NewFact(event=event, aggregates=(name,), occurred_us=self._context.clock.now_us())
            self._context.recorder.submit([fact], actor=SYSTEM_ACTOR)
            view = FetchView(host=host)
            break
        self._tell(call.call_key, replace(view, is_running=False))

    def _tell(self, call_key: str, view: FetchView) -> None:
        self._known[call_key] = view
        self._known.move_to_end(call_key)
        while len(self._known) > KEPT_MAX:
            self._known.popitem(last=False)
        self._context.publish(Change(call_keys=frozenset({call_key}), what=frozenset({"positions"})))

    def _first_host(self, call: Call) -> str:
        return next((host for host in map(self._host_of, call.location_uris) if host), "")
