"""All domain events, and the table from stored name to class.

A stored name is never renamed and never reused; a new field gets a default, a changed meaning a new
version with an upcast in ``domain/upcasts.py``.
"""

from __future__ import annotations

from batola_desk.domain.events import (
    call,
    callback,
    conflict,
    desk,
    incident,
    kinship,
    location_request,
    map_feature,
    operator,
    ownership,
    position,
    recording,
    room,
    unit,
)
from batola_desk.domain.facts import Event

EVENT_CLASSES: dict[str, type[Event]] = {
    event_class.TYPE: event_class
    for module in (
        call,
        callback,
        conflict,
        desk,
        incident,
        location_request,
        kinship,
        map_feature,
        operator,
        ownership,
        position,
        recording,
        room,
        unit,
    )
    for event_class in module.EVENTS
}
