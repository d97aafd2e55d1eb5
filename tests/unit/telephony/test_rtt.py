"""Real-time text between two sides: letters, losses, redundancy, and what a screen is never given."""

from __future__ import annotations

import itertools

import pytest
from negotiation_stage import LATENCY_S, Stage

from batola_desk.domain.live_text import apply_typing
from batola_desk.telephony.media_policy import MediaPolicy, SrtpPolicy
from batola_desk.telephony.rtp import build_rtp, parse_rtp
from batola_desk.telephony.t140 import MISSING, T140Reader
from batola_desk.telephony.text_blocks import RedundantWriter, TextBlock, TextOrder, split_red

TEXTING = MediaPolicy(offers_text=True)
TEXT_ONLY = "v=0\r\nc=IN IP4 10.0.0.9\r\nm=text 5000 RTP/AVP 100 98\r\na=rtpmap:98 t140/1000\r\n"
RED = "a=rtpmap:100 red/1000\r\na=fmtp:100 98/98/98\r\n"


@pytest.fixture
def stage() -> Stage:
    stage = Stage(TEXTING)
    assert stage.agree()
    stage.loop.advance(1.0)
    return stage


def type_in(stage: Stage, text: str, *, pause_s: float = 0.1) -> None:
    for letter in text:
        stage.left.text.send(letter)
        stage.loop.advance(pause_s)
    stage.loop.advance(2.0)


def test_letters_arrive_as_they_are_typed_in_packets_of_300_ms(stage: Stage) -> None:
    before = len(stage.wire.sent)
    type_in(stage, "Tolong, ada asap")
    assert stage.right.read == "Tolong, ada asap"
    text = [d for d in stage.wire.sent[before:] if (p := parse_rtp(d.data)) and p.payload_type == 100]
    gaps_s = [after.at_s - first.at_s for first, after in itertools.pairwise(text)]
    assert min(gaps_s) == pytest.approx(0.3, abs=0.01)
    assert len(text) <= 9, "16 letters in 1.6 s and two repetitions"


def test_the_first_letter_after_a_pause_does_not_wait(stage: Stage) -> None:
    stage.loop.advance(5.0)
    stage.left.text.send("a")
    stage.loop.advance(2 * LATENCY_S)
    assert stage.right.read == "a"


def test_both_directions_and_the_audio_go_on_together(stage: Stage) -> None:
    stage.right.text.send("Di mana lokasinya?\n")
    stage.talk(50)
    assert stage.left.read == "Di mana lokasinya?\n"
    assert len(stage.left.heard) == 50


def test_two_lost_packets_in_a_row_are_healed_by_redundancy(stage: Stage) -> None:
    count = 0

    def fate(datagram: object) -> list[float]:
        nonlocal count
        packet = parse_rtp(datagram.data)  # type: ignore[attr-defined]
        if packet is None or packet.payload_type != 100:
            return [LATENCY_S]
        count += 1
        return [] if count % 4 in (2, 3) else [LATENCY_S]

    stage.wire.fate = fate
    type_in(stage, "Kebakaran di Marabahan dekat pasar")
    assert stage.right.read == "Kebakaran di Marabahan dekat pasar"


def test_three_lost_packets_leave_one_mark_where_text_is_missing(stage: Stage) -> None:
    type_in(stage, "A")
    stage.wire.fate = lambda d: []
    stage.left.text.send("B")
    stage.loop.advance(0.7)  # B and both its repetitions
    stage.wire.fate = lambda d: [LATENCY_S]
    stage.loop.advance(1.0)
    type_in(stage, "C")
    assert stage.right.read == "A\ufffdC"


def test_late_and_repeated_packets_change_nothing(stage: Stage) -> None:
    count = 0

    def fate(datagram: object) -> list[float]:
        nonlocal count
        count += 1
        return {0: [0.5], 1: [LATENCY_S, 0.2]}.get(count % 3, [LATENCY_S])

    stage.wire.fate = fate
    type_in(stage, "satu dua tiga empat lima")
    assert stage.right.read == "satu dua tiga empat lima"


def test_a_peer_without_redundancy_gets_plain_t140_and_a_hole_is_waited_for_then_marked() -> None:
    stage = Stage(TEXTING)
    assert stage.agree(edit=("a=rtpmap:100 red/1000\r\na=fmtp:100 98/98/98\r\n", ""))
    stage.loop.advance(1.0)
    types = {p.payload_type for d in stage.wire.sent if (p := parse_rtp(d.data))}
    assert types == {98}
    fates = {b"b": [0.45], b"e": []}
    stage.wire.fate = lambda d: fates.get(d.data[12:], [LATENCY_S])
    type_in(stage, "abcd", pause_s=0.31)
    assert stage.right.read == "abcd", "the late b was waited for"
    type_in(stage, "ef", pause_s=0.31)
    assert stage.right.read == "abcd\ufffdf"


