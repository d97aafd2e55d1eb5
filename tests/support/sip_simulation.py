"""One seed, one simulated network: two or three telephones of ours, perhaps a PBX, and a wire that is unkind.

What is played, what the wire does to each datagram and all random numbers of the product come from the seed.
After the storm the wire heals; then both sides of every call must agree, and after everybody has hung up and
64·T1 have passed nothing may be left: no leg, no dialog, no transaction, no timer.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random

from batola_desk.engine.training.exchange import ForkingProxy
from batola_desk.telephony.call_leg import CallLeg
from batola_desk.telephony.leg_types import EndCause, LegChange, LegState, RegistrationState
from batola_desk.telephony.message import SIPRequest
from batola_desk.telephony.user_agent import UserAgent
from tests.support.sip_liveness import check_ends, check_holds
from tests.unit.telephony.telephony_wire import LATENCY_S, Datagram, Recorder, World

OUTSIDE, PBX, DESKS = "10.0.0.1", "10.0.0.5", ("10.0.0.2", "10.0.0.3")
STORM_S = 45.0
GIVE_UP_S = 32.0
HEAL_S = 320.0  # two silence probes with their 32 s, a registration's longest pause
PLACES_MAX_S = 25.0
_BEFORE_TALKING = {EndCause.CANCELLED, EndCause.ANSWERED_ELSEWHERE, EndCause.REJECTED}
_ORDER = {state: place for place, state in enumerate(LegState)}


@dataclass
class Told:
    """What the listener heard of one leg."""

    states: list[LegState] = field(default_factory=list)
    offered: int = 0
    hold_failed: int = 0
    ended_s: float = 0.0

    @property
    def has_talked(self) -> bool:
        return LegState.TALKING in self.states


class Listener(Recorder):
    """Keeps the story of every leg apart."""

    def __init__(self, now_s: Callable[[], float]) -> None:
        super().__init__()
        self.now_s = now_s
        self.told: dict[CallLeg, Told] = {}

    def on_incoming(self, leg: CallLeg) -> None:
        super().on_incoming(leg)
        self.told.setdefault(leg, Told()).offered += 1

    def on_leg_changed(self, leg: CallLeg, change: LegChange) -> None:
        super().on_leg_changed(leg, change)
        told = self.told.setdefault(leg, Told())
        if change is LegChange.STATE:
            told.states.append(leg.state)
            if leg.state is LegState.ENDED:
                told.ended_s = self.now_s()
        elif change is LegChange.HOLD_FAILED:
            told.hold_failed += 1


@dataclass
class Telephone:
    """One user agent and its listener."""

    host: str
    agent: UserAgent
    listener: Listener
    dialled: list[CallLeg] = field(default_factory=list)

    @property
    def legs(self) -> list[CallLeg]:
        return [*self.dialled, *self.listener.incoming]


class Fate:
    """What happens to each datagram: lost, doubled, late, overtaken, and outages of the whole wire."""

    def __init__(self, random: Random, world: World, gentle_loss: float) -> None:
        self._random, self._world = random, world
        self._start_s = world.loop.now_s()
        kindness = random.random()
        self.is_gentle = kindness < 0.5
        self.loss = 0.0 if kindness < 0.1 else random.uniform(0.0, 0.45)
        self.double = random.choice((0.0, 0.05, 0.3))
        self.late = random.choice((0.0, 0.1, 0.4))
        self.late_max_s = random.choice((0.05, 0.7, 2.5))
        self.outages = [
            (begin_s, begin_s + random.uniform(0.5, 12.0))
            for begin_s in (random.uniform(0.0, STORM_S) for _ in range(random.choice((0, 0, 1, 2))))
        ]
        self.is_healed = False
        if self.is_gentle:
            self.loss, self.outages = min(self.loss, gentle_loss), []
            self.late_max_s = min(self.late_max_s, 0.7)

    def __call__(self, datagram: Datagram) -> list[float]:
        if self.is_healed:
            return [LATENCY_S]
        at_s = datagram.at_s - self._start_s
        if any(begin_s <= at_s < end_s for begin_s, end_s in self.outages):
            return []
        copies = 1 + (self._random.random() < self.double)
        return [self._delay_s() for _ in range(copies) if self._random.random() >= self.loss]

    def _delay_s(self) -> float:
        late = self._random.random() < self.late
        return self._random.uniform(LATENCY_S, self.late_max_s) if late else LATENCY_S


@contextlib.contextmanager
def seeded_secrets(random: Random) -> Iterator[None]:
    """Tags, branches and glare delays of the product follow the seed too."""
    before = (secrets.randbelow, secrets.randbits, secrets.token_hex)
    secrets.randbelow = random.randrange  # type: ignore[assignment]
    secrets.randbits = random.getrandbits  # type: ignore[assignment]
    secrets.token_hex = lambda size=32: f"{random.getrandbits(8 * size):0{2 * size}x}"  # type: ignore[assignment,misc]
    try:
        yield
    finally:
        secrets.randbelow, secrets.randbits, secrets.token_hex = before  # type: ignore[assignment]


class Simulation:
    """Run with ``play``; what went wrong is in its return value, what was sent in ``world.wire.sent``."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.world = World()
        self.has_pbx = self.random.random() < 0.4
        self.fate = Fate(self.random, self.world, 0.08 if self.has_pbx else 0.2)
        self.world.wire.fate = self.fate
        self._outside = self._telephone(OUTSIDE)
        if self.has_pbx:
            exchange = (PBX, 5060)
            self.proxy = ForkingProxy(
                self.world.loop,
                lambda target, data: self.world.wire.send(exchange, target, data),
                address=exchange,
                desks=[(host, 5060) for host in DESKS],
                outside=(OUTSIDE, 5060),
                random=self.random,
                registrar=self._registrar,
            )
            self.world.wire.attach(exchange, self.proxy.receive)
            self._desks = [self._telephone(host, registered=True) for host in DESKS]
        else:
            self._desks = [self._telephone(DESKS[0])]
        self.wrong: list[str] = []
        self.talked = 0
        self.wishes: dict[CallLeg, bool] = {}  # what each side wanted last of hold, while it talked
        self.dialled_s: dict[CallLeg, float] = {}

    @property
    def _telephones(self) -> list[Telephone]:
        return [self._outside, *self._desks]

    def _telephone(self, host: str, *, registered: bool = False) -> Telephone:
        listener = Listener(self.world.loop.now_s)
        settings: dict[str, object] = {"user": "112" if host in DESKS else "0811", "dial_limit_s": 60.0}
        settings["ring_limit_s"] = 90.0
        if registered:
            settings |= {"registrar_uri": f"sip:{PBX}", "password": "p", "auth_user": "112", "expires_s": 60}
        return Telephone(host, self.world.agent(host, listener, **settings), listener)

    def _registrar(self, request: SIPRequest) -> int:
        if not self.fate.is_healed and self.random.random() < 0.3:
            return self.random.choice((0, 0, 500, 503, 401))
        return 200 if request.first("authorization") else 401

    # ------------------------------------------------------------------ the play

    def play(self) -> list[str]:
        """Play it; return what went wrong."""
        for _ in range(self.random.randrange(1, 4)):
            self._plan_call(self.random.uniform(0.0, PLACES_MAX_S))
        self.world.advance(STORM_S)
        self.fate.is_healed = True
        self.world.advance(HEAL_S)
        self._check_agreement()
        if self.fate.is_gentle:
            self.wrong += check_holds(self)
        for telephone in self._telephones:
            for leg in telephone.legs:
                if leg.state is not LegState.ENDED and self.random.random() < 0.7:
                    leg.hang_up()
        self.world.advance(40.0)
        for telephone in self._telephones:
            for leg in telephone.legs:
                leg.hang_up()
        self.world.advance(200.0)
        self._check_stories()
        if self.fate.is_gentle:
            self.wrong += check_ends(self)
        for telephone in self._telephones:
            self._check_nothing_left(telephone)
        self._check_no_timer_left()
        return self.wrong

    def _plan_call(self, at_s: float) -> None:
        to_desks = self.random.random() < 0.6
        caller = self._outside if to_desks else self.random.choice(self._desks)
        host = PBX if self.has_pbx else (DESKS[0] if to_desks else OUTSIDE)
        target = f"sip:{'112' if to_desks else '0811'}@{host}"

        def dial() -> None:
            leg = caller.agent.dial(target)
            caller.dialled.append(leg)
            self.dialled_s[leg] = self.world.loop.now_s()
            patience_s = self.random.choice((self.random.uniform(0.0, 1.0), self.random.uniform(2.0, 30.0)))
            if self.random.random() < 0.5:
                self._later(patience_s, lambda: self._give_up(leg))
            self._live(leg)

        self._later(at_s, dial)
        for telephone in self._telephones:
            if telephone is not caller:
                self._later(at_s, lambda telephone=telephone: self._wait_for_call(telephone))

    def _wait_for_call(self, telephone: Telephone) -> None:
        """A person at the called telephone: sees each call that rings, sometime, and does something."""

        def look() -> None:
            for leg in telephone.listener.incoming:
                if leg.state is LegState.RINGING and self.random.random() < 0.5:
                    self._react(leg)
            if not self.fate.is_healed:
                self._later(self.random.uniform(0.05, 4.0), look)

        self._later(self.random.uniform(0.05, 6.0), look)

    def _react(self, leg: CallLeg) -> None:
        wish = self.random.random()
        if wish < 0.7:
            leg.answer()
            self._live(leg)
        elif wish < 0.85:
            leg.reject(self.random.choice((486, 480, 603)))

    def _live(self, leg: CallLeg) -> None:
        """Some deeds of one side during the call, whatever has become of it meanwhile."""
        for _ in range(self.random.randrange(4)):
            wish = self.random.choice((True, False, True, False, None))
            self._later(self.random.uniform(0.2, 25.0), lambda wish=wish: self._do(leg, wish))

    def _do(self, leg: CallLeg, hold: bool | None) -> None:
        """Hold, resume, or (None) hang up."""
        if hold is None:
            leg.hang_up()
            return
        (leg.hold if hold else leg.resume)()
        if leg.state is LegState.TALKING:
            self.wishes[leg] = hold
        else:
            self.wishes.pop(leg, None)

    def _give_up(self, leg: CallLeg) -> None:
        if leg.state in (LegState.DIALLING, LegState.EARLY):
            leg.hang_up()

    def _later(self, delay_s: float, deed: object) -> None:
        self.world.loop.call_later(delay_s, deed)  # type: ignore[arg-type]

    # ------------------------------------------------------------------ the model

    def told(self, leg: CallLeg) -> Told:
        """What the listener heard of one leg."""
        return next((t.listener.told[leg] for t in self._telephones if leg in t.listener.told), Told())

    def pairs(self) -> list[tuple[CallLeg, list[CallLeg]]]:
        """Each dialled leg with the legs it made elsewhere, by the Call-ID on the wire."""
        incoming = [leg for telephone in self._telephones for leg in telephone.listener.incoming]
        return [
            (leg, [other for other in incoming if other.invite and leg.invite and _same(other, leg)])
            for telephone in self._telephones
            for leg in telephone.dialled
        ]

    def _check_agreement(self) -> None:
        """After the wire healed both sides know the same."""
        for caller, called in self.pairs():
            talking = [leg for leg in called if leg.state is LegState.TALKING]
            if len(talking) > 1:
                self.wrong.append("two desks speak with one caller")
            if (caller.state is LegState.TALKING) != bool(talking):
                states = [leg.state.value for leg in called]
                self.wrong.append(f"the caller is {caller.state.value}, the called {states}")
            elif talking:
                self._check_holds(caller, talking[0])
            for leg in (caller, *called):
                if leg.state not in (LegState.TALKING, LegState.ENDED):
                    self.wrong.append(f"a leg is still {leg.state.value}")
        for desk in self._desks if self.has_pbx else ():
            if desk.agent.registration.state is not RegistrationState.REGISTERED:
                self.wrong.append(f"{desk.host} is not registered again")

    def _check_holds(self, caller: CallLeg, called: CallLeg) -> None:
        for ours, theirs in ((caller, called), (called, caller)):
            if ours.local_hold != theirs.remote_hold:
                self.wrong.append(f"hold is {ours.local_hold} here and {theirs.remote_hold} there")

    def _check_stories(self) -> None:
        for telephone in self._telephones:
            for leg in telephone.legs:
                told = telephone.listener.told.get(leg, Told())
                self._check_story(leg, told, is_incoming=leg in telephone.listener.incoming)
                self.talked += told.has_talked
        told_of = {leg: told for t in self._telephones for leg, told in t.listener.told.items()}
        for caller, called in self.pairs():
            spoke = [leg for leg in called if told_of[leg].has_talked]
            if told_of.get(caller, Told()).has_talked and not spoke:
                self.wrong.append("the caller spoke, but nobody had answered")
            hosts = {leg.dialog.contact for leg in called if leg.dialog}
            if len(hosts) != len(called):
                self.wrong.append(f"one call rang {len(called)} times at {len(hosts)} desks")
            for leg in called:
                self._check_reason(caller, leg, spoke)

    def _check_reason(self, caller: CallLeg, called: CallLeg, spoke: list[CallLeg]) -> None:
        assert called.end is not None
        assert caller.end is not None
        cause = called.end.cause
        if cause is EndCause.ANSWERED_ELSEWHERE and not any(leg is not called for leg in spoke):
            self.wrong.append("answered elsewhere, but nowhere")
        if cause is EndCause.CANCELLED and caller.end.cause not in (
            EndCause.WE_HUNG_UP,
            EndCause.TIMEOUT,
            EndCause.FAILED,
        ):
            self.wrong.append(f"cancelled, but the caller's end is {caller.end.cause.value}")

    def _check_story(self, leg: CallLeg, told: Told, *, is_incoming: bool) -> None:
        if told.offered != is_incoming:
            self.wrong.append(f"an incoming call was told {told.offered} times")
        if told.states.count(LegState.ENDED) != 1 or told.states[-1] is not LegState.ENDED:
            self.wrong.append(f"ends wrongly: {[state.value for state in told.states]}")
        if [_ORDER[s] for s in told.states] != sorted({_ORDER[s] for s in told.states}):
            self.wrong.append(f"a life in the wrong order: {[state.value for state in told.states]}")
        if leg.end is None:
            self.wrong.append("no reason for the end")
        elif told.has_talked and leg.end.cause in _BEFORE_TALKING:
            self.wrong.append(f"an answered call ended as {leg.end.cause.value}")

    def _check_nothing_left(self, telephone: Telephone) -> None:
        agent = telephone.agent
        clients = agent._transactions._clients.values()
        left = {
            "client transactions": sum(not _keeps_the_line(client.request) for client in clients),
            "server transactions": len(agent._transactions._servers),
            "merged": len(agent._transactions._merged),
            "legs": len(agent._legs),
            "dialogs": len(agent._dialogs),
            "dialog keys": len(agent._dialog_keys),
        }
        self.wrong += [f"{telephone.host}: {count} {what} left" for what, count in left.items() if count]

    def _check_no_timer_left(self) -> None:
        """The lines are closed: whatever still waits for its time was forgotten."""
        if any(not port.is_closed for port in self.world.rtp_ports):
            self.wrong.append("an RTP port is still open")
        for telephone in self._telephones:
            telephone.agent.stop()
        self.world.advance(2 * GIVE_UP_S)
        pending = [timer for timer in self.world.loop._timers if timer.callback is not None]
        if pending:
            self.wrong.append(f"{len(pending)} timers left")
        if any(telephone.agent._transactions.size for telephone in self._telephones):
            self.wrong.append("transactions outlive their line")


def _keeps_the_line(request: SIPRequest) -> bool:
    """Registration and keep-alive go on as long as the line does."""
    return request.method in ("REGISTER", "OPTIONS") and not request.to_address.tag


def _same(one: CallLeg, other: CallLeg) -> bool:
    assert one.invite is not None
    assert other.invite is not None
    return one.invite.call_id == other.invite.call_id


def play(seed: int) -> tuple[list[str], Simulation]:
    """Play one seed."""
    with seeded_secrets(Random(seed + 1)):
        simulation = Simulation(seed)
        return simulation.play(), simulation
