"""The screen's side of the local connection. No event loop: callbacks come on the reader thread."""

from __future__ import annotations

import itertools
import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

import msgspec

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.ipc.messages import BadMessage, Command, Message, Reply, decode_from_engine, encode
from batola_desk.ipc.outbox import Outbox
from batola_desk.ipc.transport import Wire, WireClosedError, connect_wire, read_token, wire_address

log = logging.getLogger("batola.ipc")

_FIRST_OWN_REQUEST_ID = 1 << 32  # callers of ``send`` number their commands from 1


class EngineClient:
    """One open connection to the engine.

    Thread: ``send``, ``request`` and ``close`` from anywhere. ``on_message`` and ``on_disconnected`` are
    called on the reader thread, the second one exactly once, also after ``close``.
    """

    def __init__(
        self,
        wire: Wire,
        on_message: Callable[[Message], None],
        on_disconnected: Callable[[str], None],
    ) -> None:
        self._wire = wire
        self._on_message = on_message
        self._on_disconnected = on_disconnected
        self._outbox = Outbox(wire, "batola-ipc-client-out")
        self._numbers = itertools.count(_FIRST_OWN_REQUEST_ID)
        self._lock = threading.Lock()
        self._waiting: dict[int, Future[Reply]] = {}
        self._is_open = True
        self._reader = threading.Thread(target=self._read, name="batola-ipc-client-in", daemon=True)
        self._outbox.start()
        self._reader.start()

    @classmethod
    def connect(
        cls,
        runtime: Path,
        on_message: Callable[[Message], None],
        on_disconnected: Callable[[str], None],
    ) -> EngineClient:
        """Connect to the engine of a runtime folder; the caller sends ``Attach`` next.

        Raises:
            EnvironmentFault: ``engine_not_reached``, ``engine_refused``.
        """
        return cls(connect_wire(wire_address(runtime), read_token(runtime)), on_message, on_disconnected)

    def send(self, command: Command) -> None:
        """Queue one command; its ``Reply`` comes through ``on_message``.

        Raises:
            EnvironmentFault: ``engine_lost``, the connection is gone or does not move.
        """
        if not self._outbox.put(encode(command)):
            self._wire.abort()
            raise EnvironmentFault("engine_lost")

    def request(self, command: Command) -> Future[Reply]:
        """Send one command under a number of our own and return its answer's future.

        The future fails with EnvironmentFault ``engine_lost`` when the connection ends first.
        """
        request_id = next(self._numbers)
        answer: Future[Reply] = Future()
        with self._lock:
            if not self._is_open:
                answer.set_exception(EnvironmentFault("engine_lost"))
                return answer
            self._waiting[request_id] = answer
        try:
            self.send(msgspec.structs.replace(command, request_id=request_id))
        except EnvironmentFault as fault:
            self._settle(request_id, fault)
        return answer

    def close(self) -> None:
        """Close and end both threads (unless called on the reader thread)."""
        self._outbox.close()
        if threading.current_thread() is not self._reader:
            self._reader.join()

    def _read(self) -> None:
        reason = "closed"
        try:
            while True:
                self._take(decode_from_engine(self._wire.receive()))
        except WireClosedError as fault:
            reason = str(fault)
        except BadMessage as fault:
            reason = "bad message"
            log.warning("the engine sent something unreadable: %s", fault)
        finally:
            self._outbox.close()
            self._outbox.join()
            self._wire.close()
            with self._lock:
                self._is_open = False
                waiting = list(self._waiting)
            for request_id in waiting:
                self._settle(request_id, EnvironmentFault("engine_lost"))
            self._on_disconnected(reason)

    def _take(self, message: Message) -> None:
        if isinstance(message, Reply) and message.request_id >= _FIRST_OWN_REQUEST_ID:
            self._settle(message.request_id, message)
            return
        try:
            self._on_message(message)
        except Exception:
            log.exception("taking a message of the engine broke")

    def _settle(self, request_id: int, outcome: Reply | EnvironmentFault) -> None:
        with self._lock:
            answer = self._waiting.pop(request_id, None)
        if answer is None or not answer.set_running_or_notify_cancel():
            return
        if isinstance(outcome, Reply):
            answer.set_result(outcome)
        else:
            answer.set_exception(outcome)