def test_a_call_of_text_alone_has_no_sound_and_works() -> None:
    stage = Stage()
    answer = stage.right.negotiator.answer((TEXT_ONLY + RED).encode())
    assert answer is not None
    assert stage.right.negotiator.media is None
    assert b"m=text " in answer
    assert b"m=audio" not in answer


def test_text_can_be_switched_off_and_then_its_line_is_refused() -> None:
    stage = Stage(TEXTING, MediaPolicy(accepts_text=False))
    assert stage.agree()
    assert stage.left.negotiator.text is None
    assert stage.right.negotiator.text is None
    assert stage.right.negotiator.judge((TEXT_ONLY + RED).encode()) is not None


def test_text_is_encrypted_like_sound() -> None:
    secure = MediaPolicy(offers_text=True, srtp=SrtpPolicy.MANDATORY)
    stage = Stage(secure, secure)
    assert stage.agree()
    stage.loop.advance(0.5)
    type_in(stage, "rahasia", pause_s=0.0)
    assert stage.right.read == "rahasia"
    assert not [d for d in stage.wire.sent if b"rahasia" in d.data]
    assert stage.right.text.is_secure


def test_the_peers_reading_speed_is_kept() -> None:
    stage = Stage(TEXTING)
    assert stage.agree(edit=("a=rtpmap:98 t140/1000", "a=rtpmap:98 t140/1000\r\na=fmtp:98 cps=5"))
    # The limit binds who sends to the one that wrote it: right reads our offer.
    stage.right.text.send("x" * 200)
    stage.loop.advance(10.0)
    assert 45 <= len(stage.left.read) <= 105
    stage.loop.advance(30.0)
    assert len(stage.left.read) == 200


def test_an_operator_cannot_fill_memory_against_a_mute_peer(stage: Stage) -> None:
    assert stage.left.text.send("x" * 10_000) == 4000


def test_a_quiet_text_leg_keeps_its_way_open_and_shows_nothing(stage: Stage) -> None:
    before = len([d for d in stage.wire.sent if parse_rtp(d.data)])
    stage.loop.advance(60.0)
    kept = len([d for d in stage.wire.sent if parse_rtp(d.data)]) - before
    assert 2 * 3 * 3 <= kept <= 2 * 3 * 5, "a mark with its repetitions from both sides each 15 s"
    assert stage.right.read == stage.left.read == ""


@pytest.mark.parametrize(
    ("blocks", "text"),
    [
        ([b"\xef\xbb\xbfHai"], "Hai"),
        ([b"satu\r", b"\ndua"], "satu\ndua"),
        ([b"satu\r\n\r\ndua"], "satu\n\ndua"),
        (["a\u2028b".encode()], "a\nb"),
        ([b"abc\x08\x7f"], "abc\b\b"),
        ([b"\x1b[31mmerah\x1b[0m"], "merah"),
        (["\x98ignored\x9cx".encode()], "x"),
        ([b"a\tb\x07\x00"], "a b"),
        (["\u202eterbalik".encode()], "terbalik"),
        ([b"\xff\xfe"], "\ufffd\ufffd"),
    ],
)
def test_what_a_screen_is_given(blocks: list[bytes], text: str) -> None:
    reader = T140Reader()
    assert "".join(reader.read(block) for block in blocks) == text


def test_erasing_takes_one_character_and_a_line_end_and_stops_at_the_beginning() -> None:
    assert apply_typing("", "abc\b\bx") == "ax"
    assert apply_typing("satu\n", "\b\bX") == "satX"
    assert apply_typing("", "\b\b\bA") == "A"


def test_red_payloads_are_laid_out_as_rfc_2198_says() -> None:
    writer = RedundantWriter(2)
    empty, last = bytes([0x80 | 98, 0, 0, 0]), bytes([98])
    assert writer.red(98, TextBlock(1000, b"A")) == empty + empty + last + b"A"
    payload = writer.red(98, TextBlock(1300, b"BC"))
    assert payload == empty + bytes([0x80 | 98]) + (300 << 10 | 1).to_bytes(3, "big") + last + b"ABC"
    assert split_red(payload, 98) == [b"", b"A", b"BC"]


