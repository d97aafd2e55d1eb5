"""Warnings of the weather office: asked for now and then, laid over the kecamatan, forgotten when over.

They are no facts of this desk: nothing of them is in the journal, but that the alert of them was raised and
seen. A warning disturbs no call: its alert waits until nobody talks here. Source: domain.md §16, §17,
docs/decisions/0040.

Thread: the desk's event loop; sources are asked and outlines compared in a worker thread.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from batola_desk.domain.errors import OperatorError
from batola_desk.domain.weather import (
    SEVERITIES,
    Corners,
    StandingWarning,
    Taken,
    WarningBook,
    WarningMessage,
    info_ends_us,
)
from batola_desk.interop.cap.config import WeatherSettings
from batola_desk.interop.cap.document import read_message
from batola_desk.interop.cap.safe_xml import CapFault
from batola_desk.interop.cap.sources import FeedReader, FolderReader, Step, read_limited
from batola_desk.map.warned_places import WarnedPlace, WarnedPlaces
from batola_desk.services.change import Change
from batola_desk.services.context import Context
from batola_desk.services.weather_views import WeatherSourceView, WeatherView

log = logging.getLogger("batola.services")

ALARM: Final = "weather"
SILENT_ALARM: Final = "weather_not_heard"
WHERE_MAX: Final = 4  # LIMIT: kecamatan named in the line of an alert
FOLDER_SILENT_S: Final = 300.0  # LIMIT: a share that is away longer is told
_RANK: Final = {word: at for at, word in enumerate(SEVERITIES)}


class Source(Protocol):
    """What can be asked step by step (``interop.cap.sources``)."""

    @property
    def place(self) -> str: ...

    def step(self, now_s: float) -> Step: ...


@dataclass(slots=True)
class _Asked:
    """A source and how it stands."""

    kind: str
    reader: Source
    silent_after_s: float
    heard_s: float  # the start counts as heard: what is off since a minute is not silent
    next_s: float = 0.0
    heard_us: int | None = None
    fault: CapFault | None = None
    is_silent: bool = False
    task: asyncio.Task[None] | None = None


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a message that touches the regency: its number, its kecamatan, what the map draws of it."""

    number: int
    places: tuple[WarnedPlace, ...]
    outlines: tuple[Corners, ...]


@dataclass(frozen=True, slots=True)
class _Compared:
    """A message, and what of it touches the regency."""

    message: WarningMessage
    parts: tuple[_Part, ...]


