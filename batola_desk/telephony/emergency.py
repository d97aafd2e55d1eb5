"""What a call says about itself beyond its number: the service asked for, who it comes from, where.

Source: RFC 5031 (service URN), RFC 6881, RFC 3325 (asserted identity), RFC 7044 (History-Info), RFC 5806
(Diversion), RFC 3261 §20.9 and RFC 7852 (Call-Info), RFC 6442 (Geolocation), RFC 4412 (Resource-Priority),
RFC 7090 (Priority: psap-callback).
"""

from __future__ import annotations

from dataclasses import dataclass

from batola_desk.telephony.pidf import Position


@dataclass(frozen=True, slots=True)
class LocationDocument:
    """One position that came with the call.

    Attributes:
        uri: as the Geolocation header names it (``cid:`` in the body, or where to fetch it); "" for one
            in the body that no header names.
        content_type: of the document, "" for a mere reference.
        content: the document as it came, empty for a mere reference.
        position: what our reader understood of it.
    """

    uri: str = ""
    content_type: str = ""
    content: bytes = b""
    position: Position | None = None


@dataclass(frozen=True, slots=True)
class Diversion:
    """One number the call was sent on from. ``reason`` as the network says it (``no-answer``, ``302`` …)."""

    number: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CallInfo:
    """More about the call elsewhere. Source: RFC 3261 §20.9, RFC 7852 §3."""

    uri: str
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class EmergencyInfo:
    """Everything of the INVITE that matters for an emergency; empty for outgoing calls.

    Attributes:
        service: ``urn:service:sos`` or a sub-service in lower case, "" if the call names none.
        asserted: numbers the network vouches for, best first.
        diversions: the numbers the call was diverted from, the one originally dialled first.
        priority: the Priority header (``emergency``, ``psap-callback`` …) in lower case.
        resource_priority: namespaces and values (``esnet.1``) in lower case.
        routing_allowed: the caller allows his position to be used for routing (Geolocation-Routing: yes).
    """

    service: str = ""
    asserted: tuple[str, ...] = ()
    diversions: tuple[Diversion, ...] = ()
    call_info: tuple[CallInfo, ...] = ()
    priority: str = ""
    resource_priority: tuple[str, ...] = ()
    locations: tuple[LocationDocument, ...] = ()
    routing_allowed: bool = False

    @property
    def diverted_from(self) -> str:
        """The number originally dialled, "" if the call came straight to us."""
        return self.diversions[0].number if self.diversions else ""
