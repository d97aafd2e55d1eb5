"""The early dialogs of one outgoing call, each with its own offer and answer.

Source: RFC 3261 §12.1, §13.2.1, §13.2.2.4 (forking); RFC 3262 §4, §5 (reliable provisionals); RFC 6337 §3
(who offers and answers when).
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from batola_desk.telephony.dialog import Dialog
from batola_desk.telephony.headers import digits
from batola_desk.telephony.line import Line
from batola_desk.telephony.message import SIPRequest, SIPResponse
from batola_desk.telephony.transport import Flow

if TYPE_CHECKING:
    from batola_desk.telephony.call_leg import CallLeg

MakeDialog = Callable[[SIPRequest, SIPResponse, Flow], Dialog]

FORKS_MAX = 32  # LIMIT: early dialogs of one call


class Outcome(enum.Enum):
    """What offer and answer have come to when the call is answered."""

    AGREED = "agreed"
    UNUSABLE = "unusable"
    MISSING = "missing"  # the peer never described its media


@dataclass(slots=True, eq=False)
class Fork:
    """One early dialog.

    Attributes:
        rseq: number of the last reliable provisional confirmed.
        answer: their latest answer to our offer.
        is_agreed: offer and answer are complete; what later responses to the INVITE describe does not count.
        answer_in_ack: our answer to an offer in their 200.
    """

    dialog: Dialog
    rseq: int | None = None
    answer: bytes | None = None
    is_agreed: bool = False
    answer_in_ack: bytes = b""
    is_dismissed: bool = False


class Forks:
    """Thread: the SIP loop.

    Args:
        make_dialog: from the INVITE and a response that came over a flow.
        offers_late: our INVITE carried no offer; the peer makes it.
    """

    def __init__(self, line: Line, leg: CallLeg, make_dialog: MakeDialog, *, offers_late: bool) -> None:
        self._line = line
        self._leg = leg
        self._make_dialog = make_dialog
        self._offers_late = offers_late
        self._by_tag: dict[str, Fork] = {}
        self._heard: Fork | None = None  # whose description the media follow

    def find(self, invite: SIPRequest, flow: Flow, response: SIPResponse) -> Fork | None:
        """The fork of a response, a new one for a new tag.

        None with too many, and for a provisional without tag; a 2xx without one (RFC 2543) is a call.
        """
        tag = response.to_address.tag
        known = self._by_tag.get(tag)
        is_final = response.code >= 200
        room = FORKS_MAX if not is_final else 2 * FORKS_MAX
        if known is None and (tag or is_final) and len(self._by_tag) < room:
            dialog = self._make_dialog(invite, response, flow)
            self._line.remember(dialog, self._leg)
            known = self._by_tag[tag] = Fork(dialog)
        return known

    @property
    def count(self) -> int:
        """How many have rung or answered."""
        return len(self._by_tag)

    def is_agreed(self, dialog: Dialog) -> bool:
        return any(fork.dialog is dialog and fork.is_agreed for fork in self._by_tag.values())

    def take_provisional(self, fork: Fork | None, response: SIPResponse) -> bool:
        """Confirm it if it is reliable and use what it describes; False for a repetition or one out of order.

        Source: RFC 3262 §4.
        """
        number = digits(response.first("rseq"), maximum=2**32 - 1)
        description = response.body_of_type("application/sdp")
        if fork is None or number is None or "100rel" not in response.tokens("require"):
            if not self._offers_late:  # an offer counts in reliable responses only
                self._take_answer(fork, description, is_reliable=False)
            return True
        if fork.rseq is not None and number != fork.rseq + 1:
            return False
        fork.rseq = number
        answer = b""
        if self._offers_late:
            answer = self._answer(fork, description)
        else:
            self._take_answer(fork, description, is_reliable=True)
        self._line.sender.in_dialog(
            fork.dialog,
            "PRACK",
            lambda _response: None,
            headers=[("RAck", f"{number} {response.cseq.number} INVITE")],
            body=answer,
        )
        return True

    def settle(self, fork: Fork, response: SIPResponse) -> Outcome:
        """The call is this fork: its description is the one that counts."""
        description = response.body_of_type("application/sdp")
        if fork.is_agreed:
            if self._heard is not fork and fork.answer is not None:
                self._apply(fork, fork.answer)  # another fork was heard meanwhile
            return Outcome.AGREED
        if self._offers_late:
            if description is None:
                return Outcome.MISSING
            fork.answer_in_ack = self._answer(fork, description)
            return Outcome.AGREED if fork.answer_in_ack else Outcome.UNUSABLE
        description = description or fork.answer
        if description is None:
            return Outcome.MISSING
        fork.is_agreed = self._apply(fork, description)
        return Outcome.AGREED if fork.is_agreed else Outcome.UNUSABLE

    def dismiss(self, fork: Fork) -> None:
        """BYE an answered fork that nobody wants, once."""
        if not fork.is_dismissed:
            fork.is_dismissed = True
            self._line.sender.in_dialog(fork.dialog, "BYE", lambda _response: None)

    def _take_answer(self, fork: Fork | None, description: bytes | None, *, is_reliable: bool) -> None:
        """Early sound: the latest fork that describes some is heard."""
        if description is None or (fork is not None and fork.is_agreed):
            return
        usable = self._apply(fork, description)
        if fork is not None:
            fork.is_agreed = usable and is_reliable

    def _apply(self, fork: Fork | None, description: bytes) -> bool:
        self._heard = fork
        if fork is not None:
            fork.answer = description
        return self._leg.negotiator.take_answer(description)

    def _answer(self, fork: Fork, offer: bytes | None) -> bytes:
        """Our answer to their offer, empty if it cannot be used."""
        if offer is None or fork.is_agreed:
            return b""
        try:
            answer = self._leg.negotiator.answer(offer) or b""
        except OSError:
            answer = b""
        fork.is_agreed = bool(answer)
        self._heard = fork
        return answer
