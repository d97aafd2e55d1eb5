"""RT, relation and landmark told apart in what is left of a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batola_desk.map.address_words import Address, AddressReader, kinds_of_word

READER = AddressReader()


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("rt 4 seberang masjid",
         Address(rt="4", relation="across", relation_word="seberang", landmark="masjid")),
        ("RT.004 RW 02", Address(rt="4", rw="2")),
        ("rt/rw 03/01 blk sekolah",
         Address(rt="3", rw="1", relation="behind", relation_word="blk", landmark="sekolah")),
        ("km 12,5 dekat pom bensin",
         Address(km="12,5", relation="near", relation_word="dekat", landmark="pom bensin")),
        ("sabarang langgar darul iman rt 2",
         Address(rt="2", relation="across", relation_word="sabarang", landmark="langgar darul iman")),
        ("hulu jembatan", Address(relation="upstream", relation_word="hulu", landmark="jembatan")),
        ("seberang", Address()),
        ("kebakaran besar", Address()),
        ("", Address()),
    ],
)  # fmt: skip
def test_what_is_said_is_told_apart(text: str, address: Address) -> None:
    assert READER.read(text) == address


def test_parts_are_read_out_in_one_order() -> None:
    assert READER.read("seberang masjid rt 4").words == "RT 4 · seberang masjid"
    assert Address().words == ""


@pytest.mark.parametrize(
    ("landmark", "kinds"),
    [("masjid", ("poi.worship",)), ("pom bensin", ("poi.fuel",)), ("rumah sakit", ("poi.health",)),
     ("pohon besar", ()), ("", ())],
)  # fmt: skip
def test_words_for_kinds(landmark: str, kinds: tuple[str, ...]) -> None:
    assert kinds_of_word(landmark) == kinds


@given(st.text(max_size=500))
def test_any_text_is_read(text: str) -> None:
    READER.read(text)
