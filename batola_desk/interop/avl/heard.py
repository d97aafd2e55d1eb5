"""What the program of positions heard, for people: every device, and how often it refused somebody.

Kept small whatever is sent, and written now and then into a file of the data folder: the window,
``avl devices`` and the doctor read it there.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Final

import msgspec

from batola_desk.interop.avl.report import Report
from batola_desk.settings.whole_file import write_whole

HEARING_NAME: Final = "avl-devices.json"
TAKEN: Final = "taken"
DEVICES_MAX: Final = 500  # LIMIT: remembered strangers
FILE_BYTES_MAX: Final = 4 << 20  # LIMIT: what a desk reads of it


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardDevice:
    """One device.

    Attributes:
        kind: what became of its last report: ``taken``, ``unknown_device``, ``future`` or ``encrypted``.
        last_us: when it was heard last, by the receiver's clock.
        at_us: time of the position; None = none that counts was heard.
    """

    device: str
    kind: str
    first_us: int
    last_us: int
    count: int
    source: str = ""
    latitude: float | None = None
    longitude: float | None = None
    at_us: int | None = None

    @property
    def is_trouble(self) -> bool:
        """Whether IT should look at it."""
        return self.kind != TAKEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """What the program heard since it started.

    Attributes:
        refused: reason → how often: ``wrong_token``, ``too_often``, ``bad`` (no position in it), ``hung_up``.
    """

    since_us: int = 0
    written_us: int = 0
    devices: tuple[HeardDevice, ...] = ()
    refused: Mapping[str, int] = field(default_factory=dict)


class DeviceBook:
    """Remembers devices: those of units all, of strangers the latest. Thread: under the judge's lock."""

    def __init__(self) -> None:
        self._known: dict[str, HeardDevice] = {}  # as many as the configuration names
        self._strangers: OrderedDict[str, HeardDevice] = OrderedDict()

    def note(
        self, device: str, kind: str, now_us: int, *, is_known: bool = False, report: Report | None = None
    ) -> None:
        """Remember one report; ``report`` is given when its place counts."""
        before = self._known.pop(device, None) or self._strangers.pop(device, None)
        heard = before or HeardDevice(device=device, kind=kind, first_us=now_us, last_us=now_us, count=0)
        heard = replace(heard, kind=kind, last_us=now_us, count=heard.count + 1)
        if report is not None:
            heard = replace(
                heard,
                source=report.source,
                latitude=report.latitude,
                longitude=report.longitude,
                at_us=now_us if report.at_us is None else min(report.at_us, now_us),
            )
        if is_known:
            self._known[device] = heard
            return
        self._strangers[device] = heard
        while len(self._strangers) > DEVICES_MAX:
            self._strangers.popitem(last=False)

    def devices(self) -> tuple[HeardDevice, ...]:
        """All of them, strangers last and the latest of them at the end."""
        return (*self._known.values(), *self._strangers.values())


def write_hearing(path: Path, hearing: Hearing) -> None:
    """Replace the file in one step. Raises OSError."""
    write_whole(path, json.dumps(asdict(hearing)).encode(), is_private=True, is_lasting=False)


def read_hearing(path: Path) -> Hearing | None:
    """Return what the program wrote; None when there is no usable file."""
    try:
        with path.open("rb") as file:
            return msgspec.json.decode(file.read(FILE_BYTES_MAX), type=Hearing)
    except (OSError, ValueError, msgspec.MsgspecError):
        return None
