"""What a merely unkind wire must not prevent: things come about, they do not only end without harm.

Only for seeds whose wire is gentle (little loss, no outage): there the repetitions of RFC 3261 §17 are many
enough that a wish which does not arrive is a fault of the program.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from batola_desk.telephony.call_leg import CallLeg
from batola_desk.telephony.leg_types import EndCause, LegState
from batola_desk.telephony.message import SIPResponse, parse_message

if TYPE_CHECKING:
    from tests.support.sip_simulation import Simulation, Told

DIAL_LIMIT_S = 60.0
REPEATS_MAX = 10  # of one answer until its ACK: more is less likely than one in ten thousand
_BAD = {EndCause.LOST, EndCause.FAILED}
_TOGETHER = {EndCause.WE_HUNG_UP, EndCause.REMOTE_HUNG_UP}


def check_holds(simulation: Simulation) -> list[str]:
    """Before everybody hangs up: each side's last wish about hold came true."""
    return [
        f"wished hold {wish}, has {leg.local_hold}"
        for leg, wish in simulation.wishes.items()
        if leg.state is LegState.TALKING and leg.local_hold != wish and not simulation.told(leg).hold_failed
    ]


def check_ends(simulation: Simulation) -> list[str]:
    """After everything: calls arrived, cancels and byes arrived, nothing timed out."""
    wrong = []
    for caller, called in simulation.pairs():
        for leg in (caller, *called):
            wrong += _check_cause(simulation, leg)
        if not called and _cause(caller) is not EndCause.WE_HUNG_UP:
            wrong.append(f"a call never rang and ended as {_cause(caller).value}")
        refused = [leg for leg in called if _cause(leg) is EndCause.REJECTED]
        if called and len(refused) == len(called) and _cause(caller) is EndCause.TIMEOUT:
            wrong.append("everybody refused, but the caller waited in vain")
        for leg in called:
            wrong += _check_pair(caller, simulation.told(caller), leg, simulation.told(leg))
    return wrong + _check_repeats(simulation)


def _check_cause(simulation: Simulation, leg: CallLeg) -> list[str]:
    if _cause(leg) in _BAD and not _was_overtaken(leg):
        return [f"a {leg.direction.value} call ended as {leg.end}"]
    lived_s = simulation.told(leg).ended_s - simulation.dialled_s.get(leg, -1000.0)
    if _cause(leg) is EndCause.TIMEOUT and lived_s < DIAL_LIMIT_S - 1.0:
        return [f"a call timed out after {lived_s:.0f} s"]
    return []


def _check_pair(caller: CallLeg, caller_told: Told, called: CallLeg, called_told: Told) -> list[str]:
    if caller_told.has_talked and called_told.has_talked:
        overtaken = {_cause(leg) for leg in (caller, called) if _was_overtaken(leg)}
        if not {_cause(caller), _cause(called)} - overtaken <= _TOGETHER:
            return [f"ends {_cause(caller).value} here and {_cause(called).value} there"]
    elif _cause(caller) is EndCause.WE_HUNG_UP and _cause(called) is EndCause.TIMEOUT:
        return ["the caller gave up, but it rang on"]
    return []


def _check_repeats(simulation: Simulation) -> list[str]:
    """An answer is repeated until its ACK, and then no more."""
    counts: Counter[bytes] = Counter()
    for datagram in simulation.world.wire.sent:
        if datagram.data.startswith(b"SIP/2.0 ") and b"INVITE" in datagram.data:
            counts[datagram.data] += 1
    found = []
    for data, count in counts.most_common(3):
        message = parse_message(data)
        is_final = isinstance(message, SIPResponse) and message.code >= 200
        if is_final and count > REPEATS_MAX and message.cseq.method == "INVITE":
            found.append(f"{message.start_line()} was sent {count} times")
    return found


def _was_overtaken(leg: CallLeg) -> bool:
    """A request of ours met a peer that had hung up; its 481 was faster than its BYE."""
    return leg.end is not None and (leg.end.cause, leg.end.sip_code) == (EndCause.LOST, 481)


def _cause(leg: CallLeg) -> EndCause:
    assert leg.end is not None
    return leg.end.cause
