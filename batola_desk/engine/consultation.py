"""Who belongs together on this desk: the caller, and the parties the operator added for him.

A group is the caller's leg with a *room*, the common conversation the caller is always in, and at most one
party *aside*: dialled, or spoken to by the operator alone. Where the operator is follows from the call in the
headset: in the room, with the party aside, or away. From that follows who hears whom and who is on hold, so
there is no other state that could disagree.

Source: domain.md §4 (Alihkan, Konferensi), §5.1. Plain logic, no leg, no sound.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from batola_desk.audio.routing import Routing
from batola_desk.domain.call import SupervisionMode

PARTIES_MAX = 8  # LIMIT: more than this is no conversation, and each costs a share of the audio clock
CALLER = "caller"


@dataclass(slots=True)
class Party:
    """One party the operator added."""

    call_id: str
    role: str
    code: str = ""
    number: str = ""
    is_joined: bool = False


@dataclass(slots=True)
class HandOver:
    """A caller is being handed over; ``leaves_us`` once the network was asked to connect them without us."""

    party: Party
    mode: str
    reason: str
    leaves_us: bool = False
    is_bridge: bool = False
    ends_at_s: float | None = None


@dataclass(slots=True)
class Group:
    """The caller and the added parties. Mutable, of the engine's thread only.

    Attributes:
        aggregate: of the caller's call: the facts of the group belong to it, also after he has left.
    """

    caller_id: str
    aggregate: str
    has_caller: bool = True
    parties: dict[str, Party] = field(default_factory=dict)
    muted: set[str] = field(default_factory=set)
    hand_over: HandOver | None = None

    @property
    def members(self) -> tuple[str, ...]:
        """Everybody there, the caller first."""
        return (*([self.caller_id] if self.has_caller else ()), *self.parties)

    @property
    def room(self) -> tuple[str, ...]:
        """Who is in the common conversation."""
        joined = (party.call_id for party in self.parties.values() if party.is_joined)
        return (*([self.caller_id] if self.has_caller else ()), *joined)

    @property
    def aside(self) -> Party | None:
        """The party being dialled or consulted."""
        return next((party for party in self.parties.values() if not party.is_joined), None)

    def role_of(self, call_id: str) -> str:
        """``caller``, or the role of the party."""
        party = self.parties.get(call_id)
        return party.role if party is not None else CALLER

    def remove(self, call_id: str) -> None:
        """Somebody has left."""
        self.muted.discard(call_id)
        if call_id == self.caller_id:
            self.has_caller = False
        self.parties.pop(call_id, None)


@dataclass(frozen=True, slots=True)
class Guest:
    """A shift lead on the line: in which call, how, and who."""

    supervised_id: str
    mode: SupervisionMode
    lead: str = ""


class Groups:
    """All groups of the desk, found by any of their members."""

    def __init__(self) -> None:
        self._by_member: dict[str, Group] = {}

    def __iter__(self) -> Iterator[Group]:
        return iter({id(group): group for group in self._by_member.values()}.values())

    def of(self, call_id: str | None) -> Group | None:
        """The group this call is in."""
        return self._by_member.get(call_id) if call_id is not None else None

    def begin(self, caller_id: str, aggregate: str) -> Group:
        """The caller's group, a new one if he has none."""
        group = self._by_member.get(caller_id)
        if group is None:
            group = self._by_member[caller_id] = Group(caller_id, aggregate)
        return group

    def add(self, group: Group, party: Party) -> None:
        """A party is being dialled for this group."""
        group.parties[party.call_id] = party
        self._by_member[party.call_id] = group

    def exchange(self, old_id: str, new_id: str) -> None:
        """Another leg takes the place of one in its group (RFC 3891, or the peer was sent elsewhere)."""
        group = self._by_member.pop(old_id, None)
        if group is None:
            return
        self._by_member[new_id] = group
        if old_id in group.muted:
            group.muted.symmetric_difference_update({old_id, new_id})
        if old_id == group.caller_id:
            group.caller_id = new_id
        elif old_id in group.parties:
            group.parties = {
                (new_id if call_id == old_id else call_id): party for call_id, party in group.parties.items()
            }
            group.parties[new_id].call_id = new_id

    def remove(self, call_id: str) -> Group | None:
        """Somebody has left; a group of one is no group any more. Returns the group it was."""
        group = self._by_member.pop(call_id, None)
        if group is None:
            return None
        group.remove(call_id)
        if len(group.members) < 2:
            for member in group.members:
                del self._by_member[member]
        return group


def company(groups: Groups, focus_id: str | None) -> tuple[str, ...]:
    """With whom the operator speaks: everybody in the room, or the one call in the headset."""
    if focus_id is None:
        return ()
    group = groups.of(focus_id)
    return group.room if group is not None and focus_id in group.room else (focus_id,)


def bridges(groups: Groups, focus_id: str | None) -> tuple[tuple[str, ...], ...]:
    """Rooms whose people go on speaking while the operator is elsewhere.

    Where only one may be heard, that one would hear nobody: such a room waits on hold.
    """
    return tuple(
        group.room
        for group in groups
        if focus_id not in group.room and len(set(group.room) - group.muted) > 1
    )


def routing_of(groups: Groups, focus_id: str | None, guests: Mapping[str, Guest]) -> Routing:
    """Who hears whom now; who has no part in it hears the hold tone."""
    present = company(groups, focus_id)
    muted = {call_id for group in groups for call_id in group.muted}
    routing = Routing(
        talking=frozenset(present) - muted,
        listening=frozenset(present) & muted,
        apart=frozenset(
            (speaker, listener)
            for room in bridges(groups, focus_id)
            for speaker in room
            for listener in room
            if speaker != listener and speaker not in muted
        ),
    )
    for guest_id, guest in guests.items():
        if _is_about(groups, guest.supervised_id, present):
            routing = _with_guest(routing, guest_id, guest.mode)
    return routing


def on_hold(groups: Groups, focus_id: str | None, talking: Collection[str]) -> frozenset[str]:
    """Which connected calls speak with nobody."""
    busy = {*company(groups, focus_id), *(member for room in bridges(groups, focus_id) for member in room)}
    return frozenset(talking) - busy


def _is_about(groups: Groups, supervised_id: str, present: Collection[str]) -> bool:
    """A lead follows his call into its consultations, and hears nothing of the operator's other calls."""
    group = groups.of(supervised_id)
    return bool(present) and any(
        member in present for member in (group.members if group is not None else (supervised_id,))
    )


def _with_guest(routing: Routing, guest_id: str, mode: SupervisionMode) -> Routing:
    match mode:
        case SupervisionMode.LISTEN:
            return routing.listened_by(guest_id)
        case SupervisionMode.WHISPER:
            return routing.whispered_by(guest_id)
        case SupervisionMode.BARGE:
            return routing.joined_by(guest_id)
