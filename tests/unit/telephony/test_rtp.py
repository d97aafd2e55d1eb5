"""RTP, RTCP and DTMF between two media sessions on a simulated wire."""

from __future__ import annotations

import itertools
import struct

import pytest
from telephony_wire import LATENCY_S, SimulatedLoop, Wire, WireRtpPort

from batola_desk.telephony.audio_offer import AudioChoice, choose_audio
from batola_desk.telephony.config import LineConfig
from batola_desk.telephony.media import MediaSession
from batola_desk.telephony.media_policy import MediaPolicy, Refusal
from batola_desk.telephony.rtcp import ReportBlock, build_report, parse_reports
from batola_desk.telephony.rtp import RawRtp, ReceptionTracker, RtpPacket, build_rtp, parse_rtp
from batola_desk.telephony.sdp import Direction, SessionDescription

FRAME = b"\xd5" * 160


class Pair:
    def __init__(self, **settings: object) -> None:
        self.loop = SimulatedLoop()
        self.wire = Wire(self.loop)
        self.digits: list[str] = []
        self.got: list[RtpPacket] = []
        config = LineConfig(**settings)  # type: ignore[arg-type]
        self.ports = [WireRtpPort(self.wire, "10.0.0.1"), WireRtpPort(self.wire, "10.0.0.2")]
        self.left = MediaSession(self.loop, self.ports[0], config, lambda _digit: None)
        self.right = MediaSession(self.loop, self.ports[1], config, self.digits.append)
        self.left.configure(self.choice("10.0.0.2", self.ports[1].port), Direction.SENDRECV)
        self.right.configure(self.choice("10.0.0.1", self.ports[0].port), Direction.SENDRECV)
        self.right.set_receiver(self.got.append)

    @staticmethod
    def choice(host: str, port: int, extra: str = "") -> AudioChoice:
        text = (
            f"c=IN IP4 {host}\r\nm=audio {port} RTP/AVP 8 101\r\na=rtpmap:101 telephone-event/8000\r\n{extra}"
        )
        choice = choose_audio(SessionDescription.parse(text.encode()), MediaPolicy())
        assert not isinstance(choice, Refusal)
        return choice

    def talk(self, frames: int) -> None:
        for _ in range(frames):
            self.left.send(FRAME)
            self.right.send(FRAME)
            self.loop.advance(0.02)

    def inject(self, source: tuple[str, int], sequence: int, *, ssrc: int = 99) -> None:
        packet = build_rtp(8, sequence, sequence * 160, ssrc, FRAME, marker=False)
        self.wire.send(source, ("10.0.0.2", self.ports[1].port), packet)
        self.loop.advance(0.02)


@pytest.fixture
def pair() -> Pair:
    return Pair()


def test_audio_arrives_in_order_with_the_codec_named(pair: Pair) -> None:
    pair.talk(5)
    assert [p.payload for p in pair.got] == [FRAME] * 5
    for before, after in itertools.pairwise(pair.got):
        assert (after.sequence - before.sequence) % 65536 == 1
        assert (after.timestamp - before.timestamp) % 2**32 == 160
    assert [p.marker for p in pair.got] == [True] + [False] * 4
    assert pair.got[0].codec == "PCMA"


def test_comfort_noise_nobody_asked_for_is_handed_over_by_its_name(pair: Pair) -> None:
    source = ("10.0.0.1", pair.ports[0].port)
    for sequence in range(3):
        payload_type, payload = (13, b"\x37") if sequence == 2 else (8, FRAME)
        packet = build_rtp(payload_type, sequence, sequence * 160, 99, payload, marker=False)
        pair.wire.send(source, ("10.0.0.2", pair.ports[1].port), packet)
        pair.loop.advance(0.02)
    assert [packet.codec for packet in pair.got] == ["PCMA", "PCMA", "CN"]
    assert pair.got[-1].payload == b"\x37"


