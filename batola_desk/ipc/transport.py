"""The local wire between engine and screen: where it is, who may use it, one frame at a time.

A Unix socket in the runtime folder (mode 0700) or a Windows pipe, guarded by a token file that only the
user can read. Frames are bytes of JSON; nothing is ever unpickled.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import socket
import stat
import struct
import sys
import tempfile
import threading
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Listener, answer_challenge, deliver_challenge
from pathlib import Path
from typing import Any

from batola_desk.domain.errors import EnvironmentFault

FRAME_BYTES_MAX = 1 << 20  # LIMIT: the largest message, a snapshot of 300 calls, has 0.2 MB
HANDSHAKE_LIMIT_S = 2.0
SEND_LIMIT_S = 5.0  # LIMIT: who has not read for so long is frozen
BACKLOG = 8

_POLL_S = 0.5
_SOCKET_PATH_MAX = 100  # LIMIT: sun_path holds 104 bytes on some systems
_TOKEN_BYTES = 32
_WINDOWS = sys.platform == "win32"


class WireClosedError(Exception):
    """The other side is gone, broke the framing, or this side closed."""


def wire_family() -> str:
    """Return the family for ``multiprocessing.connection``."""
    return "AF_PIPE" if _WINDOWS else "AF_UNIX"


def wire_address(runtime: Path) -> str:
    """Return the address that belongs to a runtime folder.

    A path too long for a Unix socket moves to a private folder below the system's temporary one.

    Raises:
        EnvironmentFault: ``runtime_folder_unsafe``, somebody else owns that private folder.
    """
    digest = hashlib.sha256(str(runtime.resolve()).encode()).hexdigest()[:24]
    if sys.platform == "win32":
        return rf"\\.\pipe\batola-line-{digest}"
    else:  # noqa: RET505  (the type checker follows the platform only this way)
        path = runtime / "engine.sock"
        if len(os.fsencode(path)) <= _SOCKET_PATH_MAX:
            return str(path)
        folder = Path(tempfile.gettempdir()) / f"batola-{os.getuid()}"
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
        if found.st_uid != os.getuid() or not stat.S_ISDIR(found.st_mode) or found.st_mode & 0o077:
            raise EnvironmentFault("runtime_folder_unsafe", path=str(folder))
        return str(folder / f"{digest}.sock")


def token_path(runtime: Path) -> Path:
    """Return where the token of a runtime folder lies."""
    return runtime / "engine.token"


def create_token(runtime: Path) -> bytes:
    """Write a new token, readable by this user only, and return it. Raises OSError."""
    token = secrets.token_bytes(_TOKEN_BYTES)
    path = token_path(runtime)
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(token.hex().encode())
    fresh.replace(path)
    return token


def read_token(runtime: Path) -> bytes:
    """Return the engine's token.

    Raises:
        EnvironmentFault: ``engine_not_reached``, there is no usable token file.
    """
    try:
        return bytes.fromhex(token_path(runtime).read_text(encoding="ascii"))
    except (OSError, ValueError) as fault:
        raise EnvironmentFault("engine_not_reached", step="token") from fault


class Wire:
    """One open connection.

    Thread: one thread receives (and finally calls ``close``), one sends; ``abort`` from anywhere wakes both.
    """

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._aborted = False
        self._lock = threading.Lock()  # SAFETY: a descriptor must not be shut down after it was given back
        self._is_open = True
        self._set_limits(HANDSHAKE_LIMIT_S)

    def shake_hands(self, token: bytes, *, as_server: bool) -> None:
        """Prove on both sides that the token is known.

        Raises:
            WireClosedError: wrong token, silence for ``HANDSHAKE_LIMIT_S``, or no such protocol.
        """
        try:
            for step in (deliver_challenge, answer_challenge)[:: 1 if as_server else -1]:
                if step is answer_challenge and not self._connection.poll(HANDSHAKE_LIMIT_S):
                    raise WireClosedError("handshake took too long")
                step(self._connection, token)
        except (OSError, EOFError, AuthenticationError, AssertionError, ValueError) as fault:
            raise WireClosedError(f"handshake: {type(fault).__name__}") from fault
        self._set_limits(0.0)

    def receive(self) -> bytes:
        """Wait for the next frame. Raises `WireClosedError`."""
        try:
            while not self._connection.poll(_POLL_S):
                if self._aborted:
                    raise WireClosedError("closed here")
            data: bytes = self._connection.recv_bytes(FRAME_BYTES_MAX)
        except (OSError, EOFError, ValueError, TypeError) as fault:
            raise WireClosedError(f"receive: {type(fault).__name__}") from fault
        return data

    def send(self, data: bytes) -> None:
        """Send one frame; waits ``SEND_LIMIT_S`` at most (POSIX). Raises `WireClosedError`."""
        if len(data) > FRAME_BYTES_MAX:
            raise WireClosedError("frame too large")
        try:
            self._connection.send_bytes(data)
        except (OSError, ValueError, TypeError) as fault:
            raise WireClosedError(f"send: {type(fault).__name__}") from fault

    def abort(self) -> None:
        """Wake whoever waits on this wire; they get `WireClosedError`. Harmless when repeated."""
        with self._lock:
            self._aborted = True
            if not self._is_open:
                return
            if _WINDOWS:
                self._is_open = False
                self._connection.close()  # cancels what is pending on the pipe
                return
            self._with_socket(_shut_down)

    def close(self) -> None:
        """Give the descriptor back. Only when nobody uses the wire any more."""
        with self._lock:
            self._aborted = True
            if self._is_open:
                self._is_open = False
                self._connection.close()

    def _set_limits(self, receive_limit_s: float) -> None:
        """Let reads and writes fail after a time. Windows pipes carry whole messages: reading never hangs."""
        if not _WINDOWS:
            self._with_socket(lambda sock: _set_socket_limits(sock, receive_limit_s))

    def _with_socket(self, action: Any) -> None:
        with socket.socket(fileno=os.dup(self._connection.fileno())) as sock:
            action(sock)


def _shut_down(sock: socket.socket) -> None:
    try:
        sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # the other side was faster


def _set_socket_limits(sock: socket.socket, receive_limit_s: float) -> None:
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, _timeval(receive_limit_s))
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, _timeval(SEND_LIMIT_S))


def _timeval(limit_s: float) -> bytes:
    return struct.pack("@ll", int(limit_s), int(limit_s % 1 * 1_000_000))


def open_listener(address: str) -> Listener:
    """Listen on the address; a socket left by a dead engine is removed first. Raises OSError."""
    if not _WINDOWS:
        Path(address).unlink(missing_ok=True)
    listener = Listener(address, wire_family(), backlog=BACKLOG)
    if not _WINDOWS:
        Path(address).chmod(0o600)
    return listener


def end_listening(listener: Listener) -> None:
    """Let a waiting ``accept`` fail. Nobody can connect to end it when the socket's file was removed."""
    if not _WINDOWS:
        inner: socket.socket = listener._listener._socket  # type: ignore[attr-defined]
        inner.shutdown(socket.SHUT_RDWR)


def connect_wire(address: str, token: bytes) -> Wire:
    """Connect to an engine and prove the token.

    Raises:
        EnvironmentFault: ``engine_not_reached`` (nobody there) or ``engine_refused`` (wrong token, hung).
    """
    try:
        wire = Wire(Client(address, wire_family()))
    except OSError as fault:
        raise EnvironmentFault("engine_not_reached", step="connect") from fault
    try:
        wire.shake_hands(token, as_server=False)
    except WireClosedError as fault:
        wire.close()
        raise EnvironmentFault("engine_refused") from fault
    return wire
