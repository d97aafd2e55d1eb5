"""What the room is told to be confidential: the types and rights of the configuration (domain.md §14)."""

from __future__ import annotations

from dataclasses import replace

from batola_desk.domain.room_confidence import RoomConfidence, room_confidence
from tests.support.shipped import shipped_catalog


def test_as_shipped_the_lead_sees_and_who_works_on_tickets_may_be_given_one() -> None:
    told = room_confidence(shipped_catalog())
    assert told.types == {"KR06", "KR07", "KR08"}
    assert (told.sees, told.receives) == ({"lead"}, {"operator", "lead"})
    assert ("type", "KR06") in told.rows()
    assert ("receives", "operator") in told.rows()


def test_a_site_that_gives_other_rights_is_followed() -> None:
    catalog = shipped_catalog()
    roles = dict(catalog.roles)
    roles["AD"] = replace(roles["AD"], actions=(*roles["AD"].actions, "ticket"))
    roles["KS"] = replace(roles["KS"], room_role="")
    told = room_confidence(replace(catalog, roles=roles))
    assert (told.sees, told.receives) == (frozenset(), {"operator", "admin"})
    assert RoomConfidence().rows() == []
