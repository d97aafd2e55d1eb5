"""One thread, one selector, one heap of timers. No asyncio: a bad datagram must never end reception."""

from __future__ import annotations

import contextlib
import heapq
import itertools
import logging
import selectors
import socket
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Protocol

log = logging.getLogger("batola.telephony")

Callback = Callable[[], None]
SocketCallback = Callable[[int], None]

_IDLE_WAIT_S = 1.0
_BROKEN_WAIT_S = 0.01  # a wait that fails for no reason we can see must not become a busy one
_POSTED_PER_TURN = 256  # LIMIT: sockets and timers get their turn even under a flood of posts


class Timer:
    """A planned call. ``cancel`` is harmless at any time."""

    __slots__ = ("callback", "due_s", "order")

    def __init__(self, due_s: float, order: int, callback: Callback) -> None:
        self.due_s = due_s
        self.order = order
        self.callback: Callback | None = callback

    def cancel(self) -> None:
        self.callback = None

    def __lt__(self, other: Timer) -> bool:
        return (self.due_s, self.order) < (other.due_s, other.order)


class Loop(Protocol):
    """What the SIP core needs from its thread; tests give it a simulated one."""

    def now_s(self) -> float: ...

    def call_later(self, delay_s: float, callback: Callback) -> Timer: ...

    def post(self, callback: Callback) -> None: ...

    def watch(self, sock: socket.socket, events: int, callback: SocketCallback) -> None: ...

    def unwatch(self, sock: socket.socket) -> None: ...

    def start(self) -> None: ...

    def stop(self, timeout_s: float) -> bool: ...

    def run_until(self, condition: Callable[[], bool], timeout_s: float) -> bool: ...


class SelectorLoop:
    """The real loop.

    Thread: ``post``, ``start``, ``stop``, ``run_until`` from anywhere; everything else only on the loop's own
    thread (before ``start`` also by whoever builds the loop).
    """

    def __init__(self, name: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._selector = selectors.DefaultSelector()
        self._timers: list[Timer] = []
        self._order = itertools.count()
        self._posted: deque[Callback] = deque()
        self._stopping = False
        self._wake_reader, self._wake_writer = socket.socketpair()
        self._wake_reader.setblocking(False)
        self._wake_writer.setblocking(False)
        self._selector.register(self._wake_reader, selectors.EVENT_READ, self._drain_wake)
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def now_s(self) -> float:
        return self._clock()

    def call_later(self, delay_s: float, callback: Callback) -> Timer:
        timer = Timer(self._clock() + delay_s, next(self._order), callback)
        heapq.heappush(self._timers, timer)
        return timer

    def post(self, callback: Callback) -> None:
        """Run on the loop's thread soon. Callers are our own methods, so the queue stays short."""
        self._posted.append(callback)
        try:
            self._wake_writer.send(b"\0")
        except OSError:
            # A full pipe already wakes the loop; a closed one means it has ended.
            log.debug("wake-up not needed")

    def watch(self, sock: socket.socket, events: int, callback: SocketCallback) -> None:
        """Register a socket or change its events."""
        if sock in self._selector.get_map():
            self._selector.modify(sock, events, callback)
        else:
            self._selector.register(sock, events, callback)

    def unwatch(self, sock: socket.socket) -> None:
        with contextlib.suppress(KeyError, ValueError):  # never watched, or closed by somebody else
            self._selector.unregister(sock)

    def start(self) -> None:
        self._thread.start()

    def stop(self, timeout_s: float) -> bool:
        """End the thread and free the selector; False if the thread did not end in time."""

        def end() -> None:
            self._stopping = True

        if self._thread.is_alive():
            self.post(end)
            self._thread.join(timeout_s)
            if self._thread.is_alive():
                return False
        self._selector.close()
        self._wake_reader.close()
        self._wake_writer.close()
        return True

    def run_until(self, condition: Callable[[], bool], timeout_s: float) -> bool:
        """Block the calling (foreign) thread until the condition, checked on the loop, holds."""
        done = threading.Event()

        def check() -> None:
            if condition():
                done.set()
            elif not done.is_set():
                self.call_later(0.01, check)

        self.post(check)
        reached = done.wait(timeout_s)
        done.set()
        return reached

    def _drain_wake(self, _events: int) -> None:
        self._wake_reader.recv(4096)

    def _run(self) -> None:
        while not self._stopping:
            for key, events in self._ready():
                self._guard(key.data, events)
            for _ in range(min(len(self._posted), _POSTED_PER_TURN)):
                self._guard(self._posted.popleft())
            now_s = self._clock()
            while self._timers and self._timers[0].due_s <= now_s:
                timer = heapq.heappop(self._timers)
                if timer.callback is not None:
                    self._guard(timer.callback)

    def _ready(self) -> list[tuple[selectors.SelectorKey, int]]:
        try:
            return self._selector.select(self._wait_s())
        except (OSError, ValueError):
            # SAFETY: on Windows one socket that a driver took away makes the wait for all of them fail.
            log.exception("waiting for sockets broke")
            self._drop_dead_sockets()
            return []

    def _drop_dead_sockets(self) -> None:
        """Their owners look after them (``Network.check``)."""
        dropped = 0
        for key in list(self._selector.get_map().values()):
            sock = key.fileobj
            assert isinstance(sock, socket.socket)
            try:
                sock.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE)
            except OSError:
                self.unwatch(sock)
                dropped += 1
        if not dropped:
            time.sleep(_BROKEN_WAIT_S)

    def _wait_s(self) -> float:
        if self._posted:
            return 0.0
        while self._timers and self._timers[0].callback is None:
            heapq.heappop(self._timers)
        if not self._timers:
            return _IDLE_WAIT_S
        return max(0.0, min(_IDLE_WAIT_S, self._timers[0].due_s - self._clock()))

    @staticmethod
    def _guard(callback: Callable[..., None], *arguments: int) -> None:
        try:
            callback(*arguments)
        except Exception:
            # SAFETY: this thread carries every call of the desk; a fault in one message ends that message
            # only.
            log.exception("telephony callback broke")
