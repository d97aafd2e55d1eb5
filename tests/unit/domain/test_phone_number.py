"""Telephone numbers, also those that stand in a SIP address."""

from __future__ import annotations

import pytest

from batola_desk.domain import phone_number


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("sip:082155667001@10.20.30.40:5060", "0821-5566-7001"),
        ("sips:+62-821-5566-7001@pbx.example;user=phone", "0821-5566-7001"),
        ("sip:119@10.0.0.2", "119"),
        ("sip:meja-b@127.0.0.1:5062", "meja-b"),
        ("082155667001", "0821-5566-7001"),
        ("", ""),
    ],
)
def test_a_host_is_no_part_of_the_number(number: str, shown: str) -> None:
    assert phone_number.display(number) == shown


def test_the_same_telephone_compares_equal_whatever_its_address() -> None:
    forms = ("082155667001", "+6282155667001", "sip:+6282155667001@10.0.0.2:5060", "SIP:082155667001@pbx")
    assert len({phone_number.normalise(form) for form in forms}) == 1
