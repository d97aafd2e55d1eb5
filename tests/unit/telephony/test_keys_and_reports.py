"""DTMF of odd phones, and RTCP by its rules."""

from __future__ import annotations

import itertools
import struct

import pytest
from negotiation_stage import FRAME, NARROW, Stage

from batola_desk.telephony.audio_offer import choose_audio
from batola_desk.telephony.dtmf import DtmfReceiver, DtmfSender
from batola_desk.telephony.media_policy import MediaPolicy, Refusal
from batola_desk.telephony.rtcp import (
    build_goodbye,
    build_report,
    looks_like_rtcp,
    parse_reports,
    report_delay_s,
    said_goodbye,
)
from batola_desk.telephony.rtp import parse_rtp
from batola_desk.telephony.sdp import SessionDescription


def event(digit: int, duration: int, *, end: bool = False) -> bytes:
    return struct.pack("!BBH", digit, 0x80 | 10 if end else 10, duration)


def presses(packets: list[tuple[int, bytes]], *, markers: frozenset[int] = frozenset()) -> str:
    receiver = DtmfReceiver()
    pressed: list[str] = []
    for index, (timestamp, payload) in enumerate(packets):
        pressed += receiver.take(timestamp, payload, marker=index in markers)
    return "".join(pressed)


def test_the_same_key_twice_with_every_end_lost_is_two_presses() -> None:
    assert presses([(1000, event(5, 160)), (1000, event(5, 320)), (4000, event(5, 160))]) == "55"


def test_a_key_held_for_half_a_minute_is_one_press() -> None:
    start, packets = 4_294_900_000, []
    for segment in range(4):  # RFC 4733 §2.5.1.3, across the wrap of the time stamp
        at = (start + segment * 0xFFFF) % 2**32
        packets += [(at, event(1, duration)) for duration in (160, 32_000, 0xFFFF)]
    packets.append(((start + 4 * 0xFFFF) % 2**32, event(1, 800, end=True)))
    assert presses(packets) == "1"


def test_a_press_that_begins_anew_after_a_long_one_is_counted() -> None:
    long_one = [(0, event(1, 0xFFFF)), (0xFFFF, event(1, 400, end=True))]
    assert presses([*long_one, (2 * 0xFFFF, event(1, 160))]) == "11"
    assert presses([(0, event(1, 0xFFFF)), (0xFFFF, event(1, 160))], markers=frozenset({1})) == "11"


def test_a_key_whose_end_came_in_a_later_packet_may_be_pressed_again_at_the_segments_limit() -> None:
    """Eight seconds later, to the step: it would be the next segment, had the end not been said."""
    first = [(1000, event(5, 160)), (1000, event(5, 320)), (1000, event(5, 480, end=True))]
    assert presses([*first, (1000 + 0xFFFF, event(5, 160))]) == "55"


def test_stragglers_of_an_earlier_key_are_no_press() -> None:
    packets = [
        (1000, event(1, 160)),
        (3000, event(2, 160)),
        (1000, event(1, 960, end=True)),
        (3000, event(2, 960, end=True)),
        (2000, event(9, 160)),  # wholly overtaken: too late to be sorted in
        (5000, event(3, 160)),
    ]
    assert presses(packets) == "123"


def test_several_keys_in_one_packet_and_junk() -> None:
    packed = event(1, 400, end=True) + event(2, 400, end=True)
    assert presses([(0, packed), (0, packed)]) == "12"
    assert presses([(0, b""), (0, b"\x01"), (10, event(200, 5)), (20, event(16, 5))]) == ""


def test_sixteen_kilohertz_events_last_twice_as_many_steps() -> None:
    sender = DtmfSender()
    sender.queue("1")
    packet = sender.next(0, 160, clock_ratio=2.0)
    assert packet is not None
    assert struct.unpack("!BBH", packet.payload)[2] == 320


@pytest.mark.parametrize(
    ("formats", "maps", "chosen"),
    [
        ("8 101 96", ("96 telephone-event/16000", "101 telephone-event/8000"), (101, 8000)),
        ("8 96 101", ("96 telephone-event/16000", "101 telephone-event/8000"), (101, 8000)),
        ("9 96", ("96 telephone-event/16000",), (96, 16000)),
        ("8", (), (None, 8000)),
    ],
)
def test_the_key_event_of_the_audios_clock_is_preferred(
    formats: str, maps: tuple[str, ...], chosen: tuple[int | None, int]
) -> None:
    lines = "".join(f"a=rtpmap:{line}\r\n" for line in maps)
    text = f"c=IN IP4 10.0.0.9\r\nm=audio 5000 RTP/AVP {formats}\r\n{lines}"
    choice = choose_audio(SessionDescription.parse(text.encode()), MediaPolicy(codecs=("G722", "PCMA")))
    assert not isinstance(choice, Refusal)
    assert (choice.dtmf_payload_type, choice.dtmf_clock_hz) == chosen


def test_each_side_may_number_its_keys_as_it_likes() -> None:
    stage = Stage()
    offer = stage.left.negotiator.offer()
    answer = stage.right.negotiator.answer(offer)
    assert answer is not None
    assert stage.left.negotiator.take_answer(answer.replace(b"101", b"96"))
    stage.left.media.send_dtmf("1")
    stage.right.media.send_dtmf("2")
    stage.talk(20)
    sent = {d.source[0]: p for d in stage.rtp() if (p := parse_rtp(d.data)) and p.payload_type in (96, 101)}
    assert sent["10.0.0.1"].payload_type == 96, "their number, for what they receive"
    assert (stage.left.digits, stage.right.digits) == ("2", ""), "right said 101 and hears 101 only"


