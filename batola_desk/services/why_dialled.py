"""Whether dialling a number is a call back to somebody who called this centre.

It matters to the network: a marked call back is not barred and not sent to a mailbox (RFC 7090 §4).
"""

from __future__ import annotations

from batola_desk.models.search_text import number_key
from batola_desk.services.world import World

MANUAL, CALLBACK = "manual", "callback"


def why_dialled(world: World, number: str) -> tuple[str, str | None]:
    """(purpose, call-back item): a number in the list, or of a caller who still waits for his class."""
    key = number_key(number)
    item = world.callback_by_number.get(key)
    if item is not None:
        return CALLBACK, item
    has_called = any(
        call.direction == "inbound" and number_key(call.number) == key for call in world.calls.values() if key
    )
    return (CALLBACK if has_called else MANUAL), None
