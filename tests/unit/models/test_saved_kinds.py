"""The journal of every release, with a fact of every kind: today's program reads all of it and goes on."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from _facts import WAIT_S, Desk, note

from batola_desk.domain.callback import CallbackState
from batola_desk.domain.events import EVENT_CLASSES
from batola_desk.domain.facts import UnknownEvent, Verdict
from batola_desk.models.journal import Journal
from batola_desk.models.verify import verify
from tests.data.save_kinds import INCIDENT, journal_and_room, kinds_in, missing_kinds, saved_days

SAVED = saved_days()
OF_A_NEWER_PROGRAM = {("call.translated", 1), ("incident.note_added", 99)}


def test_every_kind_that_exists_today_is_saved_for_the_releases_to_come() -> None:
    """A kind that is new: ``python -m tests.data.save_kinds`` writes a day with it beside the older ones."""
    assert missing_kinds() == set(), "save a day with them: python -m tests.data.save_kinds"


def test_a_day_has_both_its_sides() -> None:
    assert SAVED
    for day in SAVED:
        assert all(file.exists() for file in journal_and_room(day)), day


@pytest.mark.parametrize("saved", SAVED, ids=lambda path: path.stem)
def test_every_fact_of_a_release_is_read_and_its_file_goes_on(
    opened: Callable[..., Journal], path: Path, saved: Path
) -> None:
    written = kinds_in(saved)
    assert len({kind for kind, _, _ in written} & set(EVENT_CLASSES)) >= 84
    shutil.copy(saved, path)
    journal = opened()
    assert journal.report.health == "healthy"
    assert journal.reader.pending_count().result(WAIT_S) == 0
    read = [
        fact
        for home in {home for _, _, home in written}
        for fact in journal.reader.facts_of(home).result(WAIT_S)
    ]
    unread = {(fact.event.kind, fact.event.version) for fact in read if isinstance(fact.event, UnknownEvent)}
    assert unread == OF_A_NEWER_PROGRAM, "a kind or a version of that release is not understood any more"
    fact = Desk(journal).write(note("after", "ditulis sesudah pembaruan")).facts[0]
    assert fact.oseq == len(written) + 1
    assert fact.verdict is Verdict.PENDING
    journal.close()
    report = verify(path, repair=True)
    assert report.exit_code == 0, report


@pytest.mark.parametrize("saved", SAVED, ids=lambda path: path.stem)
def test_what_a_release_showed_is_still_shown(
    opened: Callable[..., Journal], path: Path, saved: Path
) -> None:
    shutil.copy(saved, path)
    reader = opened().reader
    incident = reader.incident(INCIDENT).result(WAIT_S)
    assert incident is not None
    assert incident.ticket_number == "112-6304-20261126-A0001"
    assert "Jalan Trans Kalimantan RT 3, Karya Baru" in {field.value for _, field in incident.fields}
    assert incident.tasks[0].agency_code == "damkar"
    call = reader.call("call-1").result(WAIT_S)
    assert call is not None
    assert (call.number, call.call_class) == ("081001120101", "N")
    (unit,) = reader.units().result(WAIT_S)
    assert (unit.call_sign, unit.post) == ("Damkar 1", "Marabahan")
    item = reader.state("callback:callback-1").result(WAIT_S)
    assert item is not None
    assert item.state is CallbackState.CLOSED
    denied = {
        judged.fact.kind
        for judged in reader.judged_facts().result(WAIT_S)
        if judged.fact.verdict is Verdict.DENIED
    }
    assert denied >= {"incident.reopened"}
