"""Folds what happens around a call with more than two parties. Source: domain.md §5.1, §14.

A caller whose parties have all left is an ordinary caller again; the parties of a call that is no longer live
are history.
"""

from __future__ import annotations

from dataclasses import replace

from batola_desk.domain.call import LIVE_STATES, Call, CallParty, CallState, TransferResult
from batola_desk.domain.events import call as events
from batola_desk.domain.facts import Event

_BEFORE_COMPANY = frozenset({CallState.TALKING, CallState.SILENT_CHECK, CallState.ON_HOLD})


def speaking_state(state: Call) -> CallState:
    """The state of a call the operator speaks on and nobody else does."""
    checking = state.silent_started_us is not None and not state.silent_completed
    return CallState.SILENT_CHECK if checking else CallState.TALKING


def fold_parties(state: Call, event: Event) -> Call:
    """Fold one fact about added parties, transfer or supervision; others change nothing."""
    match event:
        case events.CallPartyAdded():
            return _added(state, event)
        case events.CallPartyAnswered():
            return _with_party(state, event.party_key, answered=True)
        case events.CallPartyMuted():
            return _with_party(state, event.party_key, muted=event.muted)
        case events.CallPartyLeft():
            return _left(state, event.party_key)
        case events.CallConferenceStarted():
            known = state.state in _BEFORE_COMPANY | {CallState.CONSULTING}
            joined = _with_party(state, event.party_key, joined=True)
            together = known and any(party.joined for party in joined.parties)
            return replace(joined, state=CallState.CONFERENCE) if together else joined
        case events.CallTransferred():
            return _transferred(state, event)
        case events.CallSupervised():
            is_over = event.until_us is not None or state.state not in LIVE_STATES
            return replace(
                state,
                supervised_by="" if is_over else event.lead,
                supervision_mode="" if is_over else event.mode,
            )
        case _:
            return state


def _added(state: Call, event: events.CallPartyAdded) -> Call:
    if state.state not in LIVE_STATES or any(party.party_key == event.party_key for party in state.parties):
        return state
    party = CallParty(party_key=event.party_key, role=event.role, code=event.code, number=event.number)
    consulting = CallState.CONSULTING if state.state in _BEFORE_COMPANY else state.state
    return replace(state, parties=(*state.parties, party), state=consulting)


def _left(state: Call, party_key: str) -> Call:
    left = tuple(party for party in state.parties if party.party_key != party_key)
    if len(left) == len(state.parties):
        return state
    return replace(state, parties=left, state=_state_with(state, left))


def _state_with(state: Call, parties: tuple[CallParty, ...]) -> CallState:
    if state.state not in {CallState.CONSULTING, CallState.CONFERENCE}:
        return state.state
    if any(party.joined for party in parties):
        return CallState.CONFERENCE
    if parties:
        return CallState.CONSULTING
    return CallState.ON_HOLD if state.held_since_us is not None else speaking_state(state)


def _with_party(
    state: Call,
    party_key: str,
    *,
    answered: bool | None = None,
    joined: bool | None = None,
    muted: bool | None = None,
) -> Call:
    def changed(party: CallParty) -> CallParty:
        return replace(
            party,
            answered=party.answered if answered is None else answered,
            joined=party.joined if joined is None else joined,
            muted=party.muted if muted is None else muted,
        )

    parties = tuple(changed(party) if party.party_key == party_key else party for party in state.parties)
    return replace(state, parties=parties)


def _transferred(state: Call, event: events.CallTransferred) -> Call:
    if event.result == TransferResult.REFUSED:
        return replace(state, transfer_result=event.result)
    gone = event.result == TransferResult.COMPLETED and state.state in LIVE_STATES
    return replace(
        state,
        state=CallState.TRANSFERRED if gone else state.state,
        transferred_to=event.code or event.number,
        transfer_result=event.result,
    )