def test_keys_under_the_peers_own_number_are_heard_too() -> None:
    stage = Stage()
    assert stage.agree(edit=("101", "97"))
    stage.left.media.send_dtmf("7")
    stage.talk(20)
    assert stage.right.digits == "7"


def test_reports_come_at_the_times_of_the_rule() -> None:
    for randomness, factor in ((0.0, 0.5), (1.0, 1.5)):
        assert report_delay_s(5.0, randomness, is_first=False) == pytest.approx(
            5 * factor / 1.21828, rel=1e-4
        )
        assert report_delay_s(5.0, randomness, is_first=True) == pytest.approx(
            2.5 * factor / 1.21828, rel=1e-4
        )


def test_a_clock_that_jumps_does_not_bend_the_round_trip(monkeypatch: pytest.MonkeyPatch) -> None:
    stage = Stage()
    assert stage.agree()
    stage.wire.fate = lambda _d: [0.08]
    monkeypatch.setattr("time.time", lambda: 12.0)
    stage.talk(150)
    assert stage.left.media.statistics().round_trip_ms == pytest.approx(160, abs=2)


def test_who_never_sent_says_no_goodbye() -> None:
    stage = Stage()
    assert stage.agree()
    stage.loop.advance(0.01)
    stage.left.media.close()
    assert stage.wire.sent == []


def test_reports_over_the_rtp_port_where_both_want_that() -> None:
    stage = Stage()
    offer = stage.left.negotiator.offer().decode()
    answer = stage.right.negotiator.answer((offer + "a=rtcp-mux\r\n").encode())
    assert answer is not None
    assert b"a=rtcp-mux" in answer
    assert stage.left.negotiator.take_answer(answer)
    stage.talk(200)
    assert all(d.target[1] % 2 == 0 for d in stage.wire.sent)
    assert stage.left.media.statistics().round_trip_ms is not None
    assert stage.right.media.statistics().invalid_packets == 0


@pytest.mark.parametrize(
    "break_it",
    [
        lambda d: d[:-1],
        lambda d: bytes([d[0] | 0x20]) + d[1:],
        lambda d: bytes([0x40 | d[0] & 0x3F]) + d[1:],
        lambda d: d[:1] + b"\xca" + d[2:],
        lambda d: d[:2] + b"\xff\xff" + d[4:],
        lambda d: d + b"\x80\xca",
        lambda d: bytes([d[0] | 31]) + d[1:],
    ],
)
def test_an_invalid_compound_says_nothing_at_all(break_it: object) -> None:
    data = build_report(1, (1 << 40, 2, 3, 4), None, "someone")
    assert parse_reports(data)
    assert parse_reports(break_it(data)) == []  # type: ignore[operator]


def test_a_goodbye_is_of_one_source() -> None:
    data = build_goodbye(77, "someone")
    assert looks_like_rtcp(data)
    assert said_goodbye(data, 77)
    assert not said_goodbye(data, 78)
    assert not said_goodbye(data[:-2], 77)


def test_g722_is_agreed_when_both_have_it_and_its_clock_is_8000() -> None:
    wide = MediaPolicy(codecs=("G722", "PCMA", "PCMU"))
    stage = Stage(wide, MediaPolicy(codecs=("PCMA", "G722")))
    offer = stage.left.negotiator.offer().decode()
    assert "m=audio " in offer
    assert "RTP/AVP 9 8 0 101" in offer
    assert "a=rtpmap:9 G722/8000" in offer
    assert stage.agree()
    assert stage.right.media.codec == "PCMA", "the one who answers chooses"
    both = Stage(wide, wide)
    assert both.agree()
    both.talk(10)
    assert both.left.media.codec == both.right.media.codec == "G722"
    stamps = [packet.timestamp for packet in both.right.heard]
    assert {(b - a) % 2**32 for a, b in itertools.pairwise(stamps)} == {160}
    assert both.right.heard[0].payload == FRAME
    plain = Stage(wide, NARROW)
    assert plain.agree()
    assert plain.left.media.codec == "PCMA"


def test_opus_first_is_answered_with_what_we_have() -> None:
    offer = (
        "v=0\r\nc=IN IP4 10.0.0.9\r\nm=audio 5000 RTP/AVP 111 63 9 0 8 126\r\n"
        "a=rtpmap:111 opus/48000/2\r\na=fmtp:111 minptime=10;useinbandfec=1\r\na=rtpmap:63 red/48000/2\r\n"
        "a=rtpmap:126 telephone-event/8000\r\na=rtcp-mux\r\n"
    )
    answer = Stage().right.negotiator.answer(offer.encode())
    assert answer is not None
    section = answer.decode().split("m=audio ")[1].splitlines()
    assert section[0].endswith("RTP/AVP 8 126")
    only = Stage().right.negotiator.judge(offer.replace(" 63 9 0 8 126", "").encode())
    assert only is not None
    assert (only.theirs, only.ours) == (("OPUS",), ("PCMA", "PCMU"))
