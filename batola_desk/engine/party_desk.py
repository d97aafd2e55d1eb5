"""Warm transfer and conference: the operator's wishes about added parties, and what becomes of the caller.

One rule stands above all: the caller is never lost. A party that fails, ends or refuses gives him back to the
operator; a transfer connects both through this desk first and asks the network to take over afterwards, so
that a refusal changes nothing for the two who speak.

Thread: the engine's.
Source: domain.md §4, §5.1; RFC 5589 §7 (attended transfer).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from batola_desk.audio.tones import AlertName
from batola_desk.domain.call import EndCause, PartyRole, TransferResult
from batola_desk.domain.errors import OperatorError
from batola_desk.domain.events import call as call_events
from batola_desk.domain.facts import Event
from batola_desk.engine.consultation import CALLER, PARTIES_MAX, Group, Guest, HandOver, Party
from batola_desk.engine.engine_call import EngineCall, Leg
from batola_desk.ipc import messages as m
from batola_desk.ipc.party_messages import AddParty, TransferBlind

if TYPE_CHECKING:
    from batola_desk.engine.call_desk import CallDesk

log = logging.getLogger("batola.engine")

RETURNED_ALARM = "caller_returned"
GRACE_S = 4.0  # LIMIT: a leg that was replaced ends within this; after it nobody is there any more


class PartyDesk:
    """Adds parties to calls, joins, hands over. Told by the call desk when legs answer and end."""

    def __init__(self, calls: CallDesk, clock: Callable[[], float]) -> None:
        self._calls = calls
        self._clock = clock
        self._handing: dict[str, Group] = {}  # by the caller's call id, until it is settled
        self._returned: set[str] = set()  # callers who wait because their other party is gone

    # -- what the operator asks

    def add(self, request: AddParty, dial: Callable[[str], Leg], *, training: bool) -> None:
        """Dial another party; the caller waits, a conversation of several goes on. Raises OperatorError."""
        caller = self._calls.known(request.call_id)
        if request.role not in set(PartyRole):
            raise OperatorError("party_role_unknown", role=request.role)
        group = self._calls.groups.of(caller.call_id)
        if not caller.is_talking:
            raise OperatorError("call_not_talking")
        if group is not None and group.aside is not None:
            raise OperatorError("consultation_open")
        if group is not None and len(group.parties) >= PARTIES_MAX:
            raise OperatorError("too_many_parties")
        leg = dial(request.number)
        group = group or self._calls.groups.begin(caller.call_id, caller.aggregate)
        self._calls.groups.add(group, Party(leg.leg_id, request.role, request.code, request.number))
        dialled = m.DialNumber(number=request.number, purpose=request.role, incident_id=request.incident_id)
        party = self._calls.begin_dialled(leg, dialled, training=training)
        self._fact(
            group,
            call_events.CallPartyAdded(
                party_key=party.call_key, role=request.role, code=request.code, number=request.number
            ),
        )

    def join(self, call_id: str) -> None:
        """Everybody hears everybody, the operator too. Raises OperatorError."""
        group = self._group(call_id)
        self._join_aside(group)
        self._calls.enter_headset(self._calls.known(group.room[0]))

    def back(self, call_id: str) -> None:
        """Drop whoever is aside; back to the caller or the conversation. Raises OperatorError."""
        group = self._group(call_id)
        aside = group.aside
        if aside is not None:
            self._calls.let_go(self._calls.known(aside.call_id))
        if group.room:
            self._calls.enter_headset(self._calls.known(group.room[0]))

    def swap(self, call_id: str) -> None:
        """Speak with the other side. Raises OperatorError."""
        group = self._group(call_id)
        aside = group.aside
        if aside is None or not group.room:
            raise OperatorError("nobody_to_swap")
        is_aside = self._calls.focus_call_id == aside.call_id
        self._calls.enter_headset(self._calls.known(group.room[0] if is_aside else aside.call_id))

    def mute(self, call_id: str, *, muted: bool) -> None:
        """Take a voice out of the conversation. Raises OperatorError."""
        group, call = self._group(call_id), self._calls.known(call_id)
        if muted is (call_id in group.muted):
            return
        (group.muted.add if muted else group.muted.discard)(call_id)
        self._fact(group, call_events.CallPartyMuted(party_key=call.call_key, muted=muted))
        self._calls.settle()

    def hand_over(self, call_id: str, reason: str) -> None:
        """Connect caller and party without the operator, then ask the network to spare this desk.

        Raises:
            OperatorError: ``reason_missing``, ``no_party``, ``party_not_answered``, ``transfer_pending``.
        """
        group = self._group(call_id)
        if not reason.strip():
            raise OperatorError("reason_missing")
        if group.caller_id in self._handing:
            raise OperatorError("transfer_pending")
        if group.aside is not None:
            self._join_aside(group)
        if not group.has_caller or len(group.room) < 2:
            raise OperatorError("no_party")
        joined = [party for party in group.parties.values() if party.is_joined]
        group.hand_over = HandOver(joined[-1], "warm", reason.strip())
        group.muted.clear()  # nobody could give the voice back any more
        self._calls.leave_headset(group.room)
        if len(joined) == 1:
            self._ask_network(group, joined[0])
        else:
            self._told(group, TransferResult.BRIDGED)  # no transfer of SIP carries a conference

    def transfer_blind(self, request: TransferBlind, to: str) -> None:
        """Send the caller on; he waits on hold until the network has an answer. Raises OperatorError."""
        call = self._calls.known(request.call_id)
        if not request.reason.strip():
            raise OperatorError("reason_missing")
        if not call.is_talking:
            raise OperatorError("call_not_talking")
        if call.call_id in self._handing:
            raise OperatorError("transfer_pending")
        if self._calls.groups.of(call.call_id) is not None:
            raise OperatorError("consultation_open")
        was_in_headset = self._calls.focus is call
        self._calls.leave_headset((call.call_id,))  # on hold before the network is asked (RFC 5589 §6.1)
        try:
            call.leg.transfer(to)
        except OperatorError:
            if was_in_headset:
                self._calls.enter_headset(call)
            raise
        target = Party("", request.role, request.code, request.number)
        alone = Group(call.call_id, call.aggregate)
        alone.hand_over = HandOver(target, "blind", request.reason.strip(), leaves_us=True)
        self._handing[call.call_id] = alone
        self._calls.settle()

    # -- what the line does

    def on_talking(self, call: EngineCall) -> None:
        """Somebody picked up."""
        group = self._calls.groups.of(call.call_id)
        if group is not None and call.call_id in group.parties:
            self._fact(group, call_events.CallPartyAnswered(party_key=call.call_key))

    def on_attended(self, call: EngineCall) -> None:
        """The operator speaks with this one again."""
        if call.call_id in self._returned:
            self._returned.discard(call.call_id)
            self._calls.alarm(RETURNED_ALARM, call.call_id, active=False)

    def on_ended(self, call: EngineCall, *, was_in_headset: bool) -> None:
        """A leg of a group is gone: see that nobody who is left stands alone."""
        self._returned.discard(call.call_id)
        group = self._calls.groups.remove(call.call_id)
        if group is None:
            if call.call_id in self._handing:
                self._caller_gone(self._handing[call.call_id], call)
            return
        if call.call_id == group.caller_id:
            self._caller_gone(group, call)
            if was_in_headset and group.members:
                self._go_on_with(group)
        else:
            sip_code = call.end.sip_code or None if call.end is not None else None
            self._fact(
                group,
                call_events.CallPartyLeft(party_key=call.call_key, cause=call.end_cause, sip_code=sip_code),
            )
            if group.has_caller:
                self._calls.listen_anew(group.caller_id)
            self._party_gone(group, was_in_headset=was_in_headset)
        if not group.has_caller and not self._is_attended(group) and group.caller_id not in self._handing:
            self._release_left_over(group)

    def on_exchanged(self, old_id: str, new_id: str) -> None:
        """Another leg stands for this caller. What the network was asked for the old one it cannot do any
        more, and the end of the old one is not the caller's.
        """
        group = self._handing.pop(old_id, None)
        if group is not None:
            group.caller_id = new_id
            self._handing[new_id] = group
            self.on_transfer(new_id, succeeded=False, sip_code=0)

    def give_back(self, caller: EngineCall) -> None:
        """Whoever was to take this caller's place has not come."""
        self._return_caller(self._calls.groups.of(caller.call_id) or Group(caller.call_id, caller.aggregate))

    def on_transfer(self, call_id: str, *, succeeded: bool, sip_code: int) -> None:
        """The network's last word about a transfer of this caller."""
        group = self._handing.get(call_id)
        if group is None or group.hand_over is None or not group.hand_over.leaves_us:
            return
        hand_over = group.hand_over
        hand_over.leaves_us = False
        if succeeded:
            self._told(group, TransferResult.COMPLETED, sip_code)
            hand_over.ends_at_s = self._clock() + GRACE_S
            return
        if hand_over.mode == "blind":
            self._told(group, TransferResult.REFUSED, sip_code)
            self._settled(group)
            self._return_caller(group)
        elif len(group.room) > 1:
            self._told(group, TransferResult.BRIDGED, sip_code)
        else:
            self._told(group, TransferResult.REFUSED, sip_code)
            self._settled(group)
            self._return_caller(group)

    def tick(self) -> None:
        """Legs that a finished transfer left behind end; a caller it left behind comes back."""
        now_s = self._clock()
        for group in list(self._handing.values()):
            ends_at_s = group.hand_over.ends_at_s if group.hand_over is not None else None
            if ends_at_s is None or now_s < ends_at_s:
                continue
            self._settled(group)
            if group.has_caller and len(group.room) == 1 and group.caller_id in self._calls.calls:
                self._return_caller(group)
            else:
                self._release_left_over(group)

    def state_of(self, call_id: str) -> str:
        """``asked``, ``bridged`` or nothing: how the handing over of this call stands."""
        group = self._calls.groups.of(call_id) or self._handing.get(call_id)
        if group is None or group.hand_over is None or self._is_attended(group):
            return ""
        return "bridged" if group.hand_over.is_bridge else "asked"

    # -- inner parts

    def _group(self, call_id: str) -> Group:
        self._calls.known(call_id)
        group = self._calls.groups.of(call_id)
        if group is None:
            raise OperatorError("no_party")
        return group

    def _join_aside(self, group: Group) -> None:
        aside = group.aside
        if aside is None:
            raise OperatorError("no_party")
        party = self._calls.known(aside.call_id)
        if not party.is_talking:
            raise OperatorError("party_not_answered")
        aside.is_joined = True
        self._fact(group, call_events.CallConferenceStarted(party_key=party.call_key))

    def _ask_network(self, group: Group, party: Party) -> None:
        caller, target = self._calls.known(group.caller_id), self._calls.known(party.call_id)
        assert group.hand_over is not None
        try:
            caller.leg.transfer_to(target.leg)
        except OperatorError as refusal:
            log.info("the transfer cannot be asked for", extra={"code": refusal.code})
            self._told(group, TransferResult.BRIDGED)
            return
        group.hand_over.leaves_us = True
        self._handing[group.caller_id] = group
        self._calls.settle()

    def _told(self, group: Group, result: TransferResult, sip_code: int = 0) -> None:
        hand_over = group.hand_over
        assert hand_over is not None
        party = hand_over.party
        hand_over.is_bridge = result is TransferResult.BRIDGED
        if hand_over.is_bridge:
            self._handing.pop(group.caller_id, None)
        self._fact(
            group,
            call_events.CallTransferred(
                role=party.role,
                code=party.code,
                number=party.number,
                mode=hand_over.mode,
                result=result.value,
                reason=hand_over.reason,
                sip_code=sip_code or None,
            ),
        )
        self._calls.settle()

    def _caller_gone(self, group: Group, call: EngineCall) -> None:
        hand_over = self._handing[call.call_id].hand_over if call.call_id in self._handing else None
        if hand_over is None:
            return
        group.has_caller = False
        if hand_over.leaves_us and call.end_cause == EndCause.TRANSFERRED:
            hand_over.leaves_us = False
            self._told(group, TransferResult.COMPLETED)
        hand_over.ends_at_s = self._clock() + GRACE_S

    def _party_gone(self, group: Group, *, was_in_headset: bool) -> None:
        if group.caller_id in self._handing:
            hand_over = group.hand_over
            if hand_over is not None and hand_over.ends_at_s is None:
                # Replaced by the caller's own call to it, most likely: the network's word follows.
                hand_over.ends_at_s = self._clock() + GRACE_S
            return
        if was_in_headset:
            self._go_on_with(group)
        elif group.has_caller and len(group.room) == 1 and not self._is_attended(group):
            self._return_caller(group)

    def _go_on_with(self, group: Group) -> None:
        """The operator's counterpart has left: the caller first, then whoever is still there."""
        member = (group.room or group.members)[:1]
        if member and member[0] in self._calls.calls:
            self._calls.enter_headset(self._calls.known(member[0]))

    def _return_caller(self, group: Group) -> None:
        """The caller is alone: into the headset if it is free, else on hold with an alarm."""
        group.hand_over = None
        caller = self._calls.calls.get(group.caller_id)
        if caller is None or not caller.is_talking or self._calls.focus is caller:
            return
        if self._calls.focus is None:
            self._calls.audio.play_alert(AlertName.CALL_WAITING)
            self._calls.enter_headset(caller)
        else:
            self._returned.add(caller.call_id)
            self._calls.alarm(RETURNED_ALARM, caller.call_id)
            self._calls.settle()

    def _settled(self, group: Group) -> None:
        self._handing.pop(group.caller_id, None)

    def _release_left_over(self, group: Group) -> None:
        """The caller has gone and no operator is there: one party alone would hear nothing for ever."""
        if len(group.members) == 1:
            left = self._calls.calls.get(group.members[0])
            if left is not None and self._calls.focus_call_id != left.call_id:
                self._calls.let_go(left)

    def _is_attended(self, group: Group) -> bool:
        return self._calls.focus_call_id in group.members

    def _fact(self, group: Group, event: Event) -> None:
        self._calls.tell_fact(group.aggregate, event)


def describe(call: EngineCall, group: Group | None, guests: Iterable[Guest]) -> None:
    """Write into a call what the screen is told about its part in a group and about leads who listen."""
    is_member = group is not None and call.call_id in group.members
    party = group.parties.get(call.call_id) if group is not None else None
    call.group_id = group.caller_id if group is not None and is_member else ""
    call.party_role = group.role_of(call.call_id) if group is not None and is_member else ""
    if call.supervision_wish is None:  # else these tell of our own leg to another desk
        call.party_code = party.code if party is not None else ""
        guest = next((guest for guest in guests if guest.supervised_id == call.call_id), None)
        call.supervision = guest.mode.value if guest is not None else ""
        call.supervisor = guest.lead if guest is not None else ""
    call.is_joined = group is not None and call.call_id in group.room and len(group.room) > 1
    call.is_party_muted = group is not None and call.call_id in group.muted
    assert not call.party_role or call.party_role in {CALLER, *PartyRole}