def test_what_is_too_old_for_its_field_is_not_repeated() -> None:
    """An offset has 14 bits: a wrong one would put the old letters elsewhere."""
    writer = RedundantWriter(2)
    writer.red(98, TextBlock(1000, b"A"))
    assert split_red(writer.red(98, TextBlock(1000 + 0x3FFF, b"B")), 98) == [b"", b"A", b"B"]
    assert split_red(writer.red(98, TextBlock(1001 + 0x3FFF, b"C")), 98) == [b"", b"B", b"C"]


@pytest.mark.parametrize("cut", range(1, 9))
def test_a_red_payload_that_lies_about_lengths_is_nothing(cut: int) -> None:
    writer = RedundantWriter(2)
    writer.red(98, TextBlock(0, b"abcd"))
    payload = writer.red(98, TextBlock(300, b""))
    assert split_red(payload[:-cut], 98) is None


def test_a_jump_of_numbers_marks_one_hole_and_goes_on() -> None:
    order = TextOrder()
    order.take(10, [b"a"])
    assert order.take(20_000, [b"", b"z"]) == [None, b"z"]
    assert order.take(20_001, [b"y"]) == [b"y"]


def test_a_sender_that_begins_anew_further_down_is_read_on() -> None:
    """A gateway that restarts counts from anywhere; nobody waits until it has caught up."""
    order = TextOrder()
    order.take(40_000, [b"a"])
    assert order.take(39_990, [b"late"]) == [], "a straggler was shown already"
    assert order.take(20_000, [b"", b"z"]) == [None, b"z"]
    assert order.take(20_001, [b"y"]) == [b"y"]


@pytest.mark.parametrize("policy", [TEXTING, None])
def test_the_first_letters_of_another_telephone_are_not_lost(policy: MediaPolicy | None) -> None:
    """Its first packet is not believed yet; the second one repeats what was in it, or a mark tells."""
    stage = Stage(TEXTING)
    assert stage.agree() if policy else stage.agree(edit=(RED, "a=rtpmap:100 none/1000\r\n"))
    stage.loop.advance(1.0)
    port = stage.right.text.port
    writer = RedundantWriter(2)
    payload_type = 100 if policy else 98

    def say(sequence: int, ssrc: int, text: str) -> None:
        block = TextBlock(sequence * 300, text.encode())
        payload = writer.red(98, block) if policy else block.data
        packet = build_rtp(payload_type, sequence, block.timestamp, ssrc, payload, marker=False)
        stage.wire.send(("10.0.0.1", stage.left.text.port), ("10.0.0.2", port), packet)
        stage.loop.advance(0.3)

    say(100, 1, "a")
    say(101, 1, "b")
    say(102, 1, "c")
    before = stage.right.read
    say(7, 2, "d")
    say(8, 2, "e")
    say(9, 2, "f")
    assert stage.right.read[len(before) :] == ("def" if policy else f"{MISSING}ef")


def test_a_stream_that_was_taken_away_is_silent_and_may_come_back(stage: Stage) -> None:
    offer = stage.left.negotiator.offer()
    port = int(offer.split(b"m=text ")[1].split(b" ")[0])
    without = offer.replace(b"m=text %d" % port, b"m=text 0")
    assert stage.right.negotiator.answer(without) is not None
    stage.loop.advance(0.1)
    assert stage.right.negotiator.text is None
    before = len([d for d in stage.wire.sent if d.source[0] == "10.0.0.2" and parse_rtp(d.data)])
    stage.loop.advance(60.0)
    after = len([d for d in stage.wire.sent if d.source[0] == "10.0.0.2" and parse_rtp(d.data)])
    assert after == before, "not even a keep-alive"
    assert stage.agree()
    type_in(stage, "kembali")
    assert stage.right.read.endswith("kembali")


def test_another_fork_may_take_the_text_that_the_first_refused() -> None:
    stage = Stage(TEXTING)
    offer = stage.left.negotiator.offer()
    first = Stage(TEXTING, MediaPolicy(accepts_text=False)).right.negotiator.answer(offer)
    second = stage.right.negotiator.answer(offer)
    assert first is not None
    assert second is not None
    assert stage.left.negotiator.take_answer(first)
    assert stage.left.negotiator.text is None
    assert stage.left.negotiator.take_answer(second)
    stage.loop.advance(0.5)
    stage.left.text.send("halo")
    stage.loop.advance(1.0)
    assert stage.right.read == "halo"
