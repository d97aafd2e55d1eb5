"""Positions as they are written for people."""

from __future__ import annotations

from batola_desk.map.coordinates import format_decimal, format_dms


def test_both_forms_say_the_same_position() -> None:
    assert format_decimal(-3.2372, 114.5846) == "-3.23720, 114.58460"
    assert format_dms(-3.2372, 114.5846) == "3°14'13.9\" LS  114°35'04.6\" BT"


def test_seconds_never_show_sixty() -> None:
    assert format_dms(-3.9999999, 114.0) == "4°00'00.0\" LS  114°00'00.0\" BT"
