"""What a ticket puts into the gaps of a prepared text. Source: domain.md §12.4, §6.1 (R)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from batola_desk.domain.incident import Incident
from batola_desk.services.context import Context

WHAT_MAX: Final = 600  # LIMIT: what still fits into one WhatsApp text that somebody reads
_VICTIMS: Final = (
    ("victims_injured", "luka"),
    ("victims_trapped", "terjebak"),
    ("victims_missing", "hilang"),
    ("victims_dead", "meninggal"),
)


def case_values(
    context: Context, incident: Incident, *, to: str = "", reference: str = "", number: str = ""
) -> dict[str, str]:
    """The gaps of ``domain.prepared_text`` for one ticket; the reader outside reads Indonesian.

    Args:
        number: the caller's, used while the ticket has no number to call back.
    """
    rules, centre = context.rules, context.catalog.centre
    location = incident.location
    local = datetime.fromtimestamp(context.clock.now_us() / 1e6, UTC) + timedelta(
        minutes=centre.utc_offset_min
    )
    victims = [f"{incident.text(name)} {word}" for name, word in _VICTIMS if incident.text(name) not in "0"]
    what = "; ".join(note.text for note in incident.notes if note.text.strip() and not note.draft)
    return {
        "centre": centre.name,
        "ticket": incident.ticket_number,
        "reference": reference,
        "number": rules.number_display(incident.text("callback_number") or number),
        "caller": incident.text("caller_name"),
        "place": incident.text("place_text") or (location.label if location is not None else ""),
        "landmark": incident.text("landmark"),
        "point": f"{location.latitude:.5f}, {location.longitude:.5f}" if location is not None else "",
        "type": rules.type_label(incident.text("type_code"), "id"),
        "victims": ", ".join(victims),
        "what": what if len(what) <= WHAT_MAX else what[: WHAT_MAX - 1] + "…",
        "time": f"{local:%d.%m.%Y %H:%M} {centre.time_zone}",
        "desk": context.desk,
        "operator": context.person.name,
        "to": to,
    }
