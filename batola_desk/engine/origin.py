"""What a call says about itself, in the words of journal and screen."""

from __future__ import annotations

from batola_desk.domain.events.call import CallInfoReceived, CallLocationReceived
from batola_desk.domain.facts import Event
from batola_desk.ipc.call_parts import Carried, LinePosition
from batola_desk.telephony.emergency import CallInfo, EmergencyInfo, LocationDocument

INFO_SHOWN_MAX = 4  # LIMIT: all of them are in the journal
FACTS_MAX = 100  # LIMIT: a telephone that reports every second must not fill the journal


def line_position(emergency: EmergencyInfo) -> LinePosition | None:
    """The first position that could be read, best first as the network ordered them (RFC 6442 §4.1)."""
    for document in emergency.locations:
        if document.position is not None:
            place = document.position
            return LinePosition(latitude=place.latitude, longitude=place.longitude, radius_m=place.radius_m)
    return None


def carried(emergency: EmergencyInfo) -> Carried:
    """What a person should know of the rest: urgency, and addresses where more can be had."""
    has_position = any(document.position is not None for document in emergency.locations)
    references = [document.uri for document in emergency.locations if not document.content]
    return Carried(
        resource_priority=", ".join(emergency.resource_priority),
        position_uri=references[0] if references and not has_position else "",
        info=tuple(
            f"{info.purpose.removeprefix('EmergencyCallData.')} {info.uri}".strip()
            for info in emergency.call_info[:INFO_SHOWN_MAX]
        ),
    )


def origin_facts(emergency: EmergencyInfo, told: set[object]) -> list[Event]:
    """One fact for each document or address that has not been told, with all it said; notes them as told."""
    facts: list[Event] = []
    items: list[LocationDocument | CallInfo] = [*emergency.locations, *emergency.call_info]
    for item in items:
        if item not in told and len(told) < FACTS_MAX:
            told.add(item)
            facts.append(_location(item) if isinstance(item, LocationDocument) else _info(item))
    return facts


def _location(document: LocationDocument) -> CallLocationReceived:
    place = document.position
    return CallLocationReceived(
        source="sip_body" if document.content else "sip_reference",
        uri=document.uri,
        content_type=document.content_type,
        document=document.content.decode("utf-8", "replace"),
        latitude=place.latitude if place is not None else None,
        longitude=place.longitude if place is not None else None,
        radius_m=place.radius_m if place is not None else None,
    )


def _info(info: CallInfo) -> CallInfoReceived:
    return CallInfoReceived(
        purpose=info.purpose,
        uri=info.uri,
        content_type=info.content_type,
        document=info.content.decode("utf-8", "replace"),
    )
