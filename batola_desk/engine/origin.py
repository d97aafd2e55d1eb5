"""What a call says about itself, in the words of journal and screen."""

from __future__ import annotations

from batola_desk.domain.events.call import CallLocationReceived
from batola_desk.ipc.call_parts import LinePosition
from batola_desk.telephony.emergency import EmergencyInfo, LocationDocument


def line_position(emergency: EmergencyInfo) -> LinePosition | None:
    """The first position that could be read, best first as the network ordered them (RFC 6442 §4.1)."""
    for document in emergency.locations:
        if document.position is not None:
            place = document.position
            return LinePosition(latitude=place.latitude, longitude=place.longitude, radius_m=place.radius_m)
    return None


def location_facts(emergency: EmergencyInfo) -> list[CallLocationReceived]:
    """One fact for each document or reference, with all it said."""
    return [_fact(document) for document in emergency.locations]


def _fact(document: LocationDocument) -> CallLocationReceived:
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
