"""Commands about calls of several parties and about supervision.

Part of the protocol of ``ipc.messages``.
"""

from __future__ import annotations

from batola_desk.ipc.base import Command


class AddParty(Command, frozen=True, kw_only=True, tag="AddParty"):
    """Dial another party for the caller; the caller, or the conversation, goes on without the operator.

    Attributes:
        call_id: the caller's session, or any of its group.
        role: ``domain.call.PartyRole``.
        code: of the agency or desk, empty for a number typed by hand.
    """

    call_id: str
    number: str
    role: str = "agency"
    code: str = ""
    incident_id: str | None = None


class JoinParties(Command, frozen=True, kw_only=True, tag="JoinParties"):
    """Gabung: everybody of the group hears everybody."""

    call_id: str


class ReturnToCaller(Command, frozen=True, kw_only=True, tag="ReturnToCaller"):
    """Kembali: drop the party being consulted and go back to the caller, or to the conversation."""

    call_id: str


class SwapParties(Command, frozen=True, kw_only=True, tag="SwapParties"):
    """Ganti: speak with the other side; the one left waits."""

    call_id: str


class HandOver(Command, frozen=True, kw_only=True, tag="HandOver"):
    """Serahkan: caller and party stay connected without the operator; without this desk if the network can.

    Attributes:
        reason: why, for the journal (domain.md §5.1 DIALIHKAN needs one).
    """

    call_id: str
    reason: str


class TransferBlind(Command, frozen=True, kw_only=True, tag="TransferBlind"):
    """Send the caller on without speaking to the target first; refused = the caller stays."""

    call_id: str
    number: str
    role: str = "agency"
    code: str = ""
    reason: str


class MuteParty(Command, frozen=True, kw_only=True, tag="MuteParty"):
    """Take a party's voice out of the conversation, or give it back."""

    call_id: str
    muted: bool


class SuperviseDesk(Command, frozen=True, kw_only=True, tag="SuperviseDesk"):
    """Take part in the call another desk has in its headset (shift lead only; the services check the right).

    Attributes:
        uri: the other desk's engine; ``code`` its letter.
        mode: ``domain.call.SupervisionMode``.
        lead: name of the person, signed and shown over there.
        desk: letter of this desk.
    """

    uri: str
    code: str
    mode: str
    lead: str
    desk: str


class SetSupervision(Command, frozen=True, kw_only=True, tag="SetSupervision"):
    """Take part otherwise from now on."""

    call_id: str
    mode: str


PartyCommand = (
    AddParty
    | JoinParties
    | ReturnToCaller
    | SwapParties
    | HandOver
    | TransferBlind
    | MuteParty
    | SuperviseDesk
    | SetSupervision
)
