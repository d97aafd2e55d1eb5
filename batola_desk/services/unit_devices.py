"""Whose a device (telephone, tracker) is: heard, listed, given to a unit and taken away.

What a person says is a fact of the units it touches, so every desk of the room agrees, also one that was
away. ``units.toml`` is what counts before anybody has said anything. Source: docs/decisions/0031.

Thread: the desk's event loop.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict, deque
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

from batola_desk.domain.errors import OperatorError
from batola_desk.domain.events.unit import UnitDeviceSet
from batola_desk.domain.facts import AggregateKind, NewFact, aggregate
from batola_desk.domain.unit_devices import UNIT_DEVICE, DeviceWord, devices_of, newest_of, owners
from batola_desk.domain.unit_position import UnitPosition, device_of_name
from batola_desk.interop.avl.feed import is_running
from batola_desk.interop.avl.given import GIVEN_NAME, write_given
from batola_desk.interop.avl.heard import HEARING_NAME, HeardDevice, Hearing, read_hearing
from batola_desk.interop.avl.report import DEVICE_CHARS_MAX
from batola_desk.services.change import Change
from batola_desk.services.context import Context
from batola_desk.services.unit_device_views import DeviceView, ReceiverView
from batola_desk.settings.paths import DeskPaths

log = logging.getLogger("batola.services")

RIGHT: Final = "edit_devices"
HEARD_MAX: Final = 1000  # LIMIT: strangers that this desk remembers
STEPS_MAX: Final = 50
CHANGED: Final = Change(what=frozenset({"unit_devices"}))
_TROUBLES: Final = frozenset({"future", "encrypted"})


@dataclass(slots=True)
class _Live:
    """What this desk heard of a device whose name came with its position."""

    position: UnitPosition
    count: int = 1


@dataclass(frozen=True, slots=True)
class _Step:
    """One thing done here, to be taken back."""

    device: str
    before: str
    after: str


class UnitDeviceService:
    """Use cases of devices.

    Args:
        place: shows where a unit is by a position that its device said before it was its device.
    """

    def __init__(self, context: Context, paths: DeskPaths, place: Callable[[UnitPosition], None]) -> None:
        self._context = context
        self._hearing_path = paths.data / HEARING_NAME
        self._given_path = paths.data / GIVEN_NAME
        self._runtime = paths.runtime
        self._place = place
        plans = (*context.catalog.units, *context.catalog.training_units)
        self._shipped = devices_of(plans)
        self._words: dict[str, DeviceWord] = {}
        self._owners = dict(self._shipped)
        self._by_name: dict[str, int] = {}  # unit → time of the newest position that named its device
        self._live: OrderedDict[str, _Live] = OrderedDict()
        self._hearing: Hearing | None = None
        self._is_running = False
        self._steps: deque[_Step] = deque(maxlen=STEPS_MAX)
        self._kept: dict[str, str] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._is_writing = False

    # ---------------------------------------------------------------- what arrives

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        """The journal has been read; tell the program on this computer what it says."""
        self._loop = loop
        self._kept = {"": ""} if self._given_path.exists() else {}  # of an earlier day: write it anew
        self._read_words()

    def stop(self) -> None:
        """The desk closes."""
        self._loop = None

    def on_units(self, unit_ids: Collection[str]) -> None:
        """The journal said something of these units."""
        units = self._context.world.units
        says = any(unit_id in units and units[unit_id].devices for unit_id in unit_ids)
        if says or (self._words and unit_ids):  # a word may also go again: the room denied it
            self._read_words()

    def as_unit(self, position: UnitPosition) -> UnitPosition | None:
        """Return the position as its unit's; None: it is a device's that nobody has given to a unit."""
        device = device_of_name(position.unit_id)
        if device is None:
            return position
        live = self._live.pop(device, None)
        if live is None:
            live = _Live(position)
            self._context.publish(CHANGED)
        elif position.at_us > live.position.at_us:
            live.position, live.count = position, live.count + 1
        self._live[device] = live
        while len(self._live) > HEARD_MAX:
            self._live.popitem(last=False)
        unit_id = self._owners.get(device)
        if unit_id is None:
            return None
        self._by_name[unit_id] = max(position.at_us, self._by_name.get(unit_id, 0))
        return replace(position, unit_id=unit_id)

    def _read_words(self) -> None:
        words = newest_of(word for unit in self._context.world.units.values() for word in unit.devices)
        if words != self._words:
            before, self._words = self._owners, words
            self._owners = owners(self._shipped, words.values())
            self._context.publish(CHANGED)
            for device, live in tuple(self._live.items()):
                unit_id = self._owners.get(device)
                if unit_id is not None and unit_id != before.get(device):
                    position = self.as_unit(live.position)
                    if position is not None:
                        self._place(position)
        self._tell_program()

    def _tell_program(self) -> None:
        """Write what people said for the program on this computer; again when it changed meanwhile."""
        given = {device: word.unit_id for device, word in self._words.items()}
        if self._is_writing or self._loop is None or given == self._kept:
            return
        self._is_writing = True
        writing = self._loop.run_in_executor(None, write_given, self._given_path, given)

        def done(written: asyncio.Future[None]) -> None:
            self._is_writing = False
            if written.cancelled():
                return
            fault = written.exception()
            if fault is not None:
                log.warning("devices cannot be told to the program of positions", exc_info=fault)
                return
            self._kept = given
            self._tell_program()

        writing.add_done_callback(done)

    # ---------------------------------------------------------------- what may be asked

    @property
    def may_change(self) -> bool:
        """Whether the person at this desk may say whose a device is."""
        return self._context.catalog.may(self._context.role, RIGHT)

    @property
    def can_undo(self) -> bool:
        """Whether something was said here that can be taken back."""
        return bool(self._steps)

    @property
    def receiver(self) -> ReceiverView:
        """The program of positions on this computer, as ``look`` found it."""
        hearing = self._hearing
        if hearing is None:
            return ReceiverView(is_here=self._is_running, is_running=self._is_running)
        return ReceiverView(
            is_here=True, is_running=self._is_running, since_us=hearing.since_us, refused=hearing.refused
        )

    @property
    def unknown_count(self) -> int:
        """How many devices were heard that are nobody's."""
        return sum(device not in self._owners for device in self._heard_names())

    def listed(self) -> Sequence[DeviceView]:
        """All devices: those of nobody first, the latest of them on top; then by unit."""
        here = {heard.device: heard for heard in self._hearing.devices} if self._hearing is not None else {}
        names = {*self._heard_names(), *self._owners}
        views = [self._view(device, here.get(device)) for device in names]
        return sorted(
            views,
            key=lambda view: (
                bool(view.unit_id),
                view.call_sign.casefold(),
                -(view.at_us or 0) if not view.unit_id else 0,
                view.device,
            ),
        )

    async def look(self) -> None:
        """Read what the program on this computer wrote, and whether it runs."""
        hearing = await asyncio.to_thread(read_hearing, self._hearing_path)
        runs = await asyncio.to_thread(is_running, self._runtime)
        if hearing != self._hearing or runs != self._is_running:
            self._hearing, self._is_running = hearing, runs
            self._context.publish(CHANGED)

    def _heard_names(self) -> set[str]:
        here = self._hearing.devices if self._hearing is not None else ()
        names = {heard.device for heard in here if not heard.device.startswith(UNIT_DEVICE)}
        return names | set(self._live)

    def _view(self, device: str, here: HeardDevice | None) -> DeviceView:
        unit_id = self._owners.get(device, "")
        shipped = self._shipped.get(device, "")
        view = DeviceView(
            device=device,
            unit_id=unit_id,
            call_sign=self._call_sign(unit_id),
            shipped_for=self._call_sign(shipped) if shipped != unit_id else "",
            is_shipped=bool(shipped) and device not in self._words,
            heard=here.count if here is not None else None,
            trouble=here.kind if here is not None and here.kind in _TROUBLES else "",
        )
        live = self._live.get(device)
        if here is not None and (live is None or (here.at_us or 0) >= live.position.at_us):
            return replace(
                view, source=here.source, latitude=here.latitude, longitude=here.longitude, at_us=here.at_us
            )
        if live is not None:
            count = view.heard if view.heard is not None else live.count
            return _placed(replace(view, heard=count), live.position)
        return self._by_its_unit(view)

    def _by_its_unit(self, view: DeviceView) -> DeviceView:
        """A program elsewhere says the unit only: the position is its device's if it has but one."""
        unit = self._context.world.units.get(view.unit_id)
        if unit is None or unit.position_source not in {"traccar", "owntracks"}:
            return view
        if unit.position_us == self._by_name.get(view.unit_id) or unit.latitude is None:
            return view  # another device of this unit said so
        if list(self._owners.values()).count(view.unit_id) > 1:
            return view
        return replace(
            view,
            source=unit.position_source,
            latitude=unit.latitude,
            longitude=unit.longitude,
            at_us=unit.position_us,
        )

    def _call_sign(self, unit_id: str) -> str:
        unit = self._context.world.units.get(unit_id)
        return (unit.call_sign if unit is not None else "") or unit_id

    # ---------------------------------------------------------------- what people say

    async def give(self, device: str, unit_id: str) -> None:
        """From now on this device says where this unit is.

        Raises:
            OperatorError: ``lead_only``, ``unit_unknown``, ``device_unusable``.
        """
        if unit_id not in self._context.world.units:
            raise OperatorError("unit_unknown")
        await self._say(device, unit_id)

    async def take_away(self, device: str) -> None:
        """This device is nobody's from now on.

        Raises:
            OperatorError: ``lead_only``, ``device_unusable``.
        """
        await self._say(device, "")

    async def undo(self) -> str:
        """Take back what was said here last; returns the device.

        Raises:
            OperatorError: ``lead_only``, ``device_undo`` (nothing, or somebody has said something since).
        """
        self._ask_right()
        step = self._steps.pop() if self._steps else None
        if step is None or self._owners.get(step.device, "") != step.after:
            raise OperatorError("device_undo")
        await self._record(step.device, step.after, step.before)
        return step.device

    def _ask_right(self) -> None:
        if not self.may_change:
            raise OperatorError("lead_only", action=RIGHT)

    async def _say(self, device: str, unit_id: str) -> None:
        self._ask_right()
        if not 0 < len(device) <= DEVICE_CHARS_MAX or not device.isprintable():
            raise OperatorError("device_unusable", limit=DEVICE_CHARS_MAX)
        before = self._owners.get(device, "")
        if before == unit_id:
            return
        await self._record(device, before, unit_id)
        self._steps.append(_Step(device, before, unit_id))

    async def _record(self, device: str, before: str, after: str) -> None:
        """A word touches who has the device and who gets it; it is newer than every word that is known."""
        units = tuple(unit for unit in (after, before) if unit in self._context.world.units)
        if not units:
            raise OperatorError("unit_unknown")
        known = self._words.get(device)
        now_us = self._context.clock.now_us()
        fact = NewFact(
            event=UnitDeviceSet(device=device, unit_id=after),
            aggregates=tuple(aggregate(AggregateKind.UNIT, unit) for unit in units),
            occurred_us=now_us if known is None else max(now_us, known.at_us + 1),
        )
        await self._context.recorder.record(fact)


def _placed(view: DeviceView, position: UnitPosition) -> DeviceView:
    return replace(
        view,
        source=position.source,
        latitude=position.latitude,
        longitude=position.longitude,
        at_us=position.at_us,
    )
