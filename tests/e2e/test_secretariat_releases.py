"""Files of every release meet today's program and server: migrated, exchanged, gone on with, verified."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from batola_desk.domain.events.incident import IncidentNoteAdded
from batola_desk.domain.facts import NewFact, UnknownEvent
from batola_desk.models.journal import Journal, open_journal
from batola_desk.models.verify import verify
from tests.data.save_kinds import journal_and_room, saved_days
from tests.e2e.admin_stage import SAVED_ROOMS, Desk112
from tests.e2e.secretariat_stage import needs_postgres
from tests.support.joined_desk import joined, until_in_step, until_told
from tests.support.sync_desk import shown_in

pytestmark = [pytest.mark.e2e, needs_postgres, pytest.mark.timeout(180), pytest.mark.expects_log]

DATA = Path(__file__).parents[1] / "data"
JOURNALS = sorted((DATA / "journals").glob("journal-*.sqlite"))
KINDS = saved_days()
WAIT_S = 20.0


@pytest.fixture
def files(tmp_path: Path) -> Iterator[ExitStack]:
    with ExitStack() as closing:
        yield closing


def open_copy(closing: ExitStack, path: Path, saved: Path | None = None) -> Journal:
    """Open a copy of a saved file, or an empty one."""
    if saved is not None:
        shutil.copy(saved, path)
    journal = open_journal(path, app_version="0.1.0")
    closing.callback(journal.close)
    return journal


def write(journal: Journal, letter: str, text: str) -> None:
    event = IncidentNoteAdded(note_id=f"{letter}-{text}", text=text)
    fact = NewFact(event=event, aggregates=("incident:after-the-upgrade",))
    journal.store.append([fact], actor="sari", desk=letter).result(WAIT_S)


def head_of(it: Desk112) -> int:
    return int(str(it.sql("select max(seq) from api.journal")[0][0]))


def both_in_step(it: Desk112, a: Journal, b: Journal) -> None:
    for journal in (a, b):
        until_in_step(journal, head_of(it))


def all_sound(it: Desk112, files: ExitStack, paths: tuple[Path, Path]) -> None:
    """Both files show the same, and all three histories are sound."""
    one, other = (shown_in(path) for path in paths)
    assert one == other
    files.close()
    for path in paths:
        report = verify(path, repair=False)
        assert report.exit_code == 0, report
    assert it.run("verify")[0] == 0


@pytest.mark.parametrize("saved", [*JOURNALS, *KINDS], ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_desk_with_an_old_file_joins_a_new_room(
    it: Desk112, files: ExitStack, tmp_path: Path, saved: Path
) -> None:
    it.init()
    paths = tmp_path / "a.sqlite", tmp_path / "b.sqlite"
    a, b = open_copy(files, paths[0], saved), open_copy(files, paths[1])
    address = it.rig.address(it.database)
    # The file knows another room, whose server is gone: a person says that this is the one.
    epoch = str(it.sql("select epoch from api.head")[0][0]) if _has_room(a) else ""
    with joined(a, address, "meja_a") as exchange_a, joined(b, address, "meja_b"):
        if epoch:
            exchange_a.accept_room(epoch)
        write(a, "A", "sesudah pembaruan")
        exchange_a.wake()
        until_told(a, 90.0)  # words of desks that are gone are relayed after a while
        write(b, "B", "meja baru")
        until_told(b)
        both_in_step(it, a, b)
    all_sound(it, files, paths)


def _has_room(journal: Journal) -> bool:
    return bool(journal.reader.room_epoch().result(WAIT_S))


@pytest.mark.parametrize("saved", KINDS, ids=lambda path: path.stem)
def test_room_and_desk_of_a_release_are_upgraded_and_go_on_together(
    it: Desk112, files: ExitStack, tmp_path: Path, saved: Path
) -> None:
    _, dump = journal_and_room(saved)
    assert it.run("restore", str(dump))[0] in {0, 1}
    assert it.run("upgrade")[0] == 0
    paths = tmp_path / "a.sqlite", tmp_path / "b.sqlite"
    a, b = open_copy(files, paths[0], saved), open_copy(files, paths[1])
    before = head_of(it)
    address = it.rig.address(it.database)
    with joined(a, address, "meja_a"), joined(b, address, "meja_b"):
        write(a, "A", "sesudah pembaruan")
        write(b, "B", "meja baru")
        until_told(a)
        until_told(b)
        assert head_of(it) == before + 2, "nothing was sent twice"
        both_in_step(it, a, b)
    all_sound(it, files, paths)


@pytest.mark.parametrize("saved", SAVED_ROOMS, ids=lambda path: path.stem)
def test_a_newer_desk_works_with_a_server_that_was_not_upgraded_yet(
    it: Desk112, files: ExitStack, tmp_path: Path, saved: Path
) -> None:
    assert it.run("restore", str(saved))[0] in {0, 1}
    paths = tmp_path / "a.sqlite", tmp_path / "b.sqlite"
    a, b = open_copy(files, paths[0]), open_copy(files, paths[1])
    address = it.rig.address(it.database)
    with joined(a, address, "meja_a"), joined(b, address, "meja_b"):
        write(a, "A", "desk baru, server lama")
        newer = UnknownEvent(kind="incident.teleported", version=1, body='{"to":"Marabahan"}')
        more = UnknownEvent(
            kind="incident.note_added", version=9, body='{"note_id":"x","text":"y","mood":"calm"}'
        )
        facts = [NewFact(event=event, aggregates=("incident:after-the-upgrade",)) for event in (newer, more)]
        a.store.append(facts, actor="sari", desk="A").result(WAIT_S)
        until_told(a)
        write(b, "B", "juga")
        until_told(b)
        both_in_step(it, a, b)
    all_sound(it, files, paths)
    verdicts = dict(
        it.sql("select kind, verdict from api.journal where desk = 'A' order by seq desc limit 3")
    )
    assert verdicts["incident.teleported"] == "unknown_kind"
    assert verdicts["incident.note_added"] == "ok"
