"""Bodies and refusals of any shape: multipart, positions, keys, the answer to what cannot be used."""

from __future__ import annotations

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from batola_desk.telephony.bad_requests import BadRequests
from batola_desk.telephony.dtmf import DtmfReceiver, DtmfSender
from batola_desk.telephony.emergency import emergency_info
from batola_desk.telephony.headers import MalformedMessageError
from batola_desk.telephony.message import SIPRequest, parse_message
from batola_desk.telephony.multipart import body_parts
from batola_desk.telephony.pidf import read_geo_uri, read_position
from tests.support.sip_mutator import MULTIPART, PIDF

BODY_BYTES_MAX = 262_144
RATIO_SAMPLES = 160
_STATUS = re.compile(rb"SIP/2\.0 (400 Bad Request|505 Version Not Supported)\r\n")

fragments = st.sampled_from(
    [
        *(
            b"--b",
            b"--b--",
            b"\r\n",
            b"\n",
            b"\r\n\r\n",
            b"Content-Type: multipart/mixed;boundary=c",
            b"--c",
            b"--c--",
        ),
        *(
            b"Content-Type: application/pidf+xml",
            b"Content-Transfer-Encoding: base64",
            b"Content-ID: <a@b>",
            b"QUJD",
        ),
        *(
            PIDF.encode(),
            PIDF[:200].encode(),
            b"<pos>",
            b"</pos>",
            b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
            b"&b;",
            b"\0",
        ),
        *(
            b"<Circle>",
            b"<radius uom='x'>9</radius>",
            b"-3.0 114.6",
            b"1e999 nan",
            b"\xff\xfe",
            b"<?xml version='1.0'?>",
        ),
    ]
)


def damaged(whole: bytes) -> st.SearchStrategy[bytes]:
    """The whole with some pieces cut out and others put in."""

    def apply(cuts: list[tuple[int, int, bytes]]) -> bytes:
        data = bytearray(whole)
        for at, size, piece in cuts:
            start = at % (len(data) + 1)
            data[start : start + size] = piece
        return bytes(data)

    cut = st.tuples(st.integers(0, 5000), st.integers(0, 30), fragments | st.binary(max_size=6))
    return st.lists(cut, max_size=6).map(apply)


bodies = damaged(MULTIPART.encode()) | damaged(PIDF.encode()) | st.lists(fragments, max_size=40).map(b"".join)


@settings(max_examples=400, deadline=None)
@given(
    bodies,
    st.sampled_from(["multipart/mixed;boundary=b", 'multipart/mixed; boundary="', "multipart/x", "", "a"]),
)
def test_any_body_is_taken_apart_without_a_word_too_much(body: bytes, content_type: str) -> None:
    parts = body_parts(content_type, body)
    assert len(parts) <= 200
    assert sum(len(part.content) for part in parts) <= 4 * len(body) + 1


@settings(max_examples=400, deadline=None)
@given(bodies)
def test_any_document_gives_a_place_on_earth_or_none(document: bytes) -> None:
    position = read_position(document)
    if position is not None:
        assert -90 <= position.latitude <= 90
        assert -180 <= position.longitude <= 180


@given(st.text(max_size=80))
def test_any_geo_uri_gives_a_place_on_earth_or_none(text: str) -> None:
    position = read_geo_uri("geo:" + text)
    assert position is None or (-90 <= position.latitude <= 90 and -180 <= position.longitude <= 180)


def test_the_position_of_a_whole_document_is_read() -> None:
    position = read_position(PIDF.encode())
    assert position is not None
    assert (position.latitude, position.longitude) == (-3.0, 114.6)


INVITE = (
    b"INVITE sip:112@10.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.9:5060;branch=z9hG4bK1\r\n"
    b"From: <sip:a@b>;tag=1\r\nTo: <sip:112@c>\r\nCall-ID: x\r\nCSeq: 1 INVITE\r\n"
    b"Geolocation: <cid:loc@x>\r\nHistory-Info: <sip:112@pbx>;index=1, <sip:a@b>;index=1.1\r\n"
    b"Call-Info: <urn:x>;purpose=EmergencyCallData\r\nContent-Type: multipart/mixed;boundary=b\r\n\r\n"
) + MULTIPART.encode()


@settings(max_examples=300, deadline=None)
@given(damaged(INVITE))
def test_whatever_an_emergency_call_carries_is_read(data: bytes) -> None:
    try:
        message = parse_message(data)
    except MalformedMessageError:
        return
    assert len(message.body) <= BODY_BYTES_MAX
    if isinstance(message, SIPRequest):
        emergency_info(message)


@settings(max_examples=400, deadline=None)
@given(damaged(INVITE) | st.binary(max_size=300))
@example(INVITE.replace(b"<sip:112@c>", b"a\nX-Put-In: b"))
@example(INVITE.replace(b"<sip:112@c>", b"a\rX-Put-In: b"))
def test_what_cannot_be_used_is_refused_in_good_form_or_not_at_all(data: bytes) -> None:
    refusal = BadRequests(lambda: 0.0).answer(data)
    if refusal is not None:
        assert _STATUS.match(refusal)
        assert refusal.endswith(b"Content-Length: 0\r\n\r\n")
        assert refusal.count(b"\r\n\r\n") == 1
        assert refusal.count(b"\r\n") == refusal.count(b"\n") == refusal.count(b"\r")
        assert len(refusal) <= len(data) + 120


@given(
    st.text("0123456789*#ABCD", min_size=1, max_size=8),
    st.sets(st.integers(0, 400), max_size=6),
    st.integers(0, 2**32 - 1),
)
def test_pressed_keys_arrive_once_each_in_order_whatever_single_packets_are_lost(
    digits: str, lost: set[int], start: int
) -> None:
    """RFC 4733 §2.5.1.4: the end of an event is sent three times, so single losses cost no key."""
    sender, receiver = DtmfSender(), DtmfReceiver()
    sender.queue(digits)
    heard: list[str] = []
    gaps = {number for number in lost if not {number - 1, number - 2, number + 1, number + 2} & lost}
    for number in range(40 * len(digits)):
        packet = sender.next((start + number * RATIO_SAMPLES) % 2**32, RATIO_SAMPLES)
        if packet is not None and number not in gaps:
            heard += receiver.take(packet.timestamp, packet.payload, marker=packet.marker)
    assert "".join(heard) == digits
