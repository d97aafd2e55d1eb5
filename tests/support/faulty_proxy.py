"""A TCP relay whose weather can turn: slow, stalled, swallowed one way or both, closed, reset."""

from __future__ import annotations

import asyncio
import contextlib
import random
import socket
import struct
import threading
from enum import StrEnum


class Weather(StrEnum):
    """What the way to the server does."""

    FAIR = "fair"
    SLOW = "slow"  # ``slow_s`` for each piece
    STALLED = "stalled"  # held back, and delivered when it clears: a short outage
    BLACK_HOLE = "black_hole"  # nothing arrives, nobody is told; what was swallowed never comes
    HALF_OPEN = "half_open"  # questions arrive, answers do not
    CLOSED = "closed"  # every connection is closed, new ones are refused at once
    RESET = "reset"  # the same by RST


class FaultyProxy:
    """Listens on a free loopback port. Thread: its own; ``weather`` from any.

    Attributes:
        slow_s: how long a piece takes at least and at most while the way is slow.
    """

    def __init__(self, target_port: int, seed: int) -> None:
        self.slow_s = (0.0, 0.3)
        self._target_port = target_port
        self._random = random.Random(seed)
        self._weather = Weather.FAIR
        self._pairs: set[_Pair] = set()
        self._loop = asyncio.new_event_loop()
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = int(self._listening.getsockname()[1])
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="faulty-proxy", daemon=True)
        self._thread.start()
        self._ready.wait()

    @property
    def weather(self) -> Weather:
        return self._weather

    @weather.setter
    def weather(self, weather: Weather) -> None:
        self._loop.call_soon_threadsafe(self._turn, weather)

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._serve, sock=self._listening))
        self._ready.set()
        self._loop.run_forever()
        server.close()
        for pair in list(self._pairs):
            pair.drop(reset=True)
        tasks = asyncio.all_tasks(self._loop)
        for task in tasks:
            task.cancel()
        if tasks:
            self._loop.run_until_complete(asyncio.wait(tasks, timeout=2))
        self._loop.close()

    def _turn(self, weather: Weather) -> None:
        self._weather = weather
        for pair in list(self._pairs):
            if weather in {Weather.CLOSED, Weather.RESET}:
                pair.drop(reset=weather is Weather.RESET)
            pair.cleared.clear() if weather is Weather.STALLED else pair.cleared.set()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        pair = _Pair(writer)
        self._pairs.add(pair)
        try:
            if self._weather in {Weather.CLOSED, Weather.RESET}:
                return
            if self._weather is Weather.STALLED:
                pair.cleared.clear()
            server_reader, server_writer = await asyncio.open_connection("127.0.0.1", self._target_port)
            pair.writers.append(server_writer)
            await asyncio.gather(
                self._relay(pair, reader, server_writer, is_question=True),
                self._relay(pair, server_reader, writer, is_question=False),
            )
        except OSError:
            return
        finally:
            pair.drop(reset=False)
            self._pairs.discard(pair)

    async def _relay(
        self, pair: _Pair, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, is_question: bool
    ) -> None:
        while piece := await reader.read(65_536):
            if self._weather is Weather.SLOW:
                await asyncio.sleep(self._random.uniform(*self.slow_s))
            await pair.cleared.wait()
            if self._weather is Weather.BLACK_HOLE or (
                self._weather is Weather.HALF_OPEN and not is_question
            ):
                pair.is_doomed = True
            if pair.is_doomed and (not is_question or self._weather is not Weather.HALF_OPEN):
                continue  # a stream with a hole in it never recovers
            writer.write(piece)
            await writer.drain()
        pair.drop(reset=False)


class _Pair:
    """One connection and its other half."""

    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self.writers = [writer]
        self.cleared = asyncio.Event()
        self.cleared.set()
        self.is_doomed = False

    def drop(self, *, reset: bool) -> None:
        self.cleared.set()
        for writer in self.writers:
            if reset:
                raw = writer.get_extra_info("socket")
                with contextlib.suppress(OSError, AttributeError):
                    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                writer.transport.abort()
            else:
                writer.close()
