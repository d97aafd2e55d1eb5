"""The program of positions put together: listener, judgement, feed to the desks here, word to the room.

Thread: ``start`` and ``stop`` from one; positions come on the listener's.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final, Protocol

from batola_desk.domain.unit_position import UnitPosition
from batola_desk.interop.avl.config import AvlSettings
from batola_desk.interop.avl.feed import FeedServer
from batola_desk.interop.avl.intake import Intake
from batola_desk.interop.avl.judge import DeviceTrouble, PositionJudge
from batola_desk.interop.http_listener import HttpListener
from batola_desk.settings.paths import DeskPaths

log = logging.getLogger("batola.interop")

TROUBLES_NAME: Final = "avl-devices.json"
UNIT_DEVICE: Final = "unit:"  # a device's name that means a unit itself: replaying a file needs no entry


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
        self._troubles = paths.data / TROUBLES_NAME
        self._told: tuple[DeviceTrouble, ...] = ()
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
        self.keep_troubles()

    def keep_troubles(self) -> None:
        """Write down which devices IT should look at, for ``avl devices`` and the doctor."""
        troubles = self._judge.troubles()
        if troubles == self._told:
            return
        self._told = troubles
        try:
            write_troubles(self._troubles, troubles)
        except OSError as fault:
            log.warning("the list of unknown devices cannot be written", extra={"errno": fault.errno})

    def _take(self, position: UnitPosition) -> None:
        self._feed.put(position)
        if self._room is not None:
            self._room.put(position)


def devices_of(units: Sequence[Any]) -> dict[str, str]:
    """Return device name to unit id from the units of the configuration."""
    known = {f"{UNIT_DEVICE}{plan.unit_id}": plan.unit_id for plan in units}
    return known | {device: plan.unit_id for plan in units for device in plan.devices}


def write_troubles(path: Path, troubles: Sequence[DeviceTrouble]) -> None:
    """Replace the file in one step. Raises OSError."""
    fresh = path.with_suffix(".new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump([asdict(trouble) for trouble in troubles], file)
    fresh.replace(path)


def read_troubles(path: Path) -> list[DeviceTrouble]:
    """Return what the program wrote; nothing when there is no usable file."""
    try:
        return [DeviceTrouble(**row) for row in json.loads(path.read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError):
        return []
