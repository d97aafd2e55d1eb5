"""Asks callers for their position by a link, and takes what their page says. Source: domain.md §11, §12.1.

The service (``batola-desk intake``) runs here or elsewhere; this desk makes a link there, sends its
text, and hears what is new. What is heard becomes facts under ids that follow from it: the service tells
everything until it is in the journal, and telling twice changes nothing. A service that is away costs the
links, nothing else. Thread: the desk's event loop; asking and sending wait in workers.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Final

from batola_desk.domain.aml import is_aml_text, read_aml_form
from batola_desk.domain.call import Call
from batola_desk.domain.callback import Callback
from batola_desk.domain.earth_area import area_around
from batola_desk.domain.errors import OperatorError
from batola_desk.domain.events.call import CallTextReceived, CallTextSent
from batola_desk.domain.events.location_request import LocationRequestChanged, LocationRequested
from batola_desk.domain.events.position import CallLocated, DeskPositionReceived
from batola_desk.domain.facts import AggregateKind, Event, NewFact, aggregate
from batola_desk.domain.ids import new_id
from batola_desk.domain.incident import Incident
from batola_desk.domain.location_link import (
    LINK_SOURCE,
    WORDS_MAX,
    CallLink,
    LinkState,
    digest_of,
    new_secret,
)
from batola_desk.interop.intake.client import IntakeClient, IntakeFault, News, NewsReader, Taken
from batola_desk.interop.intake.config import CHANNELS, DeskLinkSettings
from batola_desk.models.search_text import number_key
from batola_desk.services.call_views import call_on_line
from batola_desk.services.change import Change
from batola_desk.services.context import Context
from batola_desk.services.core import Receipt
from batola_desk.services.follow_up import (
    SYSTEM_ACTOR,
    derived_fact_id,
    fact_of_call,
    is_dialable,
    names_of_call,
)
from batola_desk.services.link_views import MadeLink
from batola_desk.services.positions import PositionService
from batola_desk.services.text_sender import PASTE, TextSender
from batola_desk.services.why_dialled import CALLBACK, MANUAL

log = logging.getLogger("batola.services")

ALARM_AWAY: Final = "links_not_heard"
ALARM_WROTE: Final = "caller_wrote"
AWAY_ALARM_S: Final = 20.0  # LIMIT: a service that restarts is back by then
LINK_MARK: Final = "{link}"
TICKET_MARK: Final = aggregate(AggregateKind.INCIDENT, "")
MINUTES: Final = (1.0, 1440.0)  # LIMIT: of a link's life, whatever limits.toml says


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkGoal:
    """Who is asked.

    Attributes:
        key: what the service calls it: a call, or ``incident:`` and a ticket that only has a number.
        names: whose history the link is part of.
    """

    key: str
    names: tuple[str, ...]
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BegunLink:
    """A link that waits for its text to go out."""

    goal: LinkGoal
    link_id: str
    address: str = field(repr=False)  # holds the secret


class LocationLinkService:
    """Implements ``services.link_views.LinkUseCases``.

    Args:
        settings: None = this desk makes no links.
        sender: how their texts go out.
        take_referral: takes the result of a referral.
    """

    def __init__(
        self,
        context: Context,
        positions: PositionService,
        settings: DeskLinkSettings | None,
        sender: TextSender,
        *,
        take_referral: Callable[[Mapping[str, object]], Awaitable[None]],
    ) -> None:
        self._context = context
        self._positions = positions
        self._settings = settings
        self._sender = sender
        self._take_referral = take_referral
        self._client = IntakeClient(settings) if settings is not None else None
        self._reader: NewsReader | None = None
        self._running: set[str] = set()  # calls for which a link is being made
        self._taking: set[asyncio.Task[None]] = set()
        self._away_since_s: float | None = None

    # ---------------------------------------------------------------- life

    def start(self) -> None:
        """Begin to hear what is new."""
        if self._client is None:
            return
        loop = asyncio.get_running_loop()

        def take(epoch: str, news: list[News], taken: Taken) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(self._begin_taking, epoch, news, taken)

        def tell(code: str) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(self._on_told, code)

        self._reader = NewsReader(self._client, self._context.desk, take, tell)
        self._reader.start()

    async def stop(self) -> None:
        """No more news."""
        if self._reader is not None:
            await asyncio.to_thread(self._reader.stop)
            self._reader = None
        for task in list(self._taking):
            task.cancel()
        await asyncio.gather(*self._taking, return_exceptions=True)

    # ---------------------------------------------------------------- reading

    @property
    def is_on(self) -> bool:
        """Whether IT has set up the service at this desk."""
        return self._settings is not None

    def of_call(self, call_key: str) -> Sequence[CallLink]:
        """Every link of a call, the latest first."""
        call = self._context.world.call(call_key)
        return tuple(reversed(call.links)) if call is not None else ()

    def can_write(self, call_key: str) -> bool:
        """Whether the caller has the page open, or had, and can still answer."""
        return self._open_link(call_key) is not None

    def call_of_incident(self, incident_id: str) -> str:
        """The latest call of a caller on a ticket."""
        entry = self._context.world.entry(incident_id)
        calls = [self._known(key) for key in (entry.incident.call_keys if entry is not None else ())]
        number = entry.incident.text("callback_number") if entry is not None else ""
        found = [call for call in calls if call is not None and _is_with_caller(call, number)]
        found.sort(key=lambda call: (call.direction == "inbound", call.offered_us or 0))
        return found[-1].call_key if found else ""

    # ---------------------------------------------------------------- a person's wish

    async def request(self, call_key: str, channel: str = "") -> MadeLink:
        """Make a link for the other side of a call and send it.

        Raises:
            OperatorError: ``link_off``, ``link_no_call`` (also one with an agency or a desk),
                ``link_channel_unknown``, ``link_running``, or why the service made none
                (``interop.intake.client.IntakeFault``).
        """
        return await self._request(await self._goal_of_call(call_key), channel)

    async def request_for_callback(self, callback_id: str, channel: str = "") -> MadeLink:
        """The same for a call-back line: its last lost call."""
        name = aggregate(AggregateKind.CALLBACK, callback_id)
        item = await asyncio.wrap_future(self._context.reader.state(name))
        keys = item.call_keys if isinstance(item, Callback) else ()
        return await self._request(await self._goal_of_call(keys[-1] if keys else ""), channel)

    async def request_for_incident(self, incident_id: str, channel: str = "") -> MadeLink:
        """The same for a ticket: its caller, else whoever was called back, else the number written there."""
        call_key = self.call_of_incident(incident_id)
        if call_key:
            return await self.request(call_key, channel)
        return await self._request(await self._goal_of_ticket(incident_id), channel)

    async def _request(self, goal: LinkGoal | None, channel: str) -> MadeLink:
        if channel and channel not in (*CHANNELS, PASTE):
            raise OperatorError("link_channel_unknown", channel=channel)
        way = channel or self._sender.usual
        link = await self._begin(goal, way)
        text = _text_with(self._context.catalog.centre.link_text, link.address)
        made = MadeLink(
            call_key=link.goal.key,
            number_display=self._context.rules.number_display(link.goal.number),
            text=text,
            channel=way,
            was_sent=False,
        )
        if not self._sender.sends(way):
            return made
        code = await self._sender.send(way, link.goal.number, text)
        await self.end(link, code)
        return replace(made, was_sent=not code, code=code)

    async def begin(self, call_key: str, channel: str) -> BegunLink:
        """Make a link for a text that somebody else sends. Raises what ``request`` does."""
        return await self._begin(await self._goal_of_call(call_key), channel)

    async def _begin(self, goal: LinkGoal | None, channel: str) -> BegunLink:
        settings, client = self._settings, self._client
        if settings is None or client is None:
            raise OperatorError("link_off")
        if goal is None:
            raise OperatorError("link_no_call")
        if goal.key in self._running:
            raise OperatorError("link_running")
        self._running.add(goal.key)
        try:
            return await self._make(settings, client, goal, channel)
        finally:
            self._running.discard(goal.key)

    async def _goal_of_call(self, call_key: str) -> LinkGoal | None:
        call = await self._load(call_key) if call_key else None
        if call is None or (call.direction != "inbound" and call.purpose not in {CALLBACK, MANUAL}):
            return None
        return LinkGoal(key=call_key, names=names_of_call(call), number=call.number)

    async def _goal_of_ticket(self, incident_id: str) -> LinkGoal | None:
        incident = await self._incident(incident_id) if incident_id else None
        number = incident.text("callback_number") if incident is not None else ""
        if not is_dialable(number):
            return None
        name = aggregate(AggregateKind.INCIDENT, incident_id)
        return LinkGoal(key=name, names=(name,), number=number)

    async def end(self, link: BegunLink, code: str) -> None:
        """Its text went out, or did not: why, as a code."""
        state = LinkState.NOT_SENT if code else LinkState.SENT
        changed = LocationRequestChanged(link_id=link.link_id, state=state, reason=code)
        await self._context.recorder.record(self._fact(link.goal.names, changed))

    async def _make(
        self, settings: DeskLinkSettings, client: IntakeClient, goal: LinkGoal, channel: str
    ) -> BegunLink:
        secret, link_id = new_secret(), new_id()
        low, high = MINUTES
        life_s = min(high, max(low, self._context.catalog.limits.location_link.expiry_minutes)) * 60
        try:
            await asyncio.to_thread(
                client.make_link,
                link_id=link_id,
                digest=digest_of(secret),
                desk=self._context.desk,
                call_key=goal.key,
                life_s=life_s,
            )
        except IntakeFault as fault:
            raise OperatorError(fault.code, **fault.values) from fault
        asked = LocationRequested(
            link_id=link_id,
            channel=channel,
            expires_us=self._context.clock.now_us() + int(life_s * 1_000_000),
        )
        await self._context.recorder.record(self._fact(goal.names, asked))
        return BegunLink(goal=goal, link_id=link_id, address=f"{settings.page}/#{secret}")

    async def send_text(self, call_key: str, text: str) -> None:
        """Write to the caller's page.

        Raises:
            OperatorError: ``text_missing``, ``link_none``, or why the service did not take it.
        """
        words = text.strip()[:WORDS_MAX]
        if not words:
            raise OperatorError("text_missing")
        link, call = self._open_link(call_key), self._context.world.call(call_key)
        if link is None or call is None or self._client is None:
            raise OperatorError("link_none")
        try:
            await asyncio.to_thread(self._client.say, link_id=link.link_id, text_id=new_id(), text=words)
        except IntakeFault as fault:
            raise OperatorError(fault.code, **fault.values) from fault
        await self._context.recorder.record(
            self._fact(names_of_call(call), CallTextSent(text=words, medium=LINK_SOURCE))
        )
        self._context.alarms.clear(ALARM_WROTE, aggregate(AggregateKind.CALL, call_key))

    # ---------------------------------------------------------------- what the service says

    def _on_told(self, code: str) -> None:
        """The service answers, or does not."""
        now_s = self._context.clock.mono_s()
        if not code:
            self._away_since_s = None
            self._context.alarms.clear(ALARM_AWAY)
            return
        if self._away_since_s is None:
            self._away_since_s = now_s
            log.info("the service of links does not answer: %s", code)
        elif now_s - self._away_since_s >= AWAY_ALARM_S:
            self._context.alarms.raise_alarm(ALARM_AWAY, detail=code)

    def _begin_taking(self, epoch: str, news: list[News], taken: Taken) -> None:
        task = asyncio.get_running_loop().create_task(self._take(epoch, news, taken), name="link news")
        self._taking.add(task)
        task.add_done_callback(self._taking.discard)

    async def _take(self, epoch: str, news: list[News], taken: Taken) -> None:
        """Journal a batch; it is confirmed when all of it is on the disk, else it is told again."""
        try:
            receipts = [await self._take_one(epoch, one) for one in news]
            await asyncio.gather(*(receipt.durable for receipt in receipts if receipt is not None))
        except asyncio.CancelledError:
            raise
        except OperatorError as refusal:
            log.warning("what a link said waits: %s", refusal.code)
        except Exception:
            log.exception("what a link said could not be taken")
        else:
            taken.journalled.set()

    async def _take_one(self, epoch: str, news: News) -> Receipt | None:
        """One piece of news; what this desk does not understand is passed over."""
        if news.kind == "aml":
            self._take_aml(news)
            return None
        if news.kind == "referral":
            await self._take_referral(news.body)
            return None
        if news.call.startswith(TICKET_MARK):
            return await self._take_for_ticket(epoch, news)
        call = await self._load(news.call) if news.call else None
        if call is None:
            log.info("news of a call that this desk does not know", extra={"kind": news.kind})
            return None
        fact_id = derived_fact_id(news.link, f"{epoch}/{news.number}")
        event = _event_of(news)
        if event is None:
            return None
        if isinstance(event, CallLocated):
            return self._positions.take_located(call, event, fact_id, news.at_us)
        if isinstance(event, CallTextReceived):
            self._call_attention(call)
        return self._submit(call, event, fact_id, news.at_us)

    async def _take_for_ticket(self, epoch: str, news: News) -> Receipt | None:
        """News of a link that a ticket's number got: it stands there, a position is offered there."""
        incident = await self._incident(news.call.removeprefix(TICKET_MARK))
        if incident is None:
            return None
        told, names = _event_of(news), [news.call]
        event: Event | None = told
        if isinstance(told, CallTextReceived):
            self._context.alarms.raise_alarm(ALARM_WROTE, news.call)
        elif isinstance(told, CallLocated):
            said = {one.name: getattr(told, one.name) for one in fields(DeskPositionReceived)}
            event = DeskPositionReceived(**said | {"number": incident.text("callback_number")})
            names.insert(0, aggregate(AggregateKind.DESK, self._context.desk))
        if event is None:
            return None
        fact = NewFact(
            event=event,
            aggregates=tuple(names),
            fact_id=derived_fact_id(news.link, f"{epoch}/{news.number}"),
            occurred_us=news.at_us,
            actor=SYSTEM_ACTOR,
        )
        return self._context.recorder.submit([fact], actor=SYSTEM_ACTOR)

    def _take_aml(self, news: News) -> None:
        """As ``interop.aml_receiver`` hands it on: one reader, one way into the journal."""
        fields = {str(name): str(value) for name, value in news.body.items()}
        for report in read_aml_form(fields):
            if report.area is not None:
                source = "aml_sms" if is_aml_text(report.raw) else "aml_https"
                self._positions.take_report(report, source)

    def _call_attention(self, call: Call) -> None:
        """Who writes and is not in the headset must not wait for somebody to look by chance."""
        line = self._context.line.by_key(call.call_key)
        if line is None or line.call_id != self._context.line.focus_call_id:
            self._context.alarms.raise_alarm(ALARM_WROTE, aggregate(AggregateKind.CALL, call.call_key))

    # ---------------------------------------------------------------- inner parts

    def _open_link(self, call_key: str) -> CallLink | None:
        """The latest link that a text would reach."""
        now_us = self._context.clock.now_us()
        links = self.of_call(call_key)
        return next((link for link in links if link.is_open(now_us) and link.was_opened), None)

    def _known(self, call_key: str) -> Call | None:
        """The call of now; the line is quicker than the journal."""
        known = self._context.world.call(call_key)
        line = self._context.line.by_key(call_key)
        return call_on_line(line, known) if line is not None else known

    async def _load(self, call_key: str) -> Call | None:
        """A call, also from history."""
        call = self._known(call_key)
        if call is not None:
            return call
        call = await asyncio.wrap_future(self._context.reader.call(call_key))
        if call is not None:
            self._context.world.keep_call(call)
            self._context.publish(Change(call_keys=frozenset({call_key})))
        return call

    async def _incident(self, incident_id: str) -> Incident | None:
        return await asyncio.wrap_future(self._context.reader.incident(incident_id))

    def _fact(self, names: tuple[str, ...], event: Event) -> NewFact:
        return NewFact(event=event, aggregates=names, occurred_us=self._context.clock.now_us())

    def _submit(self, call: Call, event: Event, fact_id: str, at_us: int) -> Receipt:
        fact = fact_of_call(call, event, fact_id=fact_id, at_us=at_us)
        return self._context.recorder.submit([fact], actor=SYSTEM_ACTOR)