class WeatherService:
    """Use cases of weather warnings.

    Args:
        is_busy: whether somebody talks here now; alerts wait meanwhile.
    """

    def __init__(self, context: Context, settings: WeatherSettings, *, is_busy: Callable[[], bool]) -> None:
        self._context = context
        self._settings = settings
        self._is_busy = is_busy
        self._book = WarningBook()
        self._parts: dict[tuple[str, str], _Compared] = {}
        self._shown: tuple[WeatherView, ...] = ()
        self._asked: list[_Asked] = []
        self._places = WarnedPlaces(
            context.gazetteer, regency=settings.place.regency, province=settings.place.province
        )
        feed, folder = settings.feed, settings.folder
        if feed.enabled:
            reader = FeedReader(feed, first=settings.place.province)
            self.ask("feed", reader, silent_after_s=feed.silent_after_min * 60.0)
        if folder.path:
            self.ask("folder", FolderReader(Path(folder.path)), silent_after_s=FOLDER_SILENT_S)

    @property
    def credit(self) -> str:
        """Whose data the feed's are."""
        return self._settings.show.credit

    def ask(self, kind: str, reader: Source, *, silent_after_s: float) -> None:
        """Ask one more source from now on."""
        heard_s = self._context.clock.mono_s()
        self._asked.append(_Asked(kind, reader, silent_after_s=silent_after_s, heard_s=heard_s))

    # ---------------------------------------------------------------- asking

    def standing(self) -> Sequence[WeatherView]:
        """What holds here, the worst first, of those what begins first."""
        return self._shown

    def sources(self) -> Sequence[WeatherSourceView]:
        """Where warnings come from by themselves."""
        return [
            WeatherSourceView(
                kind=one.kind,
                place=one.reader.place,
                heard_us=one.heard_us,
                is_silent=one.is_silent,
                code=one.fault.code if one.fault is not None else "",
                values=one.fault.values if one.fault is not None else {},
            )
            for one in self._asked
        ]

    async def take_file(self, path: str) -> Taken:
        """Read a CAP document that a person chose.

        Raises:
            OperatorError: ``weather_file_unreadable``, ``cap_…`` as ``interop.cap.safe_xml``.
        """
        try:
            compared = await asyncio.to_thread(self._read_file, Path(path))
        except OSError as fault:
            raise OperatorError("weather_file_unreadable", path=path) from fault
        except CapFault as fault:
            raise OperatorError(fault.code, **fault.values) from fault
        taken = self._take(compared, "hand")
        self._judge()
        return taken

    # ---------------------------------------------------------------- time

    async def tick(self) -> None:
        """Once a second: what is over goes, what is due is asked."""
        now_s = self._context.clock.mono_s()
        for one in self._asked:
            if one.task is None and now_s >= one.next_s:
                one.task = asyncio.create_task(self._step(one), name=f"services:weather-{one.kind}")
        self._book.expire(self._context.clock.now_us())
        self._judge()

    async def stop(self) -> None:
        """Wait for nobody any more."""
        tasks = [one.task for one in self._asked if one.task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _step(self, one: _Asked) -> None:
        """Ask a source once; a fault of ours is logged and does not end the asking."""
        try:
            step, found = await asyncio.to_thread(self._ask_and_compare, one.reader)
        except Exception:
            log.exception("a source of weather warnings broke")
            one.next_s = self._context.clock.mono_s() + one.silent_after_s
            one.task = None
            return
        one.task = None
        one.next_s = self._context.clock.mono_s() + step.wait_s
        before = (one.fault.code if one.fault is not None else "", one.heard_us)
        if step.has_answered:
            one.heard_s, one.heard_us = self._context.clock.mono_s(), self._context.clock.now_us()
            one.fault = None
        one.fault = step.fault or one.fault
        for compared in found:
            self._take(compared, one.kind)
        is_news = before != (one.fault.code if one.fault is not None else "", one.heard_us)
        self._judge(is_news=is_news)

    def _ask_and_compare(self, reader: Source) -> tuple[Step, list[_Compared]]:
        """Thread: a worker."""
        step = reader.step(self._context.clock.mono_s())
        return step, [self._compare(message) for message in step.messages]

    def _read_file(self, path: Path) -> _Compared:
        """Thread: a worker."""
        return self._compare(read_message(read_limited(path)))

    def _compare(self, message: WarningMessage) -> _Compared:
        parts = (
            _Part(number, places, self._places.outlines(info.areas))
            for number, info in enumerate(message.infos)
            if (places := self._places.touched(info.areas))
        )
        return _Compared(message, tuple(parts))

    # ---------------------------------------------------------------- what stands

    def _take(self, compared: _Compared, source: str) -> Taken:
        message = compared.message
        taken = self._book.take(
            message, is_ours=bool(compared.parts), source=source, now_us=self._context.clock.now_us()
        )
        if taken is Taken.SHOWN:
            self._parts[(message.sender, message.identifier)] = compared
        log.info("a weather warning was taken: %s", taken.value)
        return taken

    def _judge(self, *, is_news: bool = False) -> None:
        """Bring views and alerts to what the book and the clock say."""
        standing = self._book.standing()
        keys = {(held.message.sender, held.message.identifier) for held in standing}
        self._parts = {key: compared for key, compared in self._parts.items() if key in keys}
        now_us = self._context.clock.now_us()
        views = [view for held in standing for view in self._views(held, now_us)]
        views.sort(key=lambda view: (_RANK[view.severity], view.from_us, view.key))
        for one in self._asked:
            is_silent = self._context.clock.mono_s() - one.heard_s > one.silent_after_s
            is_news |= is_silent is not one.is_silent
            one.is_silent = is_silent
        is_news |= tuple(views) != self._shown
        self._shown = tuple(views)
        self._sound(standing)
        if is_news:
            self._context.publish(Change(what=frozenset({"weather"})))

    def _views(self, held: StandingWarning, now_us: int) -> list[WeatherView]:
        message = held.message
        found = []
        for part in self._parts[(message.sender, message.identifier)].parts:
            info = message.infos[part.number]
            if info_ends_us(info) <= now_us:
                continue
            found.append(
                WeatherView(
                    key=f"{message.sender},{message.identifier},{message.sent_us},{part.number}",
                    event=info.event,
                    headline=info.headline,
                    description=info.description,
                    instruction=info.instruction,
                    severity=info.severity,
                    urgency=info.urgency,
                    certainty=info.certainty,
                    sender=info.sender_name or message.sender,
                    source=held.source,
                    sent_us=message.sent_us,
                    taken_us=held.taken_us,
                    from_us=info.from_us,
                    until_us=info_ends_us(info),
                    has_end=info.until_us is not None,
                    has_begun=info.from_us <= now_us,
                    places=part.places,
                    outlines=part.outlines,
                )
            )
        return found

    def _sound(self, standing: Sequence[StandingWarning]) -> None:
        """One alert for each chain of messages: updates are silent unless they say it became worse."""
        alarms = self._context.alarms
        active = alarms.active_subjects(ALARM)
        wanted = dict(filter(None, (self._alert(held, active) for held in standing)))
        for subject in active - wanted.keys():
            alarms.clear(ALARM, subject)
        may_begin = wanted.keys() <= active or not self._is_busy()
        for subject, detail in wanted.items():
            if may_begin or subject in active:
                alarms.raise_alarm(ALARM, subject, detail=detail)
        alarms.keep_only(SILENT_ALARM, [one.kind for one in self._asked if one.is_silent])

    def _alert(self, held: StandingWarning, active: Collection[str]) -> tuple[str, str] | None:
        """Subject and words of a message's alert; None: too slight for one."""
        message, least = held.message, self._settings.show.alarm_from
        parts = self._parts[(message.sender, message.identifier)].parts
        worst = min(parts, key=lambda part: _RANK[_weighed(message.infos[part.number].severity)])
        info, places = message.infos[worst.number], worst.places
        severity = _weighed(info.severity)
        if not least or _RANK[severity] > _RANK[least]:
            return None
        worse = (word for word in SEVERITIES[: _RANK[severity]] if f"{held.root}:{word}" in active)
        names = ", ".join(place.name for place in places[:WHERE_MAX])
        more = f" +{len(places) - WHERE_MAX}" if len(places) > WHERE_MAX else ""
        return f"{held.root}:{next(worse, severity)}", f"{info.event}: {names}{more}"


def _weighed(severity: str) -> str:
    """Who does not say how bad it is is taken for middling."""
    return "Moderate" if severity == "Unknown" else severity
