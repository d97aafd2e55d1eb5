"""What the room has to know to judge who may be given a confidential ticket, out of the configuration.

The desks judge by the same types and rights (``services.confidence``); the room does it again, because an
operator's login can write facts without any desk. Source: domain.md §14, §15.
"""

from __future__ import annotations

from dataclasses import dataclass

from batola_desk.domain.catalog import Catalog
from batola_desk.domain.room_rules import PEOPLE_ROLES

SEE_RIGHT = "see_confidential"
WORK_RIGHT = "ticket"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomConfidence:
    """Codes of confidential types; roles of people who see every such ticket, and who may be given one."""

    types: frozenset[str] = frozenset()
    sees: frozenset[str] = frozenset()
    receives: frozenset[str] = frozenset()

    def rows(self) -> list[tuple[str, str]]:
        """As the server keeps it: what, code."""
        parts = (("type", self.types), ("sees", self.sees), ("receives", self.receives))
        return [(what, code) for what, codes in parts for code in sorted(codes)]


def room_confidence(catalog: Catalog) -> RoomConfidence:
    """Return what this configuration says; a role of the room that nobody here has may do nothing."""
    roles: dict[str, str] = {}
    for role in catalog.roles.values():
        roles.setdefault(role.room_role, role.code)  # as the desk reads it: the first one counts
    people = {
        room_role.value.removeprefix("batola_"): roles[room_role.value]
        for room_role in PEOPLE_ROLES
        if room_role.value in roles
    }
    sees = frozenset(name for name, code in people.items() if catalog.may(code, SEE_RIGHT))
    works = frozenset(name for name, code in people.items() if catalog.may(code, WORK_RIGHT))
    return RoomConfidence(
        types=frozenset(code for code, kind in catalog.types.items() if kind.confidential),
        sees=sees,
        receives=sees | works,
    )
