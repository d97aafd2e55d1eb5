"""Whatever a peer sends as description, keys, text or report: no exception, no lie about what it was."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from batola_desk.domain.live_text import ERASE, apply_typing
from batola_desk.telephony.audio_offer import choose_audio
from batola_desk.telephony.crypto import SUITES, CryptoLine
from batola_desk.telephony.dtmf import DtmfReceiver
from batola_desk.telephony.media_policy import MediaPolicy, Refusal, SrtpPolicy
from batola_desk.telephony.rtcp import parse_reports, said_goodbye
from batola_desk.telephony.sdp import SessionDescription
from batola_desk.telephony.srtp import Keys, SecureStream
from batola_desk.telephony.t140 import T140Reader, sendable
from batola_desk.telephony.text_blocks import RedundantWriter, TextBlock, TextOrder, split_red
from batola_desk.telephony.text_offer import choose_text

POLICIES = [MediaPolicy(srtp=srtp, codecs=("G722", "PCMA", "PCMU")) for srtp in SrtpPolicy]
KEY = CryptoLine.fresh(1, SUITES["AES_CM_128_HMAC_SHA1_80"])

words = st.sampled_from(
    [
        *(
            "m=audio 5000 RTP/AVP 8 0 101",
            "m=audio 5000 RTP/SAVP 9 8",
            "m=text 5002 RTP/AVP 100 98",
            "m=audio",
        ),
        *("c=IN IP4 10.0.0.9", "c=IN IP6 2001:db8::1", "c=IN IP4 0.0.0.0", "c=", "a=rtpmap:98 t140/1000"),
        *(
            "a=rtpmap:100 red/1000",
            "a=fmtp:100 98/98/98",
            "a=fmtp:100 98/99",
            "a=fmtp:98 cps=0",
            "a=fmtp:98 cps=x",
        ),
        *("a=rtpmap:101 telephone-event/8000", "a=rtpmap:101 telephone-event/16000", "a=rtpmap:8 G722/16000"),
        *(
            KEY.write(),
            KEY.write() + "|1:4",
            "a=crypto:",
            "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:",
            "a=crypto",
        ),
        *(
            "a=sendonly",
            "a=inactive",
            "a=rtcp:5001 IN IP4 10.0.0.8",
            "a=rtcp:x",
            "a=rtcp-mux",
            "a=maxptime:10",
        ),
    ]
)
lines = st.lists(words | st.text(max_size=30), max_size=30)


@settings(deadline=None)
@given(lines, st.sampled_from(POLICIES))
def test_any_description_is_judged_and_a_choice_keeps_the_accounts_rules(
    text: list[str], policy: MediaPolicy
) -> None:
    description = SessionDescription.parse("\r\n".join(text).encode("utf-8", "replace"))
    audio, typed = choose_audio(description, policy), choose_text(description, policy)
    for choice in (audio, typed):
        if choice is None or isinstance(choice, Refusal):
            continue
        assert description.media[choice.index].port
        if policy.srtp is SrtpPolicy.MANDATORY:
            assert choice.crypto is not None
        if policy.srtp is SrtpPolicy.OFF:
            assert choice.crypto is None
            assert "SAVP" not in choice.protocol
    if not isinstance(audio, Refusal):
        assert audio.codec in policy.codecs
        assert audio.payload_types[audio.payload_type] == audio.codec
    elif typed is None:
        assert audio.ours == policy.codecs
    if typed is not None:
        assert typed.characters_per_s >= 1
        assert (typed.generations > 0) == (typed.red_payload_type is not None)


@given(st.text(max_size=200) | st.builds(lambda tail: KEY.write()[9:] + tail, st.text(max_size=30)))
def test_any_key_line_is_parsed_or_refused(text: str) -> None:
    line = CryptoLine.parse(text)
    if line is not None:
        assert len(line.key) == line.suite.key_bytes
        assert CryptoLine.parse(line.write().removeprefix("a=crypto:")) == line


@settings(deadline=None)
@given(st.lists(st.binary(max_size=1600), max_size=8))
def test_any_datagram_on_an_encrypted_port_is_refused(packets: list[bytes]) -> None:
    stream = SecureStream(Keys(KEY, KEY))
    for packet in packets:
        assert stream.unprotect(packet, 0.0) is None
        assert stream.unprotect_rtcp(packet, 0.0) is None


@given(st.lists(st.tuples(st.integers(0, 2**32 - 1), st.binary(max_size=40), st.booleans()), max_size=20))
def test_any_key_event_is_harmless(packets: list[tuple[int, bytes, bool]]) -> None:
    receiver = DtmfReceiver()
    for timestamp, payload, marker in packets:
        assert len(receiver.take(timestamp, payload, marker=marker)) <= len(payload) // 4


@given(st.binary(max_size=300), st.integers(0, 2**32 - 1))
def test_any_report_is_harmless(data: bytes, ssrc: int) -> None:
    parse_reports(data)
    said_goodbye(data, ssrc)


@given(st.lists(st.binary(max_size=60), max_size=10))
def test_a_screen_never_gets_control_characters(blocks: list[bytes]) -> None:
    reader = T140Reader()
    text = "".join(reader.read(block) for block in blocks)
    assert not [char for char in text if ord(char) < 32 and char not in "\n\b"]
    assert ERASE not in apply_typing("", text)


@given(st.text(max_size=80))
def test_what_an_operator_types_comes_back_as_it_was_meant(text: str) -> None:
    shown = T140Reader().read(sendable(text).encode("utf-8", "replace"))
    plain = "".join(char for char in text if char.isprintable() or char == "\n")
    if plain == text and text.isascii():
        assert shown == text


@given(st.binary(max_size=60))
def test_any_red_payload_is_split_or_refused(payload: bytes) -> None:
    blocks = split_red(payload, 98)
    assert blocks is None or sum(map(len, blocks)) < len(payload)


typed_letters = st.lists(st.text("abcdefgh ", min_size=1, max_size=4), min_size=1, max_size=30)


@settings(max_examples=300, deadline=None)
@given(
    typed_letters,
    st.data(),
    st.integers(0, 65_535),
)
def test_with_at_most_two_losses_in_a_row_nothing_is_missing_in_any_order(
    texts: list[str], data: st.DataObject, first: int
) -> None:
    """Redundancy of two generations: any pattern of loss with runs of at most two, repetition, and disorder
    by at most two places still gives the text once and in order."""
    writer, order = RedundantWriter(2), TextOrder()
    blocks = [*texts, "", ""]
    packets = [
        ((first + index) % 65_536, writer.red(98, TextBlock(index * 300, text.encode())))
        for index, text in enumerate(blocks)
    ]
    sent: list[tuple[float, int, bytes]] = []
    run = 0
    for place, (sequence, payload) in enumerate(packets):
        is_lost = 0 < place < len(packets) - 1 and run < 2 and data.draw(st.booleans())
        run = run + 1 if is_lost else 0
        if not is_lost:
            for _ in range(data.draw(st.integers(1, 2))):
                late = (
                    data.draw(st.sampled_from([0.0, 0.0, 1.1, 2.1])) if 0 < place < len(packets) - 1 else 0.0
                )
                sent.append((place + late, sequence, payload))
    shown = ""
    for _, sequence, payload in sorted(sent, key=lambda item: item[0]):
        taken = split_red(payload, 98)
        assert taken is not None
        for block in order.take(sequence, taken):
            shown += "\ufffd" if block is None else block.decode()
    while order.is_waiting:
        shown += "".join("\ufffd" if block is None else block.decode() for block in order.give_up())
    assert is_subsequence(shown.replace("\ufffd", ""), "".join(texts)), "nothing twice, nothing turned round"
    lost_runs = [len(list(group)) for lost, group in itertools.groupby(sent_gaps(packets, sent)) if lost]
    if max(lost_runs, default=0) <= 2:
        assert shown == "".join(texts)


def sent_gaps(packets: list[tuple[int, bytes]], sent: list[tuple[float, int, bytes]]) -> list[bool]:
    """For each packet whether it was overtaken or lost, which for the redundancy is the same."""
    in_time = {sequence: min(at for at, number, _ in sent if number == sequence) for _, sequence, _ in sent}
    gaps = []
    for place, (sequence, _) in enumerate(packets):
        at = in_time.get(sequence)
        gaps.append(at is None or at > place + 0.5)
    return gaps


def is_subsequence(part: str, whole: str) -> bool:
    letters = iter(whole)
    return all(letter in letters for letter in part)


@given(st.lists(st.tuples(st.integers(0, 40), st.binary(max_size=3)), max_size=60))
def test_disorder_of_any_kind_never_shows_a_packet_twice_nor_keeps_many(
    packets: list[tuple[int, bytes]],
) -> None:
    order, shown = TextOrder(), 0
    for sequence, data in packets:
        shown += len(order.take(sequence, [data]))
        assert len(order._waiting) <= 17
    while order.is_waiting:
        shown += len(order.give_up())
    assert shown <= 2 * len(packets)
