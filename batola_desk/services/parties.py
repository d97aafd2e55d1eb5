"""Warm transfer, conference, redial, supervision: what the operator may ask.

The engine holds the truth about who speaks with whom; this module knows whom one may call and who may do
what. Source: domain.md §4, §5.1, §8, §14.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import replace

from batola_desk.domain.call import PartyRole, SupervisionMode
from batola_desk.domain.catalog import Agency, label_of
from batola_desk.domain.errors import OperatorError
from batola_desk.domain.escalation import numbers_in
from batola_desk.ipc import messages
from batola_desk.ipc.messages import LineCall
from batola_desk.ipc.party_messages import (
    AddParty,
    HandOver,
    JoinParties,
    MuteParty,
    ReturnToCaller,
    SetSupervision,
    SuperviseDesk,
    SwapParties,
    TransferBlind,
)
from batola_desk.services.call_views import CallViews
from batola_desk.services.context import Context
from batola_desk.services.follow_up import is_dialable
from batola_desk.services.line_state import TALKING
from batola_desk.services.views import CALLER_ROLE, CallTarget, CallView
from batola_desk.services.why_dialled import CALLBACK, MANUAL, why_dialled

KEYS_MAX = 9
REDIAL_KEPT = 20
_CALLS_LOOKED_AT = (
    500  # LIMIT: the newest in the journal, in which the last dialled numbers are sought at start
)
HANDED_TO = {PartyRole.AGENCY.value: "handed_to_agency", PartyRole.DESK.value: "handed_to_desk"}


class PartyService:
    """Use cases around calls with more than two parties. Thread: the desk's event loop."""

    def __init__(self, context: Context, views: CallViews) -> None:
        self._context = context
        self._views = views
        self._dialled: deque[tuple[str, str]] = deque(maxlen=REDIAL_KEPT)  # number and why

    async def load(self) -> None:
        """What this desk dialled before its screen began anew is still there to dial again."""
        rows = await asyncio.wrap_future(self._context.reader.recent_calls(_CALLS_LOOKED_AT))
        for row in reversed(rows):
            is_ours = row.desk == self._context.desk and row.training == self._context.training()
            if is_ours and row.direction == "outbound" and row.purpose != "supervise":
                self.note_dialled(row.number, row.purpose)

    # ---------------------------------------------------------------- reading

    def targets(self) -> Sequence[CallTarget]:
        """Everybody with a number: those with a key first, then agencies, then desks.

        Keys that ``speed_dial.toml`` leaves free lead to the other desks.
        """
        catalog, language = self._context.catalog, self._context.language()
        found: list[CallTarget] = []
        for position, dial in enumerate(catalog.speed_dials.values(), start=1):
            agency = catalog.agencies[dial.agency]
            found.append(
                CallTarget(
                    role=PartyRole.AGENCY,
                    code=agency.code,
                    name=agency.short or label_of(agency, language),
                    number=dial.number or agency.national_number,
                    key=position if position <= KEYS_MAX else 0,
                )
            )
        keyed = {(target.code, target.number) for target in found}
        for agency in catalog.agencies.values():
            for number in self._numbers_of(agency):
                if (agency.code, number) not in keyed:
                    name = label_of(agency, language)
                    found.append(
                        CallTarget(role=PartyRole.AGENCY, code=agency.code, name=name, number=number)
                    )
        first_free = len(catalog.speed_dials) + 1
        for position, desk in enumerate(self._other_desks(), start=first_free):
            found.append(replace(desk, key=position if position <= KEYS_MAX else 0))
        return found

    def group(self) -> Sequence[CallView]:
        """The caller and his parties of the conversation at hand, the caller first; empty for a plain call.

        At hand is the one in the headset; with an empty headset the one the operator has left.
        """
        live = self._views.live()
        grouped = [view for view in live if view.group_id]
        at_hand = next((view for view in live if view.in_headset), grouped[0] if grouped else None)
        if at_hand is None or not at_hand.group_id:
            return ()
        members = [view for view in grouped if view.group_id == at_hand.group_id]
        return sorted(members, key=lambda view: (view.party_role != CALLER_ROLE, view.call.offered_us or 0))

    def why_ended(self, call_key: str) -> tuple[str, int]:
        """End cause and SIP code of a call that ended a moment ago, before the journal has it."""
        return self._context.line.ends.get(call_key, ("", 0))

    def last_dialled(self) -> Sequence[str]:
        """Numbers this desk dialled, the last one first."""
        return tuple(number for number, _ in self._dialled)

    def may_supervise(self) -> bool:
        """Whether the person here may take part in calls of other desks; a trainer only while training."""
        may, role = self._context.catalog.may, self._context.role
        return may(role, "supervise") or (self._context.training() and may(role, "training"))

    # ---------------------------------------------------------------- wishes

    async def consult(self, target: CallTarget, *, incident_id: str | None = None) -> None:
        """Call somebody for the caller in the headset; without a caller it is a plain call to the agency.

        Raises:
            OperatorError: ``number_unusable``, ``consultation_open``, or what the engine says.
        """
        self._check_number(target.number)
        caller = self._caller()
        incident_id = incident_id or self._incident_of(caller)
        if caller is None:
            command: messages.Command = messages.DialNumber(
                number=target.number, purpose=target.role, incident_id=incident_id
            )
        else:
            command = AddParty(
                call_id=caller.call_id,
                number=target.number,
                role=target.role,
                code=target.code,
                incident_id=incident_id,
            )
        await self._context.link.command(command)
        self.note_dialled(target.number)

    async def join(self) -> None:
        """Gabung: everybody hears everybody."""
        await self._context.link.command(JoinParties(call_id=self._in_group().call_id))

    async def back(self) -> None:
        """Kembali: drop the party aside, back to the caller."""
        await self._context.link.command(ReturnToCaller(call_id=self._in_group().call_id))

    async def swap(self) -> None:
        """Ganti: to the other side."""
        await self._context.link.command(SwapParties(call_id=self._in_group().call_id))

    async def hand_over(self, reason: str = "") -> None:
        """Serahkan: caller and party stay connected, the operator is free.

        Args:
            reason: in the operator's words; else it is told by whom the caller was handed to.
        """
        member = self._in_group()
        party = next((view for view in reversed(self.group()) if view.is_party), None)
        told = reason.strip() or HANDED_TO.get(party.party_role if party is not None else "", "")
        await self._context.link.command(HandOver(call_id=member.call_id, reason=told))

    async def transfer_blind(self, target: CallTarget, *, reason: str = "") -> None:
        """Send the caller in the headset on without speaking first.

        Raises:
            OperatorError: ``call_not_talking``, ``number_unusable``, or what the engine says.
        """
        self._check_number(target.number)
        caller = self._caller()
        if caller is None:
            raise OperatorError("call_not_talking")
        await self._context.link.command(
            TransferBlind(
                call_id=caller.call_id,
                number=target.number,
                role=target.role,
                code=target.code,
                reason=reason.strip() or HANDED_TO[target.role],
            )
        )

    async def mute_party(self, call_key: str, *, muted: bool) -> None:
        """Take a voice out of the conversation, or give it back."""
        await self._context.link.command(MuteParty(call_id=self._line_call(call_key).call_id, muted=muted))

    async def drop_party(self, call_key: str) -> None:
        """End one party's leg; the others stay."""
        await self._context.link.command(messages.HangUpCall(call_id=self._line_call(call_key).call_id))

    async def redial(self) -> None:
        """Dial the last number again.

        Raises:
            OperatorError: ``nothing_dialled``, or what the engine says.
        """
        if not self._dialled:
            raise OperatorError("nothing_dialled")
        number, before = self._dialled[0]
        purpose, item = why_dialled(self._context.world, number)
        if before == CALLBACK:  # dropped or busy, the caller is called back once more
            purpose = CALLBACK
        await self._context.link.command(
            messages.DialNumber(number=number, purpose=purpose, callback_id=item)
        )

    async def supervise(self, letter: str, mode: str = SupervisionMode.LISTEN.value) -> None:
        """Take part in the call of another desk; on the line already: only change how.

        Raises:
            OperatorError: ``supervise_not_allowed``, ``desk_unknown``, ``supervision_mode_unknown``.
        """
        if not self.may_supervise():
            raise OperatorError("supervise_not_allowed")
        if mode not in set(SupervisionMode):
            raise OperatorError("supervision_mode_unknown", mode=mode)
        desk = self._context.catalog.desks.get(letter.strip().upper())
        if desk is None or desk.letter == self._context.desk:
            raise OperatorError("desk_unknown", desk=letter.strip().upper())
        running = next(
            (
                line
                for line in self._context.line.calls.values()
                if line.purpose == "supervise" and line.party_code == desk.letter
            ),
            None,
        )
        if running is not None:
            await self._context.link.command(SetSupervision(call_id=running.call_id, mode=mode))
            return
        await self._context.link.command(
            SuperviseDesk(
                uri=desk.uri,
                code=desk.letter,
                mode=mode,
                lead=self._context.person.name,
                desk=self._context.desk,
            )
        )

    def note_dialled(self, number: str, purpose: str = MANUAL) -> None:
        """Remember a number for redial, and whether it was a call back."""
        number = number.strip()
        others = [entry for entry in self._dialled if entry[0] != number]
        self._dialled.clear()
        self._dialled.extend([(number, purpose), *others][:REDIAL_KEPT])

    # ---------------------------------------------------------------- inner parts

    def _other_desks(self) -> list[CallTarget]:
        catalog, language = self._context.catalog, self._context.language()
        return [
            CallTarget(role=PartyRole.DESK, code=desk.letter, name=label_of(desk, language), number=desk.uri)
            for desk in catalog.desks.values()
            if desk.letter != self._context.desk
        ]

    def _numbers_of(self, agency: Agency) -> list[str]:
        """Its national number and what its contacts hold; a neighbour's 112 would come back to us."""
        own = self._context.catalog.centre.ticket_prefix
        found = [agency.national_number] if agency.national_number not in {"", own} else []
        for contact in agency.contacts:
            found += numbers_in(contact)
        return list(dict.fromkeys(found))

    def _check_number(self, number: str) -> None:
        if not is_dialable(number) and not number.lower().startswith("sip:"):
            raise OperatorError("number_unusable", number=number)

    def _caller(self) -> LineCall | None:
        """Whom the operator works for: of the group at hand, the call in the headset, or the only one held.

        Who holds the caller first and dials then means the same as who dials at once.
        """
        group = self.group()
        if group and group[0].call_id is not None:
            return self._context.line.calls.get(group[0].call_id)
        focus = self._context.line.calls.get(self._context.line.focus_call_id or "")
        if focus is not None:
            return focus if focus.state == TALKING else None
        held = [line for line in self._context.line.calls.values() if line.local_hold]
        return held[0] if len(held) == 1 and held[0].direction == "inbound" else None

    def _in_group(self) -> LineCall:
        group = self.group()
        if not group or group[0].call_id is None:
            raise OperatorError("no_party")
        return self._context.line.calls[group[0].call_id]

    def _incident_of(self, caller: LineCall | None) -> str | None:
        known = self._context.world.call(caller.call_key) if caller is not None else None
        return known.incident_ids[-1] if known is not None and known.incident_ids else None

    def _line_call(self, call_key: str) -> LineCall:
        line = self._context.line.by_key(call_key)
        if line is None:
            raise OperatorError("call_gone")
        return line
