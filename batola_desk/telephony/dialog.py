"""Dialogs: identity, sequence numbers, route sets. Source: RFC 3261 §12."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from batola_desk.telephony.headers import NameAddress
from batola_desk.telephony.message import SIPMessage, SIPRequest, SIPResponse
from batola_desk.telephony.transport import Flow
from batola_desk.telephony.uri import SIPUri, UnusableURIError, host_text

DialogKey = tuple[str, str, str]  # Call-ID, our tag, their tag


def contact_uri(message: SIPMessage) -> str:
    """The URI in Contact, "" if there is none that could be used."""
    contacts = message.items("contact")
    if not contacts:
        return ""
    uri = NameAddress.parse(contacts[0]).uri
    try:
        SIPUri.parse(uri).destination()
    except UnusableURIError:
        return ""
    return uri


@dataclass(slots=True)
class Dialog:
    """The peer-to-peer state a call needs to send requests.

    Attributes:
        local_header, remote_header: whole From/To values, tags included.
        remote_target: the peer's Contact.
        route_set: Route values in the order to send.
        contact: our own Contact value.
        signs_of_life: how many requests and answers of the peer came within it.
        flow: the way the peer last used; carries requests when its stream is open and nothing else is asked.
        account: name of the line's account, for credentials and trust.
    """

    call_id: str
    local_header: str
    remote_header: str
    remote_target: str
    contact: str
    flow: Flow
    route_set: list[str] = field(default_factory=list)
    local_cseq: int = field(default_factory=lambda: secrets.randbelow(10_000) + 1)
    remote_cseq: int = -1
    signs_of_life: int = 0
    account: str = ""

    @property
    def key(self) -> DialogKey:
        return (
            self.call_id,
            NameAddress.parse(self.local_header).tag,
            NameAddress.parse(self.remote_header).tag,
        )

    @classmethod
    def from_invite(
        cls, invite: SIPRequest, flow: Flow, local_tag: str, contact: str, *, account: str = ""
    ) -> Dialog:
        """The called side. A missing Contact is replaced by where the INVITE came from."""
        host, port = flow.remote
        target = contact_uri(invite) or f"sip:{host_text(host)}:{port};transport={flow.protocol.lower()}"
        to_value = invite.first("to")
        return cls(
            call_id=invite.call_id,
            local_header=to_value if invite.to_address.tag else f"{to_value};tag={local_tag}",
            remote_header=invite.first("from"),
            remote_target=target,
            contact=contact,
            flow=flow,
            route_set=invite.items("record-route"),
            remote_cseq=invite.cseq.number,
            account=account,
        )

    @classmethod
    def from_response(
        cls, invite: SIPRequest, response: SIPResponse, flow: Flow, contact: str, *, account: str = ""
    ) -> Dialog:
        """The calling side, from a response with a To tag."""
        return cls(
            call_id=invite.call_id,
            local_header=invite.first("from"),
            remote_header=response.first("to"),
            remote_target=contact_uri(response) or invite.uri,
            contact=contact,
            flow=flow,
            route_set=list(reversed(response.items("record-route"))),
            local_cseq=invite.cseq.number,
            account=account,
        )

    def refresh_target(self, message: SIPMessage) -> None:
        """Re-INVITE and UPDATE may move the peer. Source: RFC 3261 §12.2."""
        self.remote_target = contact_uri(message) or self.remote_target

    def next_hop(self) -> str:
        """The URI to send to: first route, else the peer's Contact."""
        if self.route_set:
            return NameAddress.parse(self.route_set[0]).uri
        return self.remote_target

    def request(self, method: str, *, cseq: int | None = None) -> SIPRequest:
        """A request within the dialog, routes applied; ACK passes the CSeq of its INVITE."""
        uri, routes = self._routing()
        if cseq is None:
            self.local_cseq += 1
            cseq = self.local_cseq
        request = SIPRequest(method, uri)
        for route in routes:
            request.add("Route", route)
        request.add("Max-Forwards", "70")
        request.add("From", self.local_header)
        request.add("To", self.remote_header)
        request.add("Call-ID", self.call_id)
        request.add("CSeq", f"{cseq} {method}")
        if method not in {"ACK", "BYE"}:
            request.add("Contact", self.contact)
        return request

    def _routing(self) -> tuple[str, list[str]]:
        """Request URI and Route headers, loose or strict. Source: RFC 3261 §12.2.1.1."""
        if not self.route_set:
            return self.remote_target, []
        first = NameAddress.parse(self.route_set[0]).uri
        try:
            is_loose = SIPUri.parse(first).is_loose_router
        except UnusableURIError:
            is_loose = True
        if is_loose:
            return self.remote_target, list(self.route_set)
        return first, [*self.route_set[1:], f"<{self.remote_target}>"]
