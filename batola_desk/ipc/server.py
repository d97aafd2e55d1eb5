"""The engine's side of the local connection. Nothing a screen does or fails to do may hurt a call."""

from __future__ import annotations

import contextlib
import itertools
import logging
import threading
import time
from typing import Protocol

from batola_desk.ipc.messages import (
    PROTOCOL_VERSION,
    Attach,
    BadMessage,
    Command,
    EngineAlarm,
    Levels,
    Message,
    Reply,
    decode_from_screen,
    encode,
)
from batola_desk.ipc.outbox import Outbox
from batola_desk.ipc.sound_messages import DeviceLevels
from batola_desk.ipc.transport import Wire, WireClosedError, connect_wire, end_listening, open_listener

log = logging.getLogger("batola.ipc")

SESSIONS_MAX = 16
STOP_FLUSH_LIMIT_S = 0.5
ACCEPT_PAUSE_S = 0.1  # without descriptors every accept fails at once
WAKE_LIMIT_S = 2.0  # LIMIT: far more than a connection to ourselves takes


class Session:
    """One client. Thread: everything public from anywhere; nothing blocks."""

    def __init__(self, wire: Wire, session_id: int) -> None:
        self.session_id = session_id
        self.screen_pid = 0
        self._wire = wire
        self._outbox = Outbox(wire, f"batola-ipc-out-{session_id}")
        self._outbox.start()

    def send(self, message: Message) -> None:
        """Queue a message; a client that lets its queue run full is disconnected."""
        self.send_frame(encode(message), droppable=isinstance(message, Levels | DeviceLevels))

    def reply(self, command: Command, code: str = "", **values: object) -> None:
        """Answer a command."""
        texts = {name: str(value) for name, value in values.items()}
        self.send(Reply(request_id=command.request_id, code=code, values=texts))

    def send_frame(self, frame: bytes, *, droppable: bool) -> None:
        """Queue an encoded message."""
        if not self._outbox.put(frame, droppable=droppable):
            self._wire.abort()

    def receive(self) -> Command:
        """Wait for the next command. Raises WireClosedError or BadMessage."""
        return decode_from_screen(self._wire.receive())

    def close(self, *, flush_limit_s: float = 0.0) -> None:
        """End the connection; its reader notices."""
        self._outbox.close(flush_limit_s=flush_limit_s)

    def release(self) -> None:
        """Last act of the reader: nobody uses the wire after this."""
        self._outbox.close()
        self._outbox.join()
        self._wire.close()


class ServerListener(Protocol):
    """Told about clients on their reader threads; must only hand over."""

    def on_attached(self, session: Session, attach: Attach) -> None:
        """A screen became the active one; send it a snapshot and answer its ``Attach``."""

    def on_detached(self, session: Session) -> None:
        """The active screen is gone."""

    def on_command(self, session: Session, command: Command) -> None:
        """Any other command, also of a client that is not the active screen."""


class EngineServer:
    """Accepts clients; the last one that attached is the active screen and gets what is broadcast.

    A screen that was replaced keeps its connection (it would only fight for its place otherwise) and is told.
    """

    def __init__(self, address: str, token: bytes, listener: ServerListener) -> None:
        self._address = address
        self._token = token
        self._listener = listener
        self._lock = threading.Lock()
        self._sessions: dict[int, Session] = {}
        self._readers: set[threading.Thread] = set()
        self._active: Session | None = None
        self._numbers = itertools.count(1)
        self._stopping = False
        self._accepted = open_listener(address)
        self._thread = threading.Thread(target=self._accept, name="batola-ipc-accept", daemon=True)

    @property
    def is_attached(self) -> bool:
        """Whether a screen is attached."""
        return self._active is not None

    def start(self) -> None:
        self._thread.start()

    def broadcast(self, message: Message) -> None:
        """Queue a message for the active screen, if there is one."""
        session = self._active
        if session is not None:
            session.send(message)

    def stop(self) -> None:
        """Let queued words out for a moment, then end every connection and thread."""
        self._stopping = True
        with self._lock:
            sessions = list(self._sessions.values())
            readers = list(self._readers)
        for session in sessions:
            session.close(flush_limit_s=STOP_FLUSH_LIMIT_S)
        self._wake_accept()
        self._thread.join(WAKE_LIMIT_S)
        if self._thread.is_alive():
            end_listening(self._accepted)
            self._thread.join()
        with contextlib.suppress(OSError):  # its file is gone already
            self._accepted.close()
        for reader in readers:
            reader.join()

    def _wake_accept(self) -> None:
        """``accept`` has no time limit; a connection of our own ends it."""
        if self._thread.is_alive():
            try:
                connect_wire(self._address, b"stop").close()
            except Exception:  # noqa: BLE001  (whatever happened, accept has returned)
                log.debug("accept was woken")

    def _accept(self) -> None:
        while not self._stopping:
            try:
                connection = self._accepted.accept()
            except OSError as fault:
                if not self._stopping:
                    log.info("a client left before it was accepted", extra={"fault": type(fault).__name__})
                    time.sleep(ACCEPT_PAUSE_S)
                continue
            wire = Wire(connection)
            with self._lock:
                is_full = len(self._readers) >= SESSIONS_MAX
                if not is_full and not self._stopping:
                    number = next(self._numbers)
                    reader = threading.Thread(
                        target=self._serve, args=(wire, number), name=f"batola-ipc-in-{number}", daemon=True
                    )
                    self._readers.add(reader)
                    reader.start()
                    continue
            wire.close()

    def _serve(self, wire: Wire, number: int) -> None:
        """A client's reader thread, from handshake to end."""
        try:
            wire.shake_hands(self._token, as_server=True)
        except WireClosedError as fault:
            if not self._stopping:
                log.info("a client was refused", extra={"reason": str(fault)})
            wire.close()
            self._forget_reader()
            return
        session = Session(wire, number)
        with self._lock:
            self._sessions[number] = session
            if self._stopping:
                session.close()
        try:
            while True:
                self._take(session, session.receive())
        except WireClosedError:
            log.info("a client left", extra={"session": number})
        except BadMessage as fault:
            log.info("a client was cut off: unreadable message", extra={"session": number})
            log.debug("unreadable message: %s", fault)
        finally:
            self._end(session)

    def _take(self, session: Session, command: Command) -> None:
        try:
            if isinstance(command, Attach):
                self._attach(session, command)
            else:
                self._listener.on_command(session, command)
        except Exception:
            log.exception("a command broke")
            session.reply(command, "engine_fault")

    def _attach(self, session: Session, attach: Attach) -> None:
        if attach.version != PROTOCOL_VERSION:
            session.reply(attach, "protocol_version", engine=PROTOCOL_VERSION, screen=attach.version)
            return
        session.screen_pid = attach.screen_pid
        with self._lock:
            before, self._active = self._active, session
        if before is not None and before is not session:
            before.send(EngineAlarm(code="screen_replaced"))
        self._listener.on_attached(session, attach)

    def _end(self, session: Session) -> None:
        with self._lock:
            self._sessions.pop(session.session_id, None)
            was_active = self._active is session
            if was_active:
                self._active = None
        session.release()
        if was_active:
            self._listener.on_detached(session)
        self._forget_reader()

    def _forget_reader(self) -> None:
        with self._lock:
            self._readers.discard(threading.current_thread())
