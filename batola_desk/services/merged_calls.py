"""Calls of tickets that go on in another one: they count there. Source: domain.md §5.2."""

from __future__ import annotations

from collections.abc import Iterator

from batola_desk.domain.incident import Incident
from batola_desk.domain.kinship import parent_of


class MergedCalls:
    """Which ticket went into which, and with which calls; of any desk, as far as it is in memory."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}  # child → parent
        self._children: dict[str, dict[str, frozenset[str]]] = {}  # parent → child → the child's own calls

    def take(self, incident: Incident) -> None:
        """A ticket as it is now."""
        child, parent = incident.incident_id, parent_of(incident)
        before = self._parent.pop(child, "")
        if before and before != parent:
            self._children[before].pop(child, None)
        if parent:
            self._parent[child] = parent
            self._children.setdefault(parent, {})[child] = frozenset(incident.call_keys)

    def parent_of(self, incident_id: str) -> str:
        """Where it goes on; empty = in none."""
        return self._parent.get(incident_id, "")

    def keys_of(self, incident_id: str) -> frozenset[str]:
        """Calls of everything that went into it: a parent is always the older one, so this ends."""
        return frozenset(self._keys_of(incident_id))

    def _keys_of(self, incident_id: str) -> Iterator[str]:
        for child, keys in self._children.get(incident_id, {}).items():
            yield from keys
            yield from self._keys_of(child)
