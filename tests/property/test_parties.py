"""Any sequence of wishes and mishaps around calls of several parties: the caller is never lost.

The engine's core with simulated legs; hypothesis plays operator, callers, agencies and the network.
"""

from __future__ import annotations

import tempfile
from itertools import pairwise
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from batola_desk.audio.routing import OPERATOR
from batola_desk.ipc import messages as m
from batola_desk.ipc.party_messages import (
    AddParty,
    HandOver,
    JoinParties,
    MuteParty,
    ReturnToCaller,
    SwapParties,
    TransferBlind,
)
from batola_desk.telephony.leg_types import EndCause, LegState, TransferState
from tests.unit.engine.engine_room import EngineRoom, FakeLeg

LEGS_MAX = 9
WISHES = (JoinParties, ReturnToCaller, SwapParties, m.HoldCall, m.ResumeCall, m.HangUpCall)


class Desk(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.room = EngineRoom(Path(self._folder.name))
        self.legs: list[FakeLeg] = []

    def teardown(self) -> None:
        self.room.close()
        self._folder.cleanup()

    # -- what people and networks do

    @precondition(lambda self: len(self.legs) < LEGS_MAX)
    @rule()
    def a_caller_rings_and_is_answered(self) -> None:
        self.legs.append(self.room.answered(f"08{len(self.legs)}"))

    @precondition(lambda self: 0 < len(self.legs) < LEGS_MAX)
    @rule(data=st.data(), blind=st.booleans())
    def the_operator_adds_or_sends_on(self, data: st.DataObject, blind: bool) -> None:
        leg = self._some(data)
        if blind:
            self._ask(TransferBlind(call_id=leg.leg_id, number="119", reason="x"))
        elif self._ask(AddParty(call_id=leg.leg_id, number="119")) == "":
            party = self.room.dialled_leg
            self.room.becomes(party, LegState.EARLY)
            self.legs.append(party)

    @precondition(lambda self: self.legs)
    @rule(data=st.data())
    def somebody_picks_up(self, data: st.DataObject) -> None:
        dialled = [leg for leg in self.legs if self._call_state(leg) is LegState.EARLY]
        if dialled:
            self.room.becomes(data.draw(st.sampled_from(dialled)), LegState.TALKING)

    @precondition(lambda self: self.legs)
    @rule(data=st.data(), wish=st.sampled_from(WISHES))
    def the_operator_wishes(self, data: st.DataObject, wish: type[m.Command]) -> None:
        self._ask(wish(call_id=self._some(data).leg_id))  # type: ignore[call-arg]
        self._end_those_hung_up()

    @precondition(lambda self: self.legs)
    @rule(data=st.data(), muted=st.booleans())
    def the_operator_mutes(self, data: st.DataObject, muted: bool) -> None:
        self._ask(MuteParty(call_id=self._some(data).leg_id, muted=muted))

    @precondition(lambda self: self.legs)
    @rule(data=st.data(), cannot=st.booleans())
    def the_operator_hands_over(self, data: st.DataObject, cannot: bool) -> None:
        for leg in self.legs:
            leg.refuses_transfer = cannot
        self._ask(HandOver(call_id=self._some(data).leg_id, reason="x"))
        self._end_those_hung_up()

    @precondition(lambda self: self.legs)
    @rule(
        data=st.data(),
        state=st.sampled_from((TransferState.SUCCEEDED, TransferState.FAILED, TransferState.UNREPORTED)),
    )
    def the_network_speaks(self, data: st.DataObject, state: TransferState) -> None:
        asked = [leg for leg in self.legs if any(step.startswith("transfer") for step in leg.asked)]
        if not asked:
            return
        leg = data.draw(st.sampled_from(asked))
        self.room.transfer_went(leg, state, 200)
        if state is TransferState.SUCCEEDED:
            self._ends(leg, EndCause.TRANSFERRED)

    @precondition(lambda self: self.legs)
    @rule(data=st.data(), cause=st.sampled_from((EndCause.REMOTE_HUNG_UP, EndCause.LOST)))
    def somebody_leaves(self, data: st.DataObject, cause: EndCause) -> None:
        self._ends(self._some(data), cause)
        self._end_those_hung_up()

    @rule()
    def time_passes(self) -> None:
        self.room.wait(1.0)
        self._end_those_hung_up()

    # -- what must always hold

    @invariant()
    def everybody_connected_speaks_with_somebody_or_is_on_hold(self) -> None:
        routing, desk = self.room.audio.routing, self.room.core.calls
        for call in desk.calls.values():
            if call.is_talking and not call.is_leaving:
                hears = bool(routing.heard_by(call.call_id))
                assert hears != call.local_hold, (call.number, routing)

    @invariant()
    def hold_on_the_line_and_in_the_sound_agree(self) -> None:
        for leg in self.legs:
            steps = [step for step in leg.asked if step in {"hold", "resume"}]
            assert all(a != b for a, b in pairwise(steps)), leg.asked
            call = self.room.core.calls.calls.get(leg.leg_id)
            if call is not None and steps:
                assert (steps[-1] == "hold") is call.local_hold

    @invariant()
    def the_operator_hears_one_conversation_only(self) -> None:
        routing, desk = self.room.audio.routing, self.room.core.calls
        heard = routing.heard_by(OPERATOR)
        group = desk.groups.of(desk.focus_call_id)
        allowed = set(group.members) if group is not None else {desk.focus_call_id}
        assert set(heard) <= allowed

    @invariant()
    def groups_hold_only_what_is_there(self) -> None:
        desk = self.room.core.calls
        for group in desk.groups:
            assert len(group.members) >= 2
            assert set(group.members) <= set(desk.calls)
            assert sum(not party.is_joined for party in group.parties.values()) <= 1

    @invariant()
    def the_screen_knows_what_the_engine_does(self) -> None:
        for call in self.room.core.calls.calls.values():
            assert call.told == call.as_line_call(muted=call.told.muted if call.told else False)

    def settle(self) -> None:
        self.room.wait(6.0)
        self._end_those_hung_up()

    @rule()
    def nobody_is_left_alone_for_long(self) -> None:
        """After the grace of a transfer: no added party hears the hold tone while its caller is gone for good
        and the operator speaks with others without knowing of it."""
        self.settle()
        desk = self.room.core.calls
        shown = {call.call_id for call in desk.line_calls()}
        for call in desk.calls.values():
            assert call.call_id in shown
            if call.handing_over == "asked" and not call.local_hold:
                assert len(desk.groups.of(call.call_id).room) > 1  # type: ignore[union-attr]

    # -- inner parts

    def _some(self, data: st.DataObject) -> FakeLeg:
        return data.draw(st.sampled_from(self.legs))

    def _ask(self, command: m.Command) -> str:
        code = self.room.ask(command)
        assert code != "engine_fault", command
        return code

    def _call_state(self, leg: FakeLeg) -> LegState | None:
        call = self.room.core.calls.calls.get(leg.leg_id)
        return call.state if call is not None else None

    def _ends(self, leg: FakeLeg, cause: EndCause) -> None:
        self.legs = [other for other in self.legs if other is not leg]
        self.room.ends(leg, cause)

    def _end_those_hung_up(self) -> None:
        """A leg we hung up ends; what follows from that may hang up another."""
        while gone := [leg for leg in self.legs if leg.asked and leg.asked[-1] == "hang_up"]:
            self._ends(gone[0], EndCause.WE_HUNG_UP)


Desk.TestCase.settings = settings(max_examples=150, stateful_step_count=30, deadline=None)
TestParties = Desk.TestCase
