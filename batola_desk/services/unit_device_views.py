"""What the screen may ask about devices (telephones, trackers) and whose they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceView:
    """One device.

    Attributes:
        unit_id, call_sign: whose it is; empty = nobody's.
        shipped_for: call sign of the unit that ``units.toml`` names, when people have said otherwise.
        is_shipped: nobody has said anything, ``units.toml`` counts.
        source: ``traccar``, ``owntracks``; empty = not heard.
        at_us: time of the position.
        heard: how often; None = this desk cannot know.
        trouble: ``future`` or ``encrypted``.
    """

    device: str
    unit_id: str = ""
    call_sign: str = ""
    shipped_for: str = ""
    is_shipped: bool = False
    source: str = ""
    latitude: float | None = None
    longitude: float | None = None
    at_us: int | None = None
    heard: int | None = None
    trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiverView:
    """The program of positions on this computer.

    Attributes:
        is_here: it runs, or has run, on this computer.
        refused: reason → how often; see ``interop.avl.heard.Hearing``.
    """

    is_here: bool = False
    is_running: bool = False
    since_us: int = 0
    refused: Mapping[str, int] = field(default_factory=dict)


class UnitDeviceUseCases(Protocol):
    """Whose a device is (``services.unit_devices``)."""

    @property
    def may_change(self) -> bool: ...

    @property
    def can_undo(self) -> bool: ...

    @property
    def receiver(self) -> ReceiverView: ...

    @property
    def unknown_count(self) -> int: ...

    def listed(self) -> Sequence[DeviceView]: ...

    async def look(self) -> None: ...

    async def give(self, device: str, unit_id: str) -> None: ...

    async def take_away(self, device: str) -> None: ...

    async def undo(self) -> str: ...