def test_losses_repetitions_and_disorder_are_counted(pair: Pair) -> None:
    def fate(datagram: object) -> list[float]:
        index = pair.wire.sent.index(datagram)  # type: ignore[arg-type]
        return {2: [], 4: [LATENCY_S, LATENCY_S], 6: [0.03]}.get(index // 2, [LATENCY_S])

    pair.wire.fate = fate
    pair.talk(20)
    statistics = pair.right.statistics()
    assert (statistics.packets_received, statistics.packets_lost) == (19, 1)
    assert (statistics.packets_duplicate, statistics.packets_reordered) == (1, 1)


def test_loss_before_a_wrap_of_the_sequence_number_is_counted_right() -> None:
    tracker = ReceptionTracker(1, 65530)
    for sequence in [65530, 65531, 65533, 65535, 1, 2]:
        tracker.take(RawRtp(8, sequence, 0, 1, False, b""), 0.0, is_audio=True)
    assert (tracker.received, tracker.lost) == (6, 3)
    assert tracker.take_interval_loss() == 3 * 256 // 9
    assert tracker.take_interval_loss() == 0


def test_packets_that_come_in_the_wrong_order_at_the_very_start_hide_no_loss() -> None:
    tracker = ReceptionTracker(1, 10)
    for sequence in (10, 9, 12):
        assert tracker.take(RawRtp(8, sequence, sequence * 160, 1, False, FRAME), 0.0, is_audio=True)
    assert (tracker.expected, tracker.lost) == (4, 1)


def test_jitter_follows_rfc_3550(pair: Pair) -> None:
    tracker = ReceptionTracker(1, 0)
    expected, before = 0.0, None
    for number, delay_s in enumerate([0, 0.01, 0.002, 0.015, 0.0, 0.007]):
        arrival_s = 5.0 + number * 0.02 + delay_s
        tracker.take(RawRtp(8, number, number * 160, 1, False, b""), arrival_s, is_audio=True)
        transit = arrival_s * 8000 - number * 160
        if before is not None:
            expected += (abs(transit - before) - expected) / 16
        before = transit
    assert tracker.jitter_samples == pytest.approx(expected, abs=1e-6)


def test_digits_travel_as_events_and_are_heard_once_each(pair: Pair) -> None:
    assert pair.left.send_dtmf("1 2#x") == 3
    pair.talk(60)
    assert pair.digits == ["1", "2", "#"]
    events = [p for d in pair.wire.sent if (p := parse_rtp(d.data)) and p.payload_type == 101]
    ends = [p for p in events if p.payload[1] & 0x80]
    assert len(ends) == 9
    assert [p.marker for p in events].count(True) == 3
    durations = [struct.unpack("!H", p.payload[2:4])[0] for p in events[:8]]
    assert durations == [160, 320, 480, 640, 800, 960, 960, 960]


def test_a_digit_is_heard_although_its_first_packets_and_one_end_are_lost(pair: Pair) -> None:
    events: list[object] = []

    def fate(datagram: object) -> list[float]:
        packet = parse_rtp(datagram.data)  # type: ignore[attr-defined]
        if packet is not None and packet.payload_type == 101:
            events.append(packet)
            if len(events) in (1, 2, 6, 7):
                return []
        return [LATENCY_S]

    pair.wire.fate = fate
    pair.left.send_dtmf("7")
    pair.talk(20)
    assert pair.digits == ["7"]


def test_a_peer_without_telephone_events_takes_no_digits(pair: Pair) -> None:
    text = b"c=IN IP4 10.0.0.2\r\nm=audio 5000 RTP/AVP 8\r\n"
    plain = choose_audio(SessionDescription.parse(text), MediaPolicy())
    assert not isinstance(plain, Refusal)
    pair.left.configure(plain, Direction.SENDRECV)
    assert pair.left.send_dtmf("1") == 0


def test_reports_bring_round_trip_and_the_loss_of_the_far_side() -> None:
    pair = Pair(rtcp_interval_s=0.5)
    lost = iter(range(1_000_000))
    pair.wire.fate = lambda d: [] if parse_rtp(d.data) and next(lost) % 8 == 0 else [LATENCY_S]
    pair.talk(150)
    statistics = pair.left.statistics()
    assert statistics.remote_loss_fraction is not None
    assert 0.1 < statistics.remote_loss_fraction < 0.4
    assert statistics.remote_jitter_ms is not None


@pytest.mark.parametrize(("ago_s", "is_believed"), [(0.25, True), (90.0, False), (-1.0, False)])
def test_a_round_trip_that_cannot_be_is_not_believed(pair: Pair, ago_s: float, is_believed: bool) -> None:
    """A peer that answers a report of ours from a minute ago, or from the future, measures nothing."""
    rtcp = pair.left._endpoint.rtcp
    last_report = (rtcp._ntp_middle(pair.loop.now_s()) - int(ago_s * 65536)) & 0xFFFFFFFF
    block = ReportBlock(
        ssrc=rtcp._ssrc,
        fraction_lost=0,
        cumulative_lost=0,
        highest_sequence=1,
        jitter_samples=0,
        last_report=last_report,
        delay_since_last_report=0,
    )
    rtcp.take(build_report(7, None, block, "peer"))
    assert rtcp.remote_block is not None
    assert rtcp.round_trip_s == (pytest.approx(0.25, abs=0.001) if is_believed else None)


def test_a_report_survives_its_own_encoding() -> None:
    block = ReportBlock(7, 12, -3, 70_000, 55, 0x1234, 0x5678)
    data = build_report(1, (1 << 40, 2, 3, 4), block, "someone")
    assert len(data) % 4 == 0
    report = parse_reports(data)[0]
    assert report.blocks == (block,)
    assert report.ntp_middle == (1 << 40 >> 16) & 0xFFFFFFFF
    for end in range(len(data)):
        parse_reports(data[:end])


def test_rtp_from_a_stranger_is_counted_and_ignored(pair: Pair) -> None:
    pair.talk(3)
    pair.inject(("6.6.6.6", 666), 1)
    pair.inject(("6.6.6.6", 666), 2)
    assert len(pair.got) == 3
    assert pair.right.statistics().foreign_packets == 2


def test_one_foreign_address_is_taken_while_the_announced_one_is_mute(pair: Pair) -> None:
    pair.inject(("7.7.7.7", 700), 1)
    pair.inject(("8.8.8.8", 800), 2, ssrc=98)
    pair.inject(("7.7.7.7", 700), 3)
    assert len(pair.got) == 2
    assert pair.right.statistics().foreign_packets == 1
    pair.right.send(FRAME)
    assert pair.wire.sent[-1].target == ("10.0.0.1", pair.ports[0].port)
    pair.talk(3)
    pair.inject(("7.7.7.7", 700), 4)
    assert pair.right.statistics().foreign_packets == 2


def test_a_caller_whose_router_gave_him_another_port_is_heard_on(pair: Pair) -> None:
    """An address translator that restarts says nothing; only what never paused stays where it was."""
    pair.talk(3)
    heard = len(pair.got)
    moved = ("10.0.0.1", 55_000)
    pair.inject(moved, 1, ssrc=7)
    assert len(pair.got) == heard, "the old address still speaks"
    pair.loop.advance(2.1)
    for sequence in range(10, 15):
        pair.inject(("6.6.6.6", 666), sequence, ssrc=6)
    assert len(pair.got) == heard, "another host is nobody of this call"
    for sequence in range(20, 25):
        pair.inject(moved, sequence, ssrc=7)
    assert len(pair.got) > heard
    heard = len(pair.got)
    pair.left.send(FRAME)
    pair.loop.advance(0.02)
    pair.inject(moved, 25, ssrc=7)
    assert len(pair.got) == heard, "the announced address counts as soon as it speaks again"


def test_a_caller_behind_a_translator_is_answered_on_his_new_port() -> None:
    pair = Pair(symmetric_rtp=True)
    for sequence in range(3):
        pair.inject(("7.7.7.7", 700), sequence, ssrc=5)
    pair.loop.advance(2.1)
    for sequence in range(3, 6):
        pair.inject(("7.7.7.7", 701), sequence, ssrc=5)
    assert len(pair.got) == 6
    pair.right.send(FRAME)
    assert pair.wire.sent[-1].target == ("7.7.7.7", 701)


def test_symmetric_rtp_answers_to_where_it_really_comes_from() -> None:
    pair = Pair(symmetric_rtp=True)
    pair.inject(("7.7.7.7", 700), 1)
    pair.right.send(FRAME)
    assert pair.wire.sent[-1].target == ("7.7.7.7", 700)


def test_a_single_packet_of_another_ssrc_changes_nothing_two_do(pair: Pair) -> None:
    source = ("10.0.0.1", pair.ports[0].port)
    for sequence in range(3):
        pair.inject(source, sequence, ssrc=1)
    pair.inject(source, 700, ssrc=2)
    pair.inject(source, 3, ssrc=1)
    assert len(pair.got) == 4
    assert pair.right.statistics().ssrc_changes == 0
    pair.inject(source, 701, ssrc=2)
    pair.inject(source, 702, ssrc=2)
    assert len(pair.got) == 5
    assert pair.right.statistics().ssrc_changes == 1
    assert pair.right.statistics().packets_received == 5


@pytest.mark.parametrize("direction", [Direction.RECVONLY, Direction.INACTIVE])
def test_a_direction_that_forbids_sending_sends_nothing_but_time_goes_on(
    direction: Direction, pair: Pair
) -> None:
    pair.talk(1)
    pair.left.configure(pair.choice("10.0.0.2", pair.ports[1].port), direction)
    pair.talk(10)
    assert len(pair.got) == 1
    pair.left.configure(pair.choice("10.0.0.2", pair.ports[1].port), Direction.SENDRECV)
    pair.talk(1)
    assert (pair.got[1].timestamp - pair.got[0].timestamp) % 2**32 == 11 * 160
    assert pair.got[1].marker


def test_a_direction_that_forbids_listening_hands_nothing_over(pair: Pair) -> None:
    pair.right.configure(pair.choice("10.0.0.1", pair.ports[0].port), Direction.SENDONLY)
    pair.talk(3)
    assert pair.got == []
    assert pair.right.last_rtp_mono_s is not None


def test_junk_is_counted_and_harmless(pair: Pair) -> None:
    target = ("10.0.0.2", pair.ports[1].port)
    good = build_rtp(8, 1, 1, 1, FRAME, marker=False)
    junk = [b"", b"\0" * 12, b"\x80", good[:11], b"\x90" + good[1:13], b"\xaf" + good[1:12] + b"\xff"]
    for data in junk:
        pair.wire.send(("10.0.0.1", pair.ports[0].port), target, data)
    pair.loop.advance(0.1)
    assert pair.got == []
    assert pair.right.statistics().invalid_packets == len(junk)


def test_after_close_nothing_is_sent_and_nothing_handed_over(pair: Pair) -> None:
    pair.talk(2)
    pair.right.close()
    pair.right.close()
    goodbye = pair.wire.sent[-1].data
    assert goodbye[1] == 201
    assert 203 in goodbye
    count = len(pair.got)
    pair.right.send(FRAME)
    pair.left.send(FRAME)
    pair.loop.advance(30)
    assert len(pair.got) == count
    assert pair.ports[1].is_closed
