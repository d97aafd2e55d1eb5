"""Does what a line of the command line ordered, through the same use cases as the keys."""

from __future__ import annotations

from batola_desk.services.api import Desk
from batola_desk.services.orders.reading import SendOrder, TicketOrder


async def fill(desk: Desk, order: TicketOrder, *, incident_id: str, call_key: str) -> str:
    """Open a ticket (of the call, if there is one) or go on with this one; returns its id.

    The line was checked as a whole before, so nothing but the disk can refuse in the middle.
    """
    incidents = desk.incidents
    if order.is_new:
        incident_id = await incidents.new(call_key=call_key or None, source="call" if call_key else "manual")
    said = {
        "type_code": order.type_code,
        "place_text": order.place_text,
        "callback_number": order.number,
        "caller_name": order.reporter,
    }
    for field, value in said.items():
        if value:
            incidents.set_field(incident_id, field, value)
    await incidents.flush(incident_id)
    if order.place is not None:
        place = order.place
        await incidents.set_location(
            incident_id, place.latitude, place.longitude, source="gazetteer",
            uncertainty_m=place.uncertainty_m, place_code=place.place_code, label=place.label,
        )  # fmt: skip
    if order.priority:
        await incidents.set_priority(incident_id, order.priority, reason=order.reason)
    if order.note:
        await incidents.add_note(incident_id, order.note)
    return incident_id


async def send(desk: Desk, order: SendOrder, *, incident_id: str) -> None:
    """Ask every agency, each by its first way unless one was said."""
    await desk.incidents.flush(incident_id)  # the priority that a right depends on is known
    for code in order.agencies:
        agency = desk.catalog.agencies[code]
        ways = [way for way in agency.channels if way in desk.catalog.channels]
        channel = order.channel or next(iter(ways), next(iter(desk.catalog.channels), ""))
        await desk.dispatch.send_task(incident_id, code, channel=channel)
