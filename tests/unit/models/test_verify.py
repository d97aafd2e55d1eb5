from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from _facts import Desk, field, note, opened_ticket, raw_query, whole_call

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.models.journal import Journal
from batola_desk.models.verify import verify


@pytest.fixture
def written(opened: Callable[..., Journal], path: Path) -> Path:
    desk = Desk(opened())
    desk.write(*whole_call("k1"), opened_ticket("i1", "T-1"), note("i1", "kebakaran"))
    desk.write(field("i1", "place_text", "Marabahan"))
    desk.journal.close()
    return path


def test_a_sound_journal_passes_and_tells_its_progress(written: Path) -> None:
    told: list[tuple[int, int]] = []
    report = verify(written, progress=lambda done, total: told.append((done, total)))
    assert report.exit_code == 0
    assert (report.fact_count, report.aggregate_count) == (6, 2)
    assert told == [(6, 6)]


@pytest.mark.parametrize(
    ("table", "statement"),
    [
        ("incident_row", "UPDATE incident_row SET place_text = 'elsewhere'"),
        ("call_row", "UPDATE call_row SET needs_class = 0"),
        ("call_row", "DELETE FROM call_row"),
        ("incident_search", "UPDATE incident_search SET notes = 'x'"),
        ("incident_search", "DELETE FROM incident_search"),
        ("*", "INSERT INTO unit_row SELECT 9,'u','','','','','',0,'','[]',0,0,0,'',0,0,'','[]'"),
        ("conflict_row", "INSERT INTO conflict_row SELECT 'c', 'unit:u1', 1, 5, '{}'"),
        ("journal_aggregate", "DELETE FROM journal_aggregate WHERE row_id = 2"),
    ],
)
def test_a_projection_that_is_not_what_the_facts_say_is_listed_and_repaired(
    written: Path, table: str, statement: str
) -> None:
    raw_query(written, statement)
    report = verify(written)
    assert report.exit_code == 1
    assert table in {difference.table for difference in report.differences}
    if table != "journal_aggregate":
        assert verify(written, repair=True).exit_code == 0


@pytest.mark.parametrize(
    ("statement", "finding"),
    [
        ("UPDATE journal SET body = replace(body, 'kebakaran', 'banjir') WHERE row_id = 5", "chain_faults"),
        ("UPDATE journal SET occurred_us = occurred_us + 1 WHERE row_id = 2", "chain_faults"),
        ("UPDATE journal SET aggregates = '[\"call:k9\"]' WHERE row_id = 2", "chain_faults"),
        ("UPDATE journal SET guards = 'junk' WHERE row_id = 2", "chain_faults"),
        ("DELETE FROM journal WHERE row_id = 3", "gaps"),
    ],
)
def test_tampering_with_the_journal_is_visible(written: Path, statement: str, finding: str) -> None:
    raw_query(written, "DROP TRIGGER journal_no_update")
    raw_query(written, "DROP TRIGGER journal_no_delete")
    raw_query(written, statement)
    report = verify(written)
    assert report.exit_code == 2
    assert getattr(report, finding)


def test_an_unreadable_body_is_counted_and_shown_not_raised(
    opened: Callable[..., Journal], path: Path
) -> None:
    from _facts import WAIT_S, new

    from batola_desk.domain.facts import UnknownEvent

    desk = Desk(opened())
    desk.write(new(UnknownEvent(kind="call.answered", version=1, body="{not json"), "call:k1"))
    (fact,) = desk.reader.facts_of("call:k1").result(WAIT_S)
    assert isinstance(fact.event, UnknownEvent)
    desk.journal.close()
    assert verify(path).unreadable == 1


def test_a_file_that_cannot_be_read_is_a_fault_with_a_code(path: Path) -> None:
    path.write_bytes(b"no database at all" * 100)
    with pytest.raises(EnvironmentFault) as fault:
        verify(path)
    assert fault.value.code == "journal_damaged"
    with pytest.raises(FileNotFoundError):
        verify(path.with_name("absent.sqlite"))
