"""The link that asks a caller for a position: its secret, its states, what a call remembers of it.

Source: domain.md §11 (rank 1), §12.1 step 6. Nothing of the link is a name or a number; the secret itself is
in no fact, only in the text that is sent.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from batola_desk.domain.events.location_request import LocationRequestChanged, LocationRequested
from batola_desk.domain.facts import Fact

if TYPE_CHECKING:
    from batola_desk.domain.call import Call

SECRET_CHARS: Final = 26  # five bits each: 130 bits, which nobody guesses
WORDS_MAX: Final = 500  # LIMIT: of one text, either way; the page takes no more
LINKS_KEPT: Final = 8  # LIMIT: of one call in memory; the journal has them all
LINK_SOURCE: Final = "link"  # of a position; also the medium of a text
# No letter that a link at the end of a sentence loses, none that two people hear differently.
_LETTERS: Final = "abcdefghijkmnpqrstuvwxyz23456789"


class LinkState(StrEnum):
    """How far a request got; each later one says more. One with a position stays ``located``."""

    REQUESTED = "requested"  # made; a person passes the text on
    NOT_SENT = "not_sent"
    SENT = "sent"
    OPENED = "opened"
    DECLINED = "declined"
    CONSENTED = "consented"
    EXPIRED = "expired"
    LOCATED = "located"


_RANK: Final = {state.value: rank for rank, state in enumerate(LinkState)}


@dataclass(frozen=True, slots=True, kw_only=True)
class CallLink:
    """One request of a call.

    Attributes:
        link_id: what service and desk call it; not the secret.
        channel: ``sms``, ``whatsapp`` or ``paste``.
        state: the furthest that was told.
    """

    link_id: str
    channel: str
    state: str
    requested_us: int
    changed_us: int
    expires_us: int

    def is_open(self, now_us: int) -> bool:
        """Whether the caller can still answer."""
        return now_us < self.expires_us and self.state != LinkState.EXPIRED

    @property
    def was_opened(self) -> bool:
        """Whether somebody has the page: a text would be read."""
        return _RANK.get(self.state, 0) >= _RANK[LinkState.OPENED]


def new_secret() -> str:
    """Return a secret for one link."""
    return "".join(secrets.choice(_LETTERS) for _ in range(SECRET_CHARS))


def is_secret(text: str) -> bool:
    """Whether a text could be one at all."""
    return len(text) == SECRET_CHARS and set(text) <= set(_LETTERS)


def digest_of(secret: str) -> str:
    """Return what the service keeps of it."""
    return hashlib.sha256(secret.encode("ascii", "replace")).hexdigest()


def links_with(state: Call, fact: Fact) -> tuple[CallLink, ...]:
    """The call's links and what this fact says of them, whatever order they come in."""
    match fact.event:
        case LocationRequested() as asked:
            known = next((link for link in state.links if link.link_id == asked.link_id), None)
            link = CallLink(
                link_id=asked.link_id,
                channel=asked.channel,
                state=known.state if known is not None else LinkState.REQUESTED,
                requested_us=fact.occurred_us,
                changed_us=known.changed_us if known is not None else fact.occurred_us,
                expires_us=asked.expires_us,
            )
            return _with(state.links, link)
        case LocationRequestChanged() as changed:
            known = next((link for link in state.links if link.link_id == changed.link_id), None)
            if known is None:  # its beginning comes later: until then it is closed
                known = CallLink(
                    link_id=changed.link_id,
                    channel="",
                    state=LinkState.REQUESTED,
                    requested_us=fact.occurred_us,
                    changed_us=fact.occurred_us,
                    expires_us=0,
                )
            return _with(state.links, _further(known, changed.state, fact.occurred_us))
        case _:
            return state.links


def _further(link: CallLink, state: str, at_us: int) -> CallLink:
    """The state that says more, whichever came first; of one that was told twice the first time."""
    rank, known = _RANK.get(state, -1), _RANK.get(link.state, 0)
    if rank < known:
        return link
    return replace(link, state=state, changed_us=at_us if rank > known else min(at_us, link.changed_us))


def _with(links: tuple[CallLink, ...], link: CallLink) -> tuple[CallLink, ...]:
    others = [known for known in links if known.link_id != link.link_id]
    merged = sorted((*others, link), key=lambda one: (one.requested_us, one.link_id))
    return tuple(merged[-LINKS_KEPT:])
