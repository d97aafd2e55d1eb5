"""Dialogs: identity, sequence numbers, route sets. Source: RFC 3261 §12."""

from __future__ import annotations

import ipaddress
import secrets
from dataclasses import dataclass, field

from batola_desk.telephony.headers import NameAddress
from batola_desk.telephony.message import SIPMessage, SIPRequest, SIPResponse
from batola_desk.telephony.transport import Flow
from batola_desk.telephony.uri import SIPUri, UnusableURIError, host_text, is_reachable

DialogKey = tuple[str, str, str]  # Call-ID, our tag, their tag


def contact_uri(message: SIPMessage) -> str:
    """The URI in Contact, "" if there is none that could be used."""
    contacts = message.items("contact")
    if not contacts:
        return ""
    uri = NameAddress.parse(contacts[0]).uri
    return uri if is_reachable(uri) else ""


def _came_through_nat(invite: SIPRequest, target: str, flow: Flow) -> bool:
    """A telephone that speaks to us directly, yet names itself by an address it does not speak from.

    Source: RFC 3581 §1: what Via and Contact say is where the telephone believes to be.
    """
    source = _address(flow.remote[0])
    believed, contact = _address(invite.via.host), _address(_uri_host(target))
    is_direct = len(invite.items("via")) == 1
    return is_direct and None not in (believed, contact) and source not in (believed, contact)


def _uri_host(uri: str) -> str:
    try:
        return SIPUri.parse(uri).host
    except UnusableURIError:
        return ""


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


def _is_private(host: str) -> bool:
    address = _address(host)
    return address is not None and (address.is_private or address.is_unspecified)


def _is_global(host: str) -> bool:
    address = _address(host)
    return address is not None and address.is_global


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
        is_behind_nat: the peer's Contact leads nowhere; requests go back to where it last spoke from.
        account: name of the line's account, for credentials and trust.
        proof: CSeq and credentials of our latest re-INVITE; its ACK shows them, too.
        is_dialled: the desk chose whom to call; in other calls only servers of ours may ask for credentials.
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
    is_behind_nat: bool = False
    account: str = ""
    is_dialled: bool = False
    proof: tuple[int, list[tuple[str, str]]] = (0, [])

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
            is_behind_nat=_came_through_nat(invite, target, flow),
            account=account,
        )

    @classmethod
    def from_response(
        cls,
        invite: SIPRequest,
        response: SIPResponse,
        flow: Flow,
        contact: str,
        *,
        account: str = "",
        is_dialled: bool = True,
    ) -> Dialog:
        """The calling side, from a response with a To tag."""
        target = contact_uri(response) or invite.uri
        return cls(
            call_id=invite.call_id,
            local_header=invite.first("from"),
            remote_header=response.first("to"),
            remote_target=target,
            contact=contact,
            flow=flow,
            route_set=list(reversed(response.items("record-route"))),
            local_cseq=invite.cseq.number,
            is_behind_nat=_is_private(_uri_host(target)) and _is_global(flow.remote[0]),
            account=account,
            is_dialled=is_dialled,
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