def _text_with(template: str, link: str) -> str:
    """The text of a message; a template that forgot the link gets it at the end."""
    return template.replace(LINK_MARK, link) if LINK_MARK in template else f"{template} {link}".strip()


def _is_with_caller(call: Call, number: str) -> bool:
    """Whether the other side is who reported: he called, or was called back, or has the ticket's number."""
    if call.direction == "inbound" or call.purpose == CALLBACK:
        return True
    return bool(number) and call.purpose == MANUAL and number_key(call.number) == number_key(number)


def _event_of(news: News) -> LocationRequestChanged | CallTextReceived | CallLocated | None:
    """What a caller's page said, as a fact; None = a newer service says what this desk does not know."""
    match news.kind, news.body:
        case "state", {"state": str(state)}:
            return LocationRequestChanged(link_id=news.link, state=state)
        case "text", {"text": str(text)}:
            return CallTextReceived(text=text[:WORDS_MAX], medium=LINK_SOURCE)
        case "position", {"lat": float() | int() as latitude, "lon": float() | int() as longitude}:
            return _located(float(latitude), float(longitude), news.body)
        case _:
            log.info("news of a kind that this desk does not know", extra={"kind": news.kind})
            return None


def _located(latitude: float, longitude: float, body: dict[str, object]) -> CallLocated | None:
    accuracy_m, at_us = body.get("accuracy_m"), body.get("at_us")
    radius_m = float(accuracy_m) if isinstance(accuracy_m, int | float) and accuracy_m > 0 else None
    area = area_around(latitude, longitude, radius_m)
    if area is None:
        return None
    return CallLocated(
        source=LINK_SOURCE,
        area=area,
        latitude=latitude,
        longitude=longitude,
        radius_m=radius_m,
        fixed_us=at_us if isinstance(at_us, int) else None,
    )
