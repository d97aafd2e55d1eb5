"""What transactions need from a network, and how responses find their way back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from batola_desk.telephony.headers import split_outside
from batola_desk.telephony.message import SIPRequest
from batola_desk.telephony.uri import DEFAULT_PORTS, Destination

Address = tuple[str, int]
BOTH_FAMILIES = frozenset({"", "::"})  # local hosts that mean every address, IPv4 and IPv6


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

    def send(self, data: bytes) -> None:
        """Never raises; a dead stream is reported through ``NetworkUser.on_flow_lost``."""
        ...


class MessageTap(Protocol):
    """Who looks at every message that crosses the wire; must be quick and never raise."""

    def note(self, data: bytes, flow: Flow, *, is_sent: bool) -> None: ...


FlowReady = Callable[[Flow | None], None]


class NetworkUser(Protocol):
    """Who receives from a network. Thread: the SIP loop."""

    def on_data(self, data: bytes, flow: Flow) -> None: ...

    def on_flow_lost(self, flow: Flow) -> None: ...


class Network(Protocol):
    """All transports of one line."""

    @property
    def local_port(self) -> int: ...

    def open(self, user: NetworkUser) -> None: ...

    def connect(self, destination: Destination, ready: FlowReady) -> None:
        """Give ``ready`` a flow, perhaps later (name look-up), or None if there is no way."""
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
    kept.append(f"received={host}")
    request.replace_first("via", ",".join([";".join(kept), *elements[1:]]))


def response_destination(request: SIPRequest, flow: Flow) -> Destination:
    """Where a response goes when the flow of its request cannot carry it. Source: RFC 3261 §18.2.2."""
    via = request.via
    host = via.parameters.get("received") or via.host
    if not flow.is_reliable and via.parameters.get("rport", "").isdigit():
        return Destination(flow.protocol, host, int(via.parameters["rport"]))
    return Destination(flow.protocol, host, via.port or DEFAULT_PORTS.get(flow.protocol, 5060))
