"""The code of a printed slip: whole round trips, small, and nothing hostile is believed."""

from __future__ import annotations

import base64
import hashlib
import zlib

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from batola_desk.domain.errors import OperatorError
from batola_desk.interop.slip_code import (
    CODE_MAX,
    CODE_WANTED,
    CONTENT_MAX,
    PREFIX,
    Slip,
    SlipNote,
    SlipPlace,
    decode_slip,
    encode_slip,
    line,
)

INCIDENT = "01980000-0000-7000-8000-0000000000a1"
TASK = "01980000-0000-7000-8000-0000000000b1"
SLIP = Slip(
    incident_id=INCIDENT,
    ticket_number="112-6304-20261127-A0007",
    opened_s=1_795_665_600,
    written_s=1_795_665_660,
    training=False,
    task_id=TASK,
    agency_code="damkar",
    type_code="KB01",
    place_text="Handil Bakti RT 4, belakang masjid",
    caller_name="Bu Norhasanah",
    callback_number="081234567890",
    victims=("2", "1", "", ""),
    place=SlipPlace(-3.2, 114.6, 350.0, "Desa Handil Bakti, Kec. Alalak", "63.04.03.2004"),
    notes=(
        SlipNote("01980000-0000-7000-8000-0000000000c1", 1_795_665_630, "Api membesar, rumah kayu rapat."),
    ),
)


def sealed(packed: bytes) -> str:
    """A code whose seal fits, whatever is in it: the attacker knows the program."""
    digest = hashlib.sha256(PREFIX.encode() + packed).digest()[:8]
    return PREFIX + base64.b32encode(digest + packed).decode().rstrip("=")


def forged(**changes: object) -> str:
    fields = dict(zip(Slip.__struct_fields__, msgspec.to_builtins(SLIP), strict=True)) | changes
    return sealed(zlib.compress(msgspec.json.encode(list(fields.values()))))


def refusal(code: str) -> str:
    with pytest.raises(OperatorError) as refused:
        decode_slip(code)
    return refused.value.code


def test_what_is_printed_is_read() -> None:
    code = encode_slip(SLIP)
    assert decode_slip(code) == SLIP
    assert decode_slip(forged()) == SLIP


def test_a_scanner_that_types_cannot_garble_it() -> None:
    """Letters and digits only; lower case, line ends and spaces do not matter."""
    code = encode_slip(SLIP)
    assert code.isalnum()
    assert code.isascii()
    assert decode_slip(f"  {code.lower()[:40]}\r\n{code.lower()[40:]}\t\n") == SLIP


def test_a_full_ticket_still_fits_and_keeps_the_newest_lines() -> None:
    words = [line(hashlib.sha256(bytes([number])).hexdigest() * 4, 200) for number in range(6)]
    notes = tuple(
        SlipNote(f"{INCIDENT}{number}", 1_795_665_600 + number, text) for number, text in enumerate(words)
    )
    code = encode_slip(msgspec.structs.replace(SLIP, notes=notes))
    assert len(code) <= CODE_WANTED
    kept = decode_slip(code).notes
    assert kept
    assert kept == notes[-len(kept) :]


@pytest.mark.parametrize("at", [3, 10, 60, -1])
def test_one_wrong_letter_is_told(at: int) -> None:
    code = encode_slip(SLIP)
    at %= len(code)
    changed = code[:at] + ("A" if code[at] != "A" else "B") + code[at + 1 :]
    assert refusal(changed) == "slip_damaged"


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("", "slip_none"),
        ("https://example.com/?x=BD1", "slip_none"),
        ("BD1", "slip_damaged"),
        ("BD2" + "A" * 80, "slip_newer"),
        ("BD1!!!", "slip_damaged"),
        ("BD1A", "slip_damaged"),
        ("BD1" + "A" * CODE_MAX, "slip_none"),
        ("X" * 10_000_000, "slip_none"),
        ("BD1" + "Ａ" * 40, "slip_damaged"),
    ],
)
def test_what_is_no_slip_is_refused(code: str, told: str) -> None:
    assert refusal(code) == told


@pytest.mark.parametrize(
    "changes",
    [
        {"incident_id": "../../etc/passwd"},
        {"incident_id": INCIDENT.upper()},
        {"task_id": ""},
        {"ticket_number": "112"},
        {"ticket_number": "x" * 41},
        {"opened_s": -1},
        {"written_s": 10**15},
        {"training": "no"},
        {"victims": ["-1", "", "", ""]},
        {"victims": ["99999", "", "", ""]},
        {"place": [91.0, 0.0]},
        {"place": [float("1e308"), 0.0]},
        {"place_text": "x" * 301},
        {"place_text": "\u202eterbalik"},
        {"caller_name": "a\x00b"},
        {"notes": [["n", 1_795_665_600, "x" * 601]]},
        {"notes": [["n", 1_795_665_600, "x"]] * 21},
        {"caller_name": {"a": 1}},
    ],
)
def test_content_that_makes_no_sense_is_refused_although_its_seal_fits(changes: dict[str, object]) -> None:
    assert refusal(forged(**changes)) == "slip_unusable"


@pytest.mark.parametrize(
    "packed",
    [
        b"no zlib at all",
        zlib.compress(b"[" * 5_000),
        zlib.compress(b"\xff\xfe"),
        zlib.compress(b"{}"),
        zlib.compress(b" " * 50_000_000),
        zlib.compress(msgspec.json.encode(SLIP)) + b"more",
        zlib.compress(msgspec.json.encode(SLIP))[:-3],
    ],
    ids=["garbage", "deep", "not-text", "object", "bomb", "tail", "cut"],
)
def test_what_unpacks_to_nonsense_is_refused(packed: bytes) -> None:
    code = sealed(packed)
    assert refusal(code) == ("slip_none" if len(code) > CODE_MAX else "slip_unusable")


def test_a_bomb_stops_at_its_limit() -> None:
    good = msgspec.json.encode(SLIP)
    assert decode_slip(sealed(zlib.compress(good + b" " * (CONTENT_MAX - len(good)), 9))) == SLIP
    for more in (1, CONTENT_MAX * 100):
        bomb = sealed(zlib.compress(good + b" " * (CONTENT_MAX - len(good) + more), 9))
        assert len(bomb) < CODE_MAX
        assert refusal(bomb) == "slip_unusable"


@given(
    st.text(max_size=200)
    | st.text(alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", max_size=300).map(PREFIX.__add__)
)
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    with pytest.raises(OperatorError):
        decode_slip(text)


@given(st.text(max_size=400))
def test_whatever_stands_in_a_ticket_can_be_printed_and_read_again(text: str) -> None:
    note = SlipNote("n", 1_795_665_600, line(text, 600))
    slip = msgspec.structs.replace(SLIP, place_text=line(text, 300), notes=(note,))
    assert decode_slip(encode_slip(slip)).place_text == line(text, 300)
