"""The program of positions put together: listener, judgement, feed to the desks here, word to the room.

Thread: ``start`` and ``stop`` from one; positions come on the listener's.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Protocol

from batola_desk.domain.unit_position import UnitPosition
from batola_desk.interop.avl.config import AvlSettings
from batola_desk.interop.avl.feed import FeedServer
from batola_desk.interop.avl.heard import HEARING_NAME, Hearing, write_hearing
from batola_desk.interop.avl.intake import Intake
from batola_desk.interop.avl.judge import PositionJudge
from batola_desk.interop.http_listener import HttpListener
from batola_desk.settings.paths import DeskPaths

log = logging.getLogger("batola.interop")


class RoomTeller(Protocol):
    """Tells the secretariat; must never wait in ``put``."""

    def put(self, position: UnitPosition) -> None: ...


class AvlProgram:
    """Listens and hands on.

    Args:
        units: device name to unit id, asked at each report.
    """

    def __init__(
        self,
        settings: AvlSettings,
        paths: DeskPaths,
        units: Callable[[], Mapping[str, str]],
        now_us: Callable[[], int],
        room: RoomTeller | None = None,
    ) -> None:
        self._path = paths.data / HEARING_NAME
        self._now_us = now_us
        self._hearing = Hearing(since_us=now_us())
        self._judge = PositionJudge(units, now_us)
        self._feed = FeedServer(paths.runtime, self._judge.newest)
        self._room = room
        self.intake = Intake(self._judge, self._take)
        self._listener = HttpListener(settings.listener, self.intake.routes(), name="batola-avl-http")

    def start(self) -> tuple[str, int]:
        """Listen; returns address and port.

        Raises:
            ListenerFault: the listener cannot start.
            OSError: the runtime folder cannot be written.
        """
        address = self._listener.start()
        self._feed.start()
        return address

    def stop(self) -> None:
        """Hang up on everybody."""
        self._listener.stop()
        self._feed.stop()
        self.keep_hearing()

    def keep_hearing(self) -> None:
        """Write down who was heard and refused, for the window, ``avl devices`` and the doctor."""
        now = replace(self._hearing, devices=self._judge.heard(), refused=self._refused())
        if now == self._hearing and self._hearing.written_us:
            return
        self._hearing = replace(now, written_us=self._now_us())
        try:
            write_hearing(self._path, self._hearing)
        except OSError as fault:
            log.warning("the list of devices cannot be written", extra={"errno": fault.errno})

    def _refused(self) -> dict[str, int]:
        """Who goes on being wrong is hung up on without an answer."""
        answers = dict(self._listener.counts)
        return {
            "wrong_token": answers.pop(401, 0),
            "too_often": answers.pop(429, 0),
            "hung_up": answers.pop(0, 0),
            "bad": sum(count for status, count in answers.items() if 400 <= status < 500),
        }

    def _take(self, position: UnitPosition) -> None:
        self._feed.put(position)
        if self._room is not None:
            self._room.put(position)
