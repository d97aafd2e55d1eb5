"""What transactions need from a network, and how responses find their way back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from batola_desk.telephony.headers import split_outside
from batola_desk.telephony.message import SIPRequest
from batola_desk.telephony.uri import DEFAULT_PORTS, Destination, SIPUri, host_text

Address = tuple[str, int]
BOTH_FAMILIES = frozenset({"", "::"})  # local hosts that mean every address, IPv4 and IPv6


class NoWayError(OSError):
    """There is no way to that address from here; ``code`` is a word for the screen."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Flow(Protocol):
    """A way to one peer: an UDP address pair or one stream connection."""

    @property
    def protocol(self) -> str: ...

    @property
    def is_reliable(self) -> bool: ...

    @property
    def is_open(self) -> bool: ...

    @property
    def local(self) -> Address:
        """The address to advertise to this peer in Via, Contact and SDP."""
        ...

    @property
    def remote(self) -> Address: ...

    @property
    def fault(self) -> str:
        """Why a stream broke (``connection_refused``, ``tls_expired`` …); "" while it is open."""
        ...

    @property
    def answers_pings(self) -> bool:
        """The flow finds out by itself that its peer has died (RFC 5626 §4.4.1)."""
        ...

    def send(self, data: bytes) -> None:
        """Never raises; a dead stream is reported through ``NetworkUser.on_flow_lost``."""
        ...


class MessageTap(Protocol):
    """Who looks at every message that crosses the wire; must be quick and never raise."""

    def note(self, data: bytes, flow: Flow, *, is_sent: bool) -> None: ...


FlowReady = Callable[[Flow | None], None]
Located = Callable[[Sequence[Destination]], None]


class NetworkUser(Protocol):
    """Who receives from a network. Thread: the SIP loop."""

    def on_data(self, data: bytes, flow: Flow) -> None: ...

    def on_flow_lost(self, flow: Flow) -> None: ...

    def on_sockets(self, *, are_open: bool) -> None:
        """The sockets broke, or were opened anew."""
        ...


class Network(Protocol):
    """All transports of one line."""

    @property
    def local_port(self) -> int: ...

    def open(self, user: NetworkUser) -> None: ...

    def locate(self, uri: SIPUri, account: str, ready: Located) -> None:
        """Find where a URI leads: destinations with addresses, best first. Source: RFC 3263 §4."""
        ...

    def connect(self, destination: Destination, ready: FlowReady) -> None:
        """Give ``ready`` a flow, perhaps later (name look-up), or None if there is no way."""
        ...

    def route_towards(self, host: str) -> str:
        """The local address towards an address as the system sees it now; "" without a route."""
        ...

    def renew(self, *, reopen: bool) -> None:
        """The surroundings have changed: forget local addresses and close streams whose own address is gone.

        With ``reopen`` also open every socket anew.
        """
        ...

    def check(self) -> None:
        """Open sockets anew that somebody took away."""
        ...

    def close(self) -> None: ...


def note_source(request: SIPRequest, flow: Flow) -> None:
    """Write where the request really came from into its top Via. Source: RFC 3261 §18.2.1, RFC 3581 §4."""
    value = request.first("via")
    elements = split_outside(value, ",")
    host, port = flow.remote
    kept = [
        part.strip()
        for part in split_outside(elements[0], ";")
        if part.partition("=")[0].strip().lower() not in {"received", "rport"}
    ]
    if "rport" in request.via.parameters:
        kept.append(f"rport={port}")
    kept.append(f"received={host.partition('%')[0]}")  # without brackets: RFC 3261 §25.1, RFC 5118 §4.5
    request.replace_first("via", ",".join([";".join(kept), *elements[1:]]))


def response_destination(request: SIPRequest, flow: Flow) -> Destination:
    """Where a response goes when the flow of its request cannot carry it.

    Source: RFC 3261 §18.2.2, RFC 3581 §4: to where it came from, whatever host its Via names.
    """
    via = request.via
    host = flow.remote[0]
    if not flow.is_reliable and via.parameters.get("rport", "").isdigit():
        return Destination(flow.protocol, host, int(via.parameters["rport"]))
    return Destination(flow.protocol, host, via.port or DEFAULT_PORTS.get(flow.protocol, 5060))


def via_value(flow: Flow, branch: str) -> str:
    """Our Via for a request over that flow. Source: RFC 3261 §18.1.1, RFC 3581 §3, RFC 5923 §8 (alias)."""
    host, port = flow.local
    alias = ";alias" if flow.is_reliable else ""
    return f"SIP/2.0/{flow.protocol} {host_text(host)}:{port};branch={branch};rport{alias}"


def in_order(destinations: Iterable[Destination]) -> tuple[Destination, ...]:
    """Every destination once, in the order of first sight."""
    return tuple(dict.fromkeys(destinations))
