"""What a call says about itself beyond its number: the service asked for, who it comes from, where.

Source: RFC 5031 (service URN), RFC 6881, RFC 3325 (asserted identity), RFC 7044 (History-Info), RFC 5806
(Diversion), RFC 3261 §20.9 and RFC 7852 (Call-Info), RFC 6442 (Geolocation), RFC 4412 (Resource-Priority),
RFC 7090 (Priority: psap-callback).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import unquote

from batola_desk.telephony.headers import NameAddress, Reason, readable, shown
from batola_desk.telephony.message import SIPRequest
from batola_desk.telephony.multipart import BodyPart
from batola_desk.telephony.pidf import DOCUMENT_BYTES_MAX, Position, read_geo_uri, read_position
from batola_desk.telephony.uri import SIPUri, UnusableURIError

PIDF_TYPE = "application/pidf+xml"
PSAP_CALLBACK = "psap-callback"  # RFC 7090 §4: how a centre marks its calls back
LOCATIONS_MAX = 8  # LIMIT: network and telephone each send one or two
_ENTRIES_MAX = 16  # LIMIT: of each header; a call has passed fewer exchanges
_TEXT_MAX = 500

_SERVICE = re.compile(r"urn:service:sos(?:\.[a-z0-9-]{1,63}){0,6}", re.IGNORECASE | re.ASCII)


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
    """More about caller and call: where to fetch it, or what came along. Source: RFC 3261 §20.9, RFC 7852 §3.

    Attributes:
        purpose: ``EmergencyCallData.SubscriberInfo``, ``card`` …
        content_type, content: of a document in the body; empty for a mere address.
    """

    uri: str
    purpose: str = ""
    content_type: str = ""
    content: bytes = b""


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


def emergency_info(invite: SIPRequest) -> EmergencyInfo:
    """Collect it all from an INVITE. Total: what cannot be read is left out."""
    history = _addresses(invite, "history-info")
    return EmergencyInfo(
        service=_service([invite.uri, invite.to_address.uri, *(entry.uri for entry in history)]),
        asserted=_asserted(invite),
        diversions=_diversions(invite, history),
        call_info=tuple(_call_info(invite)),
        priority=_text(invite.first("priority")).strip().lower(),
        resource_priority=tuple(
            _text(item).lower() for item in invite.items("resource-priority")[:_ENTRIES_MAX]
        ),
        locations=tuple(_locations(invite))[:LOCATIONS_MAX],
        routing_allowed=invite.first("geolocation-routing").strip().lower() == "yes",
    )


def _service(uris: list[str]) -> str:
    """A service URN survives in To or History-Info when a proxy has put a number in its place."""
    for uri in uris:
        match = _SERVICE.match(uri.strip())
        if match is not None:
            return match.group().lower()
    return ""


def _asserted(invite: SIPRequest) -> tuple[str, ...]:
    numbers = [_number(entry.uri) for entry in _addresses(invite, "p-asserted-identity")]
    return tuple(dict.fromkeys(number for number in numbers if number))


def _diversions(invite: SIPRequest, history: list[NameAddress]) -> tuple[Diversion, ...]:
    """History-Info is in the order of events (RFC 7044 §5), Diversion has the latest first (RFC 5806 §4)."""
    found = [Diversion(_number(entry.uri), _cause(entry)) for entry in history[:-1]]
    if not found:
        entries = reversed(_addresses(invite, "diversion"))
        found = [Diversion(_number(entry.uri), entry.parameters.get("reason", "")) for entry in entries]
    here = _number(invite.uri)
    kept: list[Diversion] = []
    for diversion in found:
        is_repeated = bool(kept) and kept[-1].number == diversion.number
        if diversion.number and diversion.number != here and not is_repeated:
            kept.append(Diversion(shown(diversion.number, _TEXT_MAX), shown(diversion.reason, _TEXT_MAX)))
    return tuple(kept)


def _cause(entry: NameAddress) -> str:
    """Why the call did not stay at an entry: its Reason inside the URI (RFC 7044 §10.2)."""
    for header in entry.uri.partition("?")[2].split("&"):
        name, _, value = header.partition("=")
        if name.strip().lower() == "reason":
            reason = Reason.parse(unquote(value))
            return str(reason.cause) if reason.cause is not None else reason.text
    return ""


def _locations(invite: SIPRequest) -> Iterator[LocationDocument]:
    """Every position: those the Geolocation header names in its order, then documents nobody names."""
    parts = invite.parts()
    by_id = {part.content_id: part for part in reversed(parts) if part.content_id}
    used: set[int] = set()
    for entry in _addresses(invite, "geolocation"):
        scheme, _, name = entry.uri.partition(":")
        part = by_id.get(unquote(name)) if scheme.strip().lower() == "cid" else None
        if part is None:
            yield LocationDocument(uri=_text(entry.uri), position=read_geo_uri(entry.uri))
        elif id(part) not in used:
            used.add(id(part))
            yield _document(_text(entry.uri), part)
    for part in parts:
        if part.content_type == PIDF_TYPE and id(part) not in used:
            yield _document("", part)


def with_news(info: EmergencyInfo, request: SIPRequest) -> EmergencyInfo:
    """What is known after a later request of the call: new positions come first (RFC 6442 §4.2)."""
    if not (request.body or request.first("geolocation")):
        return info
    new = tuple(_locations(request))
    if not new:
        return info
    before = tuple(document for document in info.locations if document not in new)
    return replace(info, locations=(*new, *before)[:LOCATIONS_MAX])


def _call_info(invite: SIPRequest) -> Iterator[CallInfo]:
    entries = _addresses(invite, "call-info")
    parts = {part.content_id: part for part in reversed(invite.parts()) if part.content_id} if entries else {}
    for entry in entries:
        scheme, _, name = entry.uri.partition(":")
        part = parts.get(unquote(name)) if scheme.strip().lower() == "cid" else None
        yield CallInfo(
            _text(entry.uri),
            _text(entry.parameters.get("purpose", "")),
            _text(part.content_type) if part is not None else "",
            part.content[:DOCUMENT_BYTES_MAX] if part is not None else b"",
        )


def _document(uri: str, part: BodyPart) -> LocationDocument:
    content = part.content[:DOCUMENT_BYTES_MAX]
    return LocationDocument(uri, _text(part.content_type), content, read_position(content))


def _addresses(invite: SIPRequest, header: str) -> list[NameAddress]:
    return [NameAddress.parse(item) for item in invite.items(header)[:_ENTRIES_MAX]]


def _number(uri: str) -> str:
    try:
        return SIPUri.parse(uri).number
    except UnusableURIError:
        return ""


def _text(value: str) -> str:
    return readable(value)[:_TEXT_MAX]
