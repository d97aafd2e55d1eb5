"""Priorities are ordered; raising is free, lowering is a right. Source: domain.md §7."""

from __future__ import annotations

from batola_desk.domain.catalog import Catalog
from batola_desk.domain.incident import Incident

UNKNOWN_PRIORITY = "P3"  # a ticket without a type needs a visit until somebody knows better


def rank(priority: str, catalog: Catalog) -> int:
    """Return 0 for the most urgent; an unknown code ranks last."""
    codes = list(catalog.priorities)
    return codes.index(priority) if priority in codes else len(codes)


def is_lowering(before: str, after: str, catalog: Catalog) -> bool:
    """Whether ``after`` is less urgent than ``before``."""
    return rank(after, catalog) > rank(before, catalog)


def default_priority(type_code: str, catalog: Catalog) -> str:
    """Return the default of a type, or the careful middle when no type is known."""
    known = catalog.types.get(type_code)
    return known.priority if known else UNKNOWN_PRIORITY


def effective_priority(incident: Incident, catalog: Catalog) -> str:
    """Return the hand-set priority, else the default of the type."""
    return incident.priority or default_priority(incident.text("type_code"), catalog)
