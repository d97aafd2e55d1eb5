"""From the program of positions to the desks on the same machine: a local wire with the newest of each unit.

The program listens on loopback and writes port and key into ``avl.json`` in the runtime folder (readable by
this user only); a desk that finds the file connects. A subscriber that is slow gets the newest positions
later, never a queue: what waits is one position for each unit.
"""

from __future__ import annotations

import contextlib
import hmac
import json
import logging
import secrets
import socket
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import msgspec

from batola_desk.domain.unit_position import UnitPosition
from batola_desk.settings.whole_file import write_whole

log = logging.getLogger("batola.interop")

FEED_NAME: Final = "avl.json"
SUBSCRIBERS_MAX: Final = 8
UNITS_MAX: Final = 2000  # LIMIT: of one batch
BEAT_S: Final = 0.03  # LIMIT: a screen paints no faster; a device is heard ten times a second (``intake``)
SILENCE_S: Final = 2.0  # a batch, though empty: whoever reads knows that the program lives
LINE_BYTES_MAX: Final = 1 << 20
_WAIT_S: Final = 5.0
_AGAIN_S: Final = 1.0


class FeedServer:
    """The program's side. Thread: ``put`` from any.

    Args:
        newest: what a subscriber gets first.
    """

    def __init__(self, runtime: Path, newest: Callable[[], Sequence[UnitPosition]]) -> None:
        self._path = runtime / FEED_NAME
        self._newest = newest
        self._key = secrets.token_hex(32)
        self._lock = threading.Lock()
        self._waiting: dict[threading.Event, dict[str, UnitPosition]] = {}
        self._stopping = threading.Event()
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=SUBSCRIBERS_MAX)
        self._threads: set[threading.Thread] = set()
        self._accepting = threading.Thread(target=self._accept, name="batola-avl-feed", daemon=True)

    def start(self) -> None:
        """Listen, and say where. Raises OSError."""
        self._accepting.start()
        said = json.dumps({"port": self._socket.getsockname()[1], "key": self._key})
        write_whole(self._path, said.encode("ascii"), is_private=True, is_lasting=False)

    def put(self, position: UnitPosition) -> None:
        """Send it soon to everybody."""
        with self._lock:
            for wake, waiting in self._waiting.items():
                waiting[position.unit_id] = position
                wake.set()

    def stop(self) -> None:
        """Hang up."""
        self._stopping.set()
        self._path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            socket.create_connection(self._socket.getsockname(), timeout=1.0).close()  # wakes ``accept``
        if self._accepting.ident is not None:
            self._accepting.join(_WAIT_S)
        self._socket.close()
        with self._lock:
            threads = list(self._threads)
            for wake in self._waiting:
                wake.set()
        for thread in threads:
            thread.join(_WAIT_S)

    def _accept(self) -> None:
        while not self._stopping.is_set():
            try:
                wire, _ = self._socket.accept()
            except OSError:
                self._stopping.wait(_AGAIN_S)
                continue
            with self._lock:
                has_room = len(self._threads) < SUBSCRIBERS_MAX and not self._stopping.is_set()
                if has_room:
                    thread = threading.Thread(
                        target=self._serve, args=(wire,), name="batola-avl-desk", daemon=True
                    )
                    self._threads.add(thread)
                    thread.start()
            if not has_room:
                wire.close()

    def _serve(self, wire: socket.socket) -> None:
        wake = threading.Event()
        try:
            with wire:
                wire.settimeout(_WAIT_S)
                given = wire.recv(len(self._key) + 1).strip()
                if hmac.compare_digest(given, self._key.encode()):
                    with self._lock:
                        self._waiting[wake] = {}
                    self._feed(wire, wake)
        except OSError:
            log.debug("a desk left the feed of positions")
        finally:
            with self._lock:
                self._waiting.pop(wake, None)
                self._threads.discard(threading.current_thread())

    def _feed(self, wire: socket.socket, wake: threading.Event) -> None:
        batch: list[UnitPosition] = list(self._newest())
        while not self._stopping.is_set():
            wire.sendall(msgspec.json.encode(batch) + b"\n")
            self._stopping.wait(BEAT_S)
            wake.wait(SILENCE_S)
            wake.clear()
            with self._lock:
                waiting = self._waiting[wake]
                batch = list(waiting.values())
                waiting.clear()


class FeedReader:
    """The desk's side: connects whenever the program runs, tells of what it says. Thread: its own.

    Args:
        on_positions: each batch, also an empty one.
    """

    def __init__(self, runtime: Path, on_positions: Callable[[Sequence[UnitPosition]], None]) -> None:
        self._path = runtime / FEED_NAME
        self._on_positions = on_positions
        self._stopping = threading.Event()
        self._wire: socket.socket | None = None
        self._thread = threading.Thread(target=self._run, name="batola-avl-reader", daemon=True)

    def start(self) -> None:
        """Begin; waits for nothing."""
        self._thread.start()

    def stop(self, limit_s: float = 2.0) -> None:
        """End."""
        self._stopping.set()
        wire = self._wire
        if wire is not None:
            with contextlib.suppress(OSError):
                wire.shutdown(socket.SHUT_RDWR)
        if self._thread.ident is not None:
            self._thread.join(limit_s)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._read_while_it_lives()
            except (OSError, ValueError, KeyError, TypeError, msgspec.MsgspecError):
                log.debug("no feed of positions")
            except Exception:  # SAFETY: a fault of ours costs live positions, nothing else
                log.exception("the feed of positions broke")
            self._stopping.wait(_AGAIN_S)

    def _read_while_it_lives(self) -> None:
        place = json.loads(self._path.read_text(encoding="ascii"))
        with socket.create_connection(("127.0.0.1", int(place["port"])), timeout=_WAIT_S) as wire:
            self._wire = wire
            wire.settimeout(_WAIT_S)  # the program speaks every two seconds
            wire.sendall(str(place["key"]).encode("ascii") + b"\n")
            with wire.makefile("rb") as lines:
                while not self._stopping.is_set():
                    line = lines.readline(LINE_BYTES_MAX)
                    if not line.endswith(b"\n"):
                        return
                    batch = msgspec.json.decode(line, type=list[UnitPosition])
                    self._on_positions([p for p in batch[:UNITS_MAX] if p.is_usable])


def is_running(runtime: Path) -> bool:
    """Whether the program of positions runs for this runtime folder."""
    try:
        place = json.loads((runtime / FEED_NAME).read_text(encoding="ascii"))
        socket.create_connection(("127.0.0.1", int(place["port"])), timeout=0.5).close()
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return True
