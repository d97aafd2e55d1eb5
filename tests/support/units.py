"""Units in a journal before the desk opens it."""

from __future__ import annotations

from pathlib import Path

from batola_desk.domain.events.unit import UnitRegistered
from batola_desk.domain.facts import NewFact
from batola_desk.models.journal import open_journal
from batola_desk.settings.paths import DeskPaths
from tests.support.shipped import shipped_catalog


def register_units(home: Path, desk: str = "A") -> int:
    """Register the units of the shipped training configuration; returns how many."""
    paths = DeskPaths.for_home(home)
    paths.create()
    facts = [
        NewFact(
            event=UnitRegistered(
                call_sign=plan.call_sign,
                agency_code=plan.agency,
                medium=plan.medium,
                post=plan.post,
                latitude=plan.latitude,
                longitude=plan.longitude,
            ),
            aggregates=(f"unit:{plan.unit_id}",),
        )
        for plan in shipped_catalog().training_units
    ]
    journal = open_journal(paths.journal, app_version="test")
    try:
        journal.store.append(facts, actor="system", desk=desk).result()
    finally:
        journal.close()
    return len(facts)
