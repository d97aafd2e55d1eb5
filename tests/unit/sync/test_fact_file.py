"""Files of facts: what is torn or changed is named and never used."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batola_desk.domain.events.incident import IncidentNoteAdded
from batola_desk.sync.fact_file import fact_line, header_line, read_fact_files
from tests.support.room_double import OtherDesk


def envelopes(count: int, number: int = 1) -> list[str]:
    desk = OtherDesk(number)
    return [
        desk.write(IncidentNoteAdded(note_id=f"n{n}", text="asap 🔥"), "incident:1") for n in range(count)
    ]


def written(path: Path, texts: list[str]) -> Path:
    path.write_bytes(header_line(desk="B", origin="x") + b"".join(map(fact_line, texts)))
    return path


def test_what_was_written_is_read_whatever_the_order_of_files(tmp_path: Path) -> None:
    texts = envelopes(6)
    late = written(tmp_path / "2.facts", texts[3:])
    early = written(tmp_path / "1.facts", texts[:4])
    found = read_fact_files([late, early])
    assert [item.envelope for item in found.facts] == texts
    assert (found.bad, found.holes) == ([], {})


def test_a_torn_last_line_costs_only_itself(tmp_path: Path) -> None:
    texts = envelopes(4)
    path = written(tmp_path / "1.facts", texts)
    path.write_bytes(path.read_bytes()[:-7])
    found = read_fact_files([path])
    assert [item.envelope for item in found.facts] == texts[:3]
    assert [(bad.number, bad.why) for bad in found.bad] == [(5, "torn")]


def test_a_changed_word_is_found_even_with_a_new_checksum(tmp_path: Path) -> None:
    texts = envelopes(3)
    altered = texts[1].replace("asap", "api!")
    found = read_fact_files([written(tmp_path / "1.facts", [texts[0], altered, texts[2]])])
    assert [item.envelope for item in found.facts] == [texts[0], texts[2]]
    assert [(bad.number, bad.why) for bad in found.bad] == [(3, "changed")]
    assert found.holes == {found.facts[0].fact.origin: [(2, 2)]}


def test_another_desks_words_under_the_same_number_are_not_believed(tmp_path: Path) -> None:
    mine = envelopes(3)
    desk = OtherDesk(1)
    forged = [desk.write(IncidentNoteAdded(note_id="x", text="palsu"), "incident:9") for _ in range(5)]
    found = read_fact_files([written(tmp_path / "1.facts", mine), written(tmp_path / "2.facts", forged)])
    assert [item.envelope for item in found.facts] == mine
    assert {bad.why for bad in found.bad} == {"twice", "unlinked"}


def test_what_does_not_follow_what_is_known_is_not_believed(tmp_path: Path) -> None:
    texts = envelopes(3)
    path = written(tmp_path / "1.facts", texts[1:])
    origin = OtherDesk(1).origin
    assert (
        read_fact_files(
            [path], seal_of=lambda name, oseq: b"x" * 32 if (name, oseq) == (origin, 1) else None
        ).facts
        == []
    )
    good = read_fact_files([written(tmp_path / "0.facts", texts[:1])]).facts[0].fact.hash
    assert len(read_fact_files([path], seal_of=lambda _name, _oseq: good).facts) == 2


def test_a_file_of_something_else_gives_nothing(tmp_path: Path) -> None:
    path = tmp_path / "1.facts"
    path.write_bytes(b"\x00\xff" * 4_000 + b"\n" + b"halo\n")
    found = read_fact_files([path])
    assert found.facts == []
    assert {bad.why for bad in found.bad} == {"foreign", "changed"}
    with pytest.raises(OSError, match="No such file"):
        read_fact_files([tmp_path / "none.facts"])


TEXTS = envelopes(8)
HEADER = header_line(desk="B", origin="x")
WHOLE = HEADER + b"".join(map(fact_line, TEXTS))


@given(
    st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), max_size=5), st.integers(0, 200)
)
def test_whatever_happens_to_the_bytes_only_genuine_facts_come_out(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, int]], cut: int
) -> None:
    content = bytearray(WHOLE)
    for place, value in changes:
        content[place] = value
    path = tmp_path_factory.mktemp("facts") / "1.facts"
    path.write_bytes(content[: len(content) - cut])
    found = read_fact_files([path])
    assert {item.envelope for item in found.facts} <= set(TEXTS)
    is_less = bool(found.bad) or len(found.facts) < len(TEXTS)
    if bytes(content[len(HEADER) :]) != WHOLE[len(HEADER) :] or cut:
        assert is_less
    elif bytes(content) == WHOLE:  # one letter of the header may be another one, unseen
        assert not is_less
