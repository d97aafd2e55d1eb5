"""The local wire from the program of positions to a desk: the newest arrives, whoever leaves and comes."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from batola_desk.domain.unit_position import UnitPosition
from batola_desk.interop.avl.feed import BEAT_S, FEED_NAME, FeedReader, FeedServer, is_running


def position(number: int, unit_id: str = "u1") -> UnitPosition:
    return UnitPosition(unit_id=unit_id, latitude=-3.1, longitude=114.6, at_us=number, source="traccar")


class Desk:
    def __init__(self, runtime: Path) -> None:
        self.got: dict[str, UnitPosition] = {}
        self.batches = 0
        self.changed = threading.Condition()
        self.reader = FeedReader(runtime, self._take)
        self.reader.start()

    def _take(self, positions: Sequence[UnitPosition]) -> None:
        with self.changed:
            self.batches += 1
            self.got.update({p.unit_id: p for p in positions})
            self.changed.notify_all()

    def until(self, unit_id: str, at_us: int) -> None:
        with self.changed:
            assert self.changed.wait_for(
                lambda: unit_id in self.got and self.got[unit_id].at_us == at_us, timeout=8
            )


def test_a_desk_gets_the_newest_first_and_then_what_moves(tmp_path: Path) -> None:
    server = FeedServer(tmp_path, lambda: [position(1), position(5, "u2")])
    server.start()
    desk = Desk(tmp_path)
    try:
        desk.until("u2", 5)
        began_s = time.monotonic()
        for number in range(10, 2010):
            server.put(position(number))
        desk.until("u1", 2009)
        assert time.monotonic() - began_s < 3.0
        beats = (time.monotonic() - began_s) / BEAT_S
        assert desk.batches <= beats + 3  # newest of each, no queue
        assert is_running(tmp_path)
    finally:
        desk.reader.stop()
        server.stop()
    assert not is_running(tmp_path)


def test_a_desk_survives_the_program_and_meets_the_next_one(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    try:
        for number in (1, 2):
            server = FeedServer(tmp_path, lambda number=number: [position(number)])
            server.start()
            desk.until("u1", number)
            server.stop()
    finally:
        desk.reader.stop()


def test_without_the_key_nothing_is_told(tmp_path: Path) -> None:
    server = FeedServer(tmp_path, lambda: [position(1)])
    server.start()
    try:
        port = json.loads((tmp_path / FEED_NAME).read_text())["port"]
        assert (tmp_path / FEED_NAME).stat().st_mode & 0o077 == 0
        with socket.create_connection(("127.0.0.1", port), timeout=5) as wire:
            wire.sendall(b"0" * 64 + b"\n")
            assert wire.recv(100) == b""
    finally:
        server.stop()


def test_a_program_that_speaks_nonsense_costs_nothing(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as liar:
        (tmp_path / FEED_NAME).write_text(json.dumps({"port": liar.getsockname()[1], "key": "k"}))
        desk = Desk(tmp_path)
        wire, _ = liar.accept()
        with wire:
            wire.sendall(b'[{"unit_id": "u1", "latitude": 999, "longitude": 1, "at_us": 1, "source": "x"}]\n')
            wire.sendall(b"nonsense\n")
            time.sleep(0.2)
        desk.reader.stop()
    assert desk.got == {}
