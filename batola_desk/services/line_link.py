"""The desk's side of the local connection: attach, supervise, command, hand on what arrives.

The connection reads in its own thread and only reaches the loop through ``call_soon_threadsafe``; every id
travels as an argument. While the engine is away the link starts it again and re-attaches; callers of
``command`` get ``OperatorError("engine_lost")`` at once instead of waiting.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import logging
import os
from collections.abc import Callable
from typing import Protocol

import msgspec

from batola_desk.domain.errors import EnvironmentFault, OperatorError
from batola_desk.ipc.messages import (
    PROTOCOL_VERSION,
    Attach,
    Command,
    ConfirmFacts,
    Message,
    Reply,
    ShutDownEngine,
    SitDown,
)

log = logging.getLogger("batola.services")

REPLY_LIMIT_S = 3.0  # LIMIT: the engine answers within milliseconds; after this the person must know
RETRY_FIRST_S = 0.1
RETRY_MAX_S = 5.0  # LIMIT: each try may start a process; a corrected configuration must still work soon
STEADY_S = 10.0  # an engine that dies sooner than this is started again with growing pauses
PULSE_S = 2.0  # how often the engine is asked whether it still answers


class LineConnection(Protocol):
    """One open connection to the engine."""

    def send(self, command: Command) -> None:
        """Queue one command; never blocks.

        Raises:
            EnvironmentFault: the connection is gone.
        """

    def close(self) -> None:
        """Close it and end its reader thread; may block for a moment."""


class LineConnector(Protocol):
    """Makes sure an engine runs and connects to it (``ipc.launcher`` and ``ipc.client``)."""

    def connect(self, on_message: Callable[[Message], None], on_closed: Callable[[], None]) -> LineConnection:
        """Start the engine if none runs, connect, start reading. Blocks; called in a worker thread.

        Both callbacks are called on the connection's reader thread.

        Raises:
            EnvironmentFault: no engine could be reached.
        """


class LineListener(Protocol):
    """Who hears what the line tells; called on the loop."""

    def on_line_message(self, message: Message) -> None: ...

    def on_line_lost(self) -> None: ...

    def on_line_unreachable(self, fault: EnvironmentFault) -> None:
        """The engine does not start, or is not one this screen can talk to; it is tried again."""

    def on_line_silent(self, *, silent: bool) -> None:
        """The engine is there but does not answer, or answers again."""


class LineLink:
    """Keeps the desk attached to its engine. Thread: the desk's event loop."""

    def __init__(self, connector: LineConnector, listener: LineListener, *, operator: str = "") -> None:
        self._connector = connector
        self._operator = operator
        self._listener = listener
        self._requests = itertools.count(1)
        self._replies: dict[int, asyncio.Future[Reply]] = {}
        self._connection: LineConnection | None = None
        self._lost = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._generation = 0
        self._attach_id = 0
        self._is_stranger = False  # attached to an engine of another version
        self._is_silent = False
        self._wants_engine = True

    @property
    def is_attached(self) -> bool:
        """Whether commands can be sent now."""
        return self._connection is not None

    def start(self) -> None:
        """Begin to attach and to supervise."""
        self._task = asyncio.create_task(self._keep_attached(), name="services:line-link")

    def sit_down(self, operator: str) -> None:
        """This person uses the line from now on; the next attachment tells it too."""
        self._operator = operator
        self.post(SitDown(operator=operator))

    def let_go(self) -> None:
        """Do not start the engine again when it ends: the desk is closing."""
        self._wants_engine = False

    async def stop(self) -> None:
        """Detach; the engine and its calls live on."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None
        await self._close()

    async def command(self, command: Command) -> None:
        """Send one command and wait for the engine's answer.

        Raises:
            OperatorError: the engine refused (its code), is away (``engine_lost``) or does not answer
                (``engine_silent``).
        """
        request_id = next(self._requests)
        reply: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        self._replies[request_id] = reply
        try:
            self._send(msgspec.structs.replace(command, request_id=request_id))
            answer = await asyncio.wait_for(reply, REPLY_LIMIT_S)
        except TimeoutError as late:
            raise OperatorError("engine_silent") from late
        finally:
            self._replies.pop(request_id, None)
        if answer.code:
            raise OperatorError(answer.code, **answer.values)

    def post(self, command: Command) -> None:
        """Send without waiting, for what is repeated anyway; silently nothing while the engine is away."""
        with contextlib.suppress(OperatorError):
            self._send(msgspec.structs.replace(command, request_id=next(self._requests)))

    def confirm(self, fact_ids: tuple[str, ...]) -> None:
        """Tell the engine that these facts are on the desk's disk; unconfirmed ones come again."""
        self.post(ConfirmFacts(fact_ids=fact_ids))

    def _send(self, command: Command) -> None:
        if self._connection is None:
            raise OperatorError("engine_lost")
        try:
            self._connection.send(command)
        except EnvironmentFault as fault:
            raise OperatorError("engine_lost") from fault

    async def _keep_attached(self) -> None:
        delay_s = RETRY_FIRST_S
        clock = asyncio.get_running_loop().time
        while self._wants_engine:
            self._lost.clear()
            self._generation += 1
            self._is_stranger = self._is_silent = False
            try:
                await self._connect(self._generation)
            except (EnvironmentFault, OSError) as problem:
                fault = problem if isinstance(problem, EnvironmentFault) else _no_start(problem)
                log.info("the engine cannot be reached yet: %s", fault.code)
                self._listener.on_line_unreachable(fault)
            else:
                attached_s = clock()
                await self._until_lost()
                await self._close()
                if self._wants_engine:
                    self._listener.on_line_lost()
                if clock() - attached_s >= STEADY_S:
                    delay_s = RETRY_FIRST_S
                    continue
            await asyncio.sleep(delay_s)
            delay_s = min(delay_s * 2, RETRY_MAX_S)

    async def _until_lost(self) -> None:
        """Wait for the end of the connection, and see now and then that the engine is alive behind it."""
        while not self._lost.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._lost.wait(), PULSE_S)
                return
            if self._is_stranger:
                self.post(ShutDownEngine())  # refused while calls live; one of our version is started then
                continue
            try:
                await self.command(ConfirmFacts(fact_ids=()))  # confirms nothing: the answer is what counts
            except OperatorError as refusal:
                self._judge_pulse(silent=refusal.code == "engine_silent")
            else:
                self._judge_pulse(silent=False)

    def _judge_pulse(self, *, silent: bool) -> None:
        if silent is not self._is_silent and not self._lost.is_set():
            self._is_silent = silent
            self._listener.on_line_silent(silent=silent)

    async def _connect(self, generation: int) -> None:
        loop = asyncio.get_running_loop()

        def on_message(message: Message) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(self._take, generation, message)

        def on_closed() -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(self._take_loss, generation)

        connecting = asyncio.ensure_future(asyncio.to_thread(self._connector.connect, on_message, on_closed))
        try:
            connection = await asyncio.shield(connecting)
        except asyncio.CancelledError:
            connecting.add_done_callback(_close_late_connection)
            raise
        self._connection = connection
        self._attach_id = next(self._requests)
        with contextlib.suppress(OperatorError):  # a connection lost already tells so by on_closed
            self._send(
                Attach(
                    request_id=self._attach_id,
                    version=PROTOCOL_VERSION,
                    screen_pid=os.getpid(),
                    operator=self._operator,
                )
            )

    async def _close(self) -> None:
        connection, self._connection = self._connection, None
        for reply in self._replies.values():
            if not reply.done():
                reply.set_exception(OperatorError("engine_lost"))
        if connection is not None:
            await asyncio.to_thread(connection.close)

    def _take(self, generation: int, message: Message) -> None:
        if generation != self._generation:
            return  # a late word of an engine that is gone
        if isinstance(message, Reply):
            reply = self._replies.get(message.request_id)
            if reply is not None and not reply.done():
                reply.set_result(message)
            elif message.request_id == self._attach_id and message.code:
                self._on_attach_refused(message)
            return
        self._listener.on_line_message(message)

    def _on_attach_refused(self, refusal: Reply) -> None:
        """An engine of another version, left by a desk before an update: it may end as soon as it is idle."""
        self._is_stranger = True
        self._listener.on_line_unreachable(EnvironmentFault(refusal.code, **refusal.values))
        self.post(ShutDownEngine())

    def _take_loss(self, generation: int) -> None:
        if generation == self._generation:
            self._lost.set()


def _no_start(fault: OSError) -> EnvironmentFault:
    return EnvironmentFault("engine_not_started", step=type(fault).__name__)


def _close_late_connection(connecting: asyncio.Future[LineConnection]) -> None:
    """Close a connection that came up after the desk stopped waiting for it."""
    if not connecting.cancelled() and connecting.exception() is None:
        connecting.result().close()
