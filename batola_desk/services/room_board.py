"""The board of a shift lead: all desks and who sits there, whose every open incident is.

Everything is read from facts that the desks write anyway (``desk.*``, ``operator.*``, ``call.*``); ringing
and talking are derived from calls, as no desk writes them down. ``engine/supervision*`` is another thing:
listening in on a call. Source: domain.md §5.6, §5.7.

Thread: the desk's event loop.
"""

from __future__ import annotations

import asyncio
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from batola_desk.domain.call import Call, CallState
from batola_desk.domain.catalog import label_of
from batola_desk.domain.facts import AggregateKind, Fact, aggregate
from batola_desk.domain.operator import Operator, OperatorState
from batola_desk.domain.ownership import is_desk_actor
from batola_desk.domain.reducers import State
from batola_desk.domain.self_test import SelfTest
from batola_desk.services.absent_desks import AbsentDesks
from batola_desk.services.board import Board
from batola_desk.services.call_views import CallViews
from batola_desk.services.confidence import Confidence
from batola_desk.services.context import Context
from batola_desk.services.seat_views import RoomView
from batola_desk.services.views import BoardRow

COUNTED_CALLS_MAX: Final = 5_000  # LIMIT: of answered calls in memory; a day of a busy centre
LOOKED_BACK: Final = 500  # LIMIT: calls read at start to count those of the running shift
SIGNED_ON: Final = "operator.signed_on"
_IN_TALK: Final = frozenset(
    {
        CallState.TALKING,
        CallState.SILENT_CHECK,
        CallState.ON_HOLD,
        CallState.CONSULTING,
        CallState.CONFERENCE,
        CallState.DIALLING,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskLine:
    """One desk and who sits there.

    Attributes:
        mode: how it stands to the room (``DeskMode``); of other desks: empty = it runs, ``stopped`` = it said
            so, ``gone`` = the room hears nothing of it.
        heard_us: when it was last heard; None = nothing is known of it but its name.
        operator_id: empty = nobody has signed on.
        since_us: since when the person is in this state.
        call: what is being talked about, if anything.
        open_count: open incidents that are this desk's to act on.
        call_count: calls answered since the person signed on.
        self_test: the last one of this desk.
    """

    letter: str
    label: str
    is_here: bool
    running: bool
    mode: str
    heard_us: int | None
    operator_id: str = ""
    operator_name: str = ""
    role: str = ""
    state: str = ""
    since_us: int | None = None
    state_reason: str = ""
    call: Call | None = None
    open_count: int = 0
    call_count: int = 0
    self_test: SelfTest | None = None

    @property
    def load(self) -> int:
        """Open incidents and calls together: who has the most on his hands."""
        return self.open_count + self.call_count


class RoomBoard:
    """Reads of the supervision board.

    Args:
        room_view: how this desk stands to its room; None = it has none.
        self_test_of: the last self-test of a desk, by its letter.
    """

    def __init__(
        self,
        context: Context,
        board: Board,
        calls: CallViews,
        absent: AbsentDesks,
        *,
        room_view: Callable[[], RoomView | None],
        self_test_of: Callable[[str], SelfTest | None],
    ) -> None:
        self._context = context
        self._confidence = Confidence(context)
        self._self_test_of = self_test_of
        self._absent = absent
        self._board = board
        self._calls = calls
        self._room_view = room_view
        self._heard: dict[str, int] = {}
        self._answered: OrderedDict[str, tuple[str, str, int]] = OrderedDict()  # key → desk, login, when
        self._signed_on: dict[str, int] = {}

    async def begin(self) -> None:
        """After a start: when those who sit there signed on, and which calls they have answered since."""
        reader, world = self._context.reader, self._context.world
        present = [key for key, person in world.operators.items() if person.state != OperatorState.OFFLINE]
        names = [aggregate(AggregateKind.OPERATOR, key) for key in present]
        for state in await asyncio.gather(*(asyncio.wrap_future(reader.state(name)) for name in names)):
            if isinstance(state, Operator):
                self._note_sign_on(state)
        calls = await asyncio.wrap_future(reader.recent_calls(LOOKED_BACK))
        for row in reversed(calls):
            if row.answered_us is not None and row.direction == "inbound":
                self._count(row.call_key, row.desk, row.operator, row.answered_us)

    # ---------------------------------------------------------------- reading

    def desks(self) -> Sequence[DeskLine]:
        """All desks of the room by their letters; people at a desk nobody knows too."""
        world = self._context.world
        seated = self._seated()
        letters = world.known_desks(self._context.catalog.desks) | set(seated)
        talking, answered, load = self._talking(), self._calls_since_sign_on(), self._incidents_by_desk()
        lines = []
        for letter in sorted(letters):
            person = seated.get(letter)
            login = person.operator_id if person is not None else ""
            line = self._line(letter, person, talking.get(letter))
            lines.append(replace(line, open_count=load[letter], call_count=answered[letter, login]))
        return tuple(lines)

    def people(self) -> Sequence[Operator]:
        """Everybody who is signed on somewhere, by name."""
        present = [
            person
            for person in self._context.world.operators.values()
            if person.state is not OperatorState.OFFLINE and not is_desk_actor(person.operator_id)
        ]
        return tuple(sorted(present, key=lambda person: (person.name.casefold(), person.operator_id)))

    def incidents(self) -> Sequence[BoardRow]:
        """All open incidents, worst first."""
        return self._confidence.rows(self._board.rows())

    async def ended(self, limit: int) -> Sequence[BoardRow]:
        """The newest tickets that are over, to be opened again."""
        reader, world = self._context.reader, self._context.world
        rows = await asyncio.wrap_future(reader.search_incidents("", only_closed=True, limit=limit))
        found = []
        for row in rows:
            if world.entry(row.incident_id) is None:
                incident = await asyncio.wrap_future(reader.incident(row.incident_id))
                if incident is not None:
                    world.keep_incident(incident)
            line = self._board.row(row.incident_id)
            if line is not None and not line.is_open:
                found.append(self._confidence.row(line))
        return tuple(found)

    # ---------------------------------------------------------------- what happens

    def on_states(self, states: Mapping[str, State]) -> None:
        """Things changed, here or at another desk."""
        for state in states.values():
            if isinstance(state, Call):
                if state.answered_us is not None and state.direction == "inbound":
                    self._count(state.call_key, state.desk, state.operator, state.answered_us)
            elif isinstance(state, Operator):
                self._note_sign_on(state)

    def on_heard(self, facts: Iterable[Fact]) -> None:
        """These facts came by the room: their desks were alive then."""
        for fact in facts:
            self._heard[fact.desk] = max(self._heard.get(fact.desk, 0), fact.occurred_us)

    # ---------------------------------------------------------------- inner parts

    def _note_sign_on(self, person: Operator) -> None:
        at_us = next((line.at_us for line in reversed(person.timeline) if line.kind == SIGNED_ON), None)
        if at_us is not None:
            self._signed_on[person.operator_id] = at_us

    def _count(self, call_key: str, desk: str, operator: str, answered_us: int) -> None:
        self._answered[call_key] = (desk, operator, answered_us)
        while len(self._answered) > COUNTED_CALLS_MAX:
            self._answered.popitem(last=False)

    def _seated(self) -> dict[str, Operator]:
        """Who sits where; of two at one desk the one who came last."""
        seated: dict[str, Operator] = {}
        for person in self._context.world.operators.values():
            if person.state is OperatorState.OFFLINE or not person.desk:
                continue
            other = seated.get(person.desk)
            if other is None or (person.state_since_us or 0) >= (other.state_since_us or 0):
                seated[person.desk] = person
        return seated

    def _talking(self) -> dict[str, Call]:
        """The call of each desk; one in talk before one that rings."""
        found: dict[str, Call] = {}
        for call in self._context.world.calls.values():
            if not call.is_live or not call.desk:
                continue
            known = found.get(call.desk)
            if known is None or _rank(call) < _rank(known):
                found[call.desk] = call
        here = next((view.call for view in self._calls.live() if view.in_headset), None)
        if here is not None:
            found[self._context.desk] = here
        return found

    def _line(self, letter: str, person: Operator | None, call: Call | None) -> DeskLine:
        context = self._context
        desk, place = context.world.desks.get(letter), context.catalog.desks.get(letter)
        is_here = letter == context.desk
        state, since_us = _state_of(person, call)
        in_talk = call if call is not None and call.state in _IN_TALK else None
        login = person.operator_id if person is not None else ""
        name = "" if person is None else person.name or ("" if is_desk_actor(login) else login)
        return DeskLine(
            letter=letter,
            label=label_of(place, context.language()) if place is not None else "",
            is_here=is_here,
            running=is_here or (desk is not None and desk.running),
            mode=self._mode(letter, running=desk is not None and desk.running),
            heard_us=context.clock.now_us() if is_here else self._heard_us(letter, person),
            operator_id=login,
            operator_name=name,
            role=person.role if person is not None else "",
            state=state,
            since_us=since_us,
            state_reason=person.state_reason if person is not None else "",
            call=in_talk,
            self_test=self._self_test_of(letter),
        )

    def _mode(self, letter: str, *, running: bool) -> str:
        if letter == self._context.desk:
            room = self._room_view()
            return room.mode if room is not None else "standalone"
        if not running:
            return "stopped"
        return "gone" if self._absent.is_gone(letter) else ""

    def _heard_us(self, letter: str, person: Operator | None) -> int | None:
        """As the room tells, and its newest fact; of before this start, what the lists remember."""
        desk, silent_s = self._context.world.desks.get(letter), self._absent.silent_s(letter)
        known = (
            self._context.clock.now_us() - int(silent_s * 1e6) if silent_s is not None else None,
            self._heard.get(letter),
            desk.started_us if desk is not None else None,
            person.state_since_us if person is not None else None,
        )
        return max((at_us for at_us in known if at_us is not None), default=None)

    def _incidents_by_desk(self) -> Counter[str]:
        """How many open incidents are each desk's to act on."""
        entries = self._context.world.incidents.values()
        return Counter(self._context.world.leading_desk(entry.incident) for entry in entries)

    def _calls_since_sign_on(self) -> Counter[tuple[str, str]]:
        """Answered calls by desk and login, each since that person signed on."""
        return Counter(
            (desk, operator)
            for desk, operator, answered_us in self._answered.values()
            if answered_us >= self._signed_on.get(operator, answered_us + 1)
        )


def _rank(call: Call) -> int:
    if call.state in _IN_TALK:
        return 1 if call.state is CallState.ON_HOLD else 0
    return 2


def _state_of(person: Operator | None, call: Call | None) -> tuple[str, int | None]:
    """What the person does, as far as facts tell: a call says it better than a button."""
    if call is not None and call.state in _IN_TALK:
        return OperatorState.TALKING.value, call.answered_us or call.offered_us
    if person is None:
        return "", None
    if person.state is OperatorState.AVAILABLE and call is not None and call.state is CallState.RINGING:
        return OperatorState.RINGING.value, call.offered_us
    return person.state.value, person.state_since_us
