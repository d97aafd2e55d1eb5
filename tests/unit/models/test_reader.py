from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from _facts import (
    WAIT_S,
    Desk,
    classified,
    closed_ticket,
    done_callback,
    field,
    linked,
    lost_caller,
    note,
    offered,
    opened_ticket,
    whole_call,
)

from batola_desk.models.journal import Journal
from batola_desk.models.search_text import match_expression, number_key


@pytest.mark.parametrize("written", ["+62 812-5100-0001", "6281251000001", "081251000001"])
def test_a_number_is_the_same_in_all_its_forms(desk: Desk, written: str) -> None:
    desk.write(offered("k1", "+6281251000001"))
    rows = desk.reader.calls_of_number(written).result(WAIT_S)
    assert [row.call_key for row in rows] == ["k1"]
    found = desk.reader.search_calls(written).result(WAIT_S)
    assert [row.call_key for row in found] == ["k1"]


def test_short_numbers_stay_as_they_are_and_names_are_no_numbers() -> None:
    assert number_key("112") == "112"
    assert number_key("62112") == "62112"
    assert number_key("Anonymous ") == ""


def test_a_withheld_number_has_no_earlier_calls(desk: Desk) -> None:
    desk.write(offered("k1", ""), offered("k2", ""))
    assert desk.reader.calls_of_number("").result(WAIT_S) == ()


def test_recent_calls_are_paged_newest_first_without_gaps(desk: Desk) -> None:
    desk.write(*[offered(f"k{n}") for n in range(25)])
    seen: list[str] = []
    before: int | None = None
    while page := desk.reader.recent_calls(10, before).result(WAIT_S):
        seen += [row.call_key for row in page]
        before = page[-1].row_id
    assert seen == [f"k{n}" for n in reversed(range(25))]


def test_a_call_waits_for_its_class_only_when_it_was_answered_and_is_over(desk: Desk) -> None:
    desk.write(offered("ringing"), *whole_call("over"), *whole_call("done"), classified("done"))
    assert [row.call_key for row in desk.reader.calls_to_classify().result(WAIT_S)] == ["over"]
    assert [row.call_key for row in desk.reader.live_calls().result(WAIT_S)] == ["ringing"]


def test_the_board_holds_open_tickets_and_the_search_finds_closed_ones(desk: Desk) -> None:
    desk.write(
        opened_ticket("i1", "112-6304-20250825-A0001"),
        field("i1", "place_text", "Jalan Trans Kalimantan, Karya Baru"),
        field("i1", "caller_name", "Bu Aminah"),
        field("i1", "callback_number", "+6281251000001"),
        note("i1", "Kebakaran rumah, José terjebak"),
        opened_ticket("i2", "112-6304-20250825-A0002"),
        closed_ticket("i1"),
    )
    assert [row.incident_id for row in desk.reader.open_incidents().result(WAIT_S)] == ["i2"]
    for words in ("A0001", "karya baru", "kebak jose", "aminah", "0812510", "112-6304-20250825-A0001"):
        found = desk.reader.search_incidents(words, only_closed=True).result(WAIT_S)
        assert [row.incident_id for row in found] == ["i1"], words
    assert desk.reader.search_incidents("kebakaran sungai").result(WAIT_S) == ()
    assert [row.incident_id for row in desk.reader.search_incidents("").result(WAIT_S)] == ["i2", "i1"]
    both = desk.reader.search_incidents("20250825").result(WAIT_S)
    assert [row.incident_id for row in both] == ["i2", "i1"]
    older = desk.reader.search_incidents("20250825", before=both[0].row_id).result(WAIT_S)
    assert [row.incident_id for row in older] == ["i1"]


def test_a_corrected_text_is_found_under_its_new_words_only(desk: Desk) -> None:
    desk.write(opened_ticket("i1", "T-1"), field("i1", "place_text", "Marabahan"))
    desk.write(field("i1", "place_text", "Belawang"))
    assert desk.reader.search_incidents("marabahan").result(WAIT_S) == ()
    assert len(desk.reader.search_incidents("belawang").result(WAIT_S)) == 1


@pytest.mark.parametrize("typed", ['"', "*", "AND", "a OR", "(", "^x", "-", "NEAR(", "é*", "…", "\x00", "_"])
def test_nothing_an_operator_types_breaks_the_search(desk: Desk, typed: str) -> None:
    desk.write(opened_ticket("i1", "T-1"))
    assert isinstance(desk.reader.search_incidents(typed).result(WAIT_S), tuple)
    assert isinstance(desk.reader.search_calls(typed).result(WAIT_S), tuple)


def test_words_become_an_expression_of_prefixes() -> None:
    assert match_expression("  ") == ""
    assert match_expression("karya ba") == '"karya"* "ba"*'
    assert match_expression("0812") == '"0812"*'


def test_open_callbacks_leave_the_list_when_closed(desk: Desk) -> None:
    desk.write(lost_caller("b1", "0811"), lost_caller("b2", "0812"), done_callback("b1"))
    assert [row.callback_id for row in desk.reader.open_callbacks().result(WAIT_S)] == ["b2"]


def test_the_next_ticket_counter_follows_the_desk_and_the_day(desk: Desk) -> None:
    day = date(2025, 8, 25)
    assert desk.reader.next_ticket_counter("A", day).result(WAIT_S) == 1
    for n, ticket in enumerate(["20250825-A0007", "20250825-B0099", "20250824-A0500", "20250825-A10002"]):
        desk.write(opened_ticket(f"i{n}", f"112-6304-{ticket}"))
    assert desk.reader.next_ticket_counter("A", day).result(WAIT_S) == 10003
    assert desk.reader.next_ticket_counter("B", day).result(WAIT_S) == 100
    assert desk.reader.next_ticket_counter("A", date(2025, 8, 26)).result(WAIT_S) == 1


def test_the_effective_priority_comes_from_the_given_rule(opened: Callable[..., Journal]) -> None:
    journal = opened(priority_of=lambda code, by_hand: by_hand or {"fire": "P1"}.get(code, "P3"))
    desk = Desk(journal)
    desk.write(opened_ticket("i1", "T-1"), field("i1", "type_code", "fire"), opened_ticket("i2", "T-2"))
    rows = journal.reader.open_incidents().result(WAIT_S)
    assert [(row.priority, row.hand_priority) for row in rows] == [("P1", ""), ("P3", "")]


def test_a_call_row_names_its_first_incident(desk: Desk) -> None:
    desk.write(offered("k1"), opened_ticket("i1", "T-1"), opened_ticket("i2", "T-2"))
    desk.write(linked("k1", "i1"), linked("k1", "i2"))
    (row,) = desk.reader.recent_calls().result(WAIT_S)
    assert (row.incident_id, row.incident_count) == ("i1", 2)


def test_what_nobody_knows_is_none(desk: Desk) -> None:
    assert desk.reader.incident("none").result(WAIT_S) is None
    assert desk.reader.call("none").result(WAIT_S) is None
    assert desk.reader.facts_of("call:none").result(WAIT_S) == ()
