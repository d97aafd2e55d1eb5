"""Encrypted media: who agrees with whom, what travels, and that nothing ever falls back to plain."""

from __future__ import annotations

from dataclasses import replace

import pytest
from negotiation_stage import FRAME, LATENCY_S, NARROW, Stage

from batola_desk.telephony.audio_offer import choose_audio
from batola_desk.telephony.crypto import SUITES, CryptoLine, Suite, crypto_lines
from batola_desk.telephony.media_policy import MediaPolicy, Refusal, RefusalCause, SrtpPolicy
from batola_desk.telephony.rtp import build_rtp
from batola_desk.telephony.sdp import SessionDescription
from batola_desk.telephony.srtp import Keys, SecureStream

OFF, OPTIONAL, MANDATORY = (replace(NARROW, srtp=policy) for policy in SrtpPolicy)
KEY = "inline:" + "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNk"  # 30 bytes
DESCRIPTION = "v=0\r\nc=IN IP4 10.0.0.9\r\nm=audio 5000 {protocol} 8 0\r\n{crypto}a=sendrecv\r\n"


def described(protocol: str, *crypto: str) -> SessionDescription:
    lines = "".join(f"a=crypto:{line}\r\n" for line in crypto)
    return SessionDescription.parse(DESCRIPTION.format(protocol=protocol, crypto=lines).encode())


@pytest.mark.parametrize(
    ("left", "right", "is_secure"),
    [
        (OFF, OFF, False),
        (OFF, OPTIONAL, False),
        (OPTIONAL, OFF, False),
        (OPTIONAL, OPTIONAL, True),
        (OPTIONAL, MANDATORY, True),
        (MANDATORY, OPTIONAL, True),
        (MANDATORY, MANDATORY, True),
        (OFF, MANDATORY, None),
        (MANDATORY, OFF, None),
    ],
)
def test_who_agrees_with_whom(left: MediaPolicy, right: MediaPolicy, is_secure: bool | None) -> None:
    stage = Stage(left, right)
    assert stage.agree() == (is_secure is not None)
    if is_secure is None:
        assert stage.right.negotiator.media is None or not stage.right.media.direction.sends
        return
    stage.talk(10)
    assert (stage.left.media.is_secure, stage.right.media.is_secure) == (is_secure, is_secure)
    assert [packet.payload for packet in stage.left.heard] == [FRAME] * 10
    assert [packet.payload for packet in stage.right.heard] == [FRAME] * 10
    plain = [datagram for datagram in stage.rtp() if FRAME in datagram.data]
    assert bool(plain) != is_secure


def test_mandatory_offers_savp_only_and_optional_a_plain_profile_with_keys() -> None:
    mandatory = Stage(MANDATORY).left.negotiator.offer().decode()
    optional = Stage(OPTIONAL).left.negotiator.offer().decode()
    assert "RTP/SAVP 8" in mandatory
    assert "RTP/AVP 8" in optional
    for offer in (mandatory, optional):
        tags = [line.split()[0] for line in offer.splitlines() if line.startswith("a=crypto")]
        assert tags == ["a=crypto:1", "a=crypto:2", "a=crypto:3"]
    assert "crypto" not in Stage(OFF).left.negotiator.offer().decode()


@pytest.mark.parametrize(
    ("policy", "description", "cause"),
    [
        (MANDATORY, described("RTP/AVP"), RefusalCause.PLAIN_NOT_ALLOWED),
        (OFF, described("RTP/SAVP", f"1 AES_CM_128_HMAC_SHA1_80 {KEY}"), RefusalCause.SECURE_NOT_ALLOWED),
        (OPTIONAL, described("RTP/SAVP"), RefusalCause.KEYS_UNUSABLE),
        (
            MANDATORY,
            described("RTP/AVP", "1 AES_CM_128_HMAC_SHA1_80 inline:AAAA"),
            RefusalCause.KEYS_UNUSABLE,
        ),
        (MANDATORY, described("RTP/SAVP", f"1 F8_128_HMAC_SHA1_80 {KEY}"), RefusalCause.KEYS_UNUSABLE),
    ],
)
def test_what_is_refused_says_why(
    policy: MediaPolicy, description: SessionDescription, cause: RefusalCause
) -> None:
    refusal = choose_audio(description, policy)
    assert isinstance(refusal, Refusal)
    assert refusal.cause is cause


def test_a_broken_key_in_a_plain_profile_leaves_an_optional_call_plain() -> None:
    choice = choose_audio(described("RTP/AVP", "1 AES_CM_128_HMAC_SHA1_80 inline:AAAA"), OPTIONAL)
    assert not isinstance(choice, Refusal)
    assert choice.crypto is None


@pytest.mark.parametrize(
    "line",
    [
        "",
        "1",
        f"x AES_CM_128_HMAC_SHA1_80 {KEY}",
        f"1 AES_CM_128_HMAC_SHA1_80 {KEY}|2^20|1:4",  # MKI
        f"1 AES_CM_128_HMAC_SHA1_80 {KEY}|1:4",
        f"1 AES_CM_128_HMAC_SHA1_80 {KEY};{KEY}",
        f"1 AES_CM_128_HMAC_SHA1_80 {KEY} UNENCRYPTED_SRTP",
        f"1 AES_CM_128_HMAC_SHA1_80 {KEY} KDR=3",
        "1 AES_CM_128_HMAC_SHA1_80 inline:QUJD",
        "1 AES_CM_128_HMAC_SHA1_80 inline:!!!!",
        "1 AES_CM_128_HMAC_SHA1_80 clear:QUJD",
        f"1 AES_CM_128_HMAC_SHA1_80 {KEY}" + " " * 400 + "UNENCRYPTED_SRTP",
    ],
)
def test_a_key_line_we_cannot_honour_is_not_used(line: str) -> None:
    assert CryptoLine.parse(line) is None


def test_a_lifetime_and_a_window_are_no_reason_to_refuse() -> None:
    line = CryptoLine.parse(f"7 aes_cm_128_hmac_sha1_32 {KEY}|2^31 WSH=64")
    assert line is not None
    assert (line.tag, line.suite.name) == (7, "AES_CM_128_HMAC_SHA1_32")
    assert "QUJ" not in repr(line), "a key must not reach a log"


@pytest.mark.parametrize("name", [*SUITES][:3])
def test_every_offered_suite_carries_sound_and_reports(name: str) -> None:
    stage = Stage(MANDATORY, MANDATORY)
    offer = stage.left.negotiator.offer()
    kept = [
        line
        for line in offer.decode().split("\r\n")
        if not line.startswith("a=crypto") or f" {name} " in line
    ]
    answer = stage.right.negotiator.answer("\r\n".join(kept).encode())
    assert answer is not None
    assert stage.left.negotiator.take_answer(answer)
    stage.talk(100)
    assert len(stage.right.heard) == 100
    statistics = stage.left.media.statistics()
    assert statistics.round_trip_ms == pytest.approx(2 * LATENCY_S * 1000, abs=1.0)
    assert statistics.inauthentic_packets == 0


def test_forged_repeated_and_plain_packets_are_not_heard() -> None:
    stage = Stage(MANDATORY, MANDATORY)
    assert stage.agree()
    stage.talk(5)
    sent = next(d for d in stage.rtp() if d.target[0] == "10.0.0.2")
    forged = bytearray(sent.data)
    forged[-1] ^= 1
    plain = build_rtp(8, 9, 9, 9, FRAME, marker=False)
    before = len(stage.right.heard)
    for data in (sent.data, bytes(forged), plain, plain, b"\x80\x08", b"\x80" * 3000):
        stage.wire.send(sent.source, sent.target, data)
    stage.loop.advance(0.1)
    assert len(stage.right.heard) == before
    assert stage.right.media.statistics().inauthentic_packets == 6


def test_hold_and_resume_keep_the_keys_and_the_counters() -> None:
    stage = Stage(MANDATORY, MANDATORY)
    assert stage.agree()
    stage.talk(5)
    first = crypto_lines_of(stage.left.negotiator.offer())
    stage.left.negotiator.local_hold = True
    assert stage.agree()
    assert crypto_lines_of(stage.left.negotiator.offer())[0] == first[0]
    stage.left.negotiator.local_hold = False
    assert stage.agree()
    stage.talk(5)
    assert len(stage.right.heard) == len(stage.left.heard) == 10
    assert stage.right.media.statistics().inauthentic_packets == 0


def test_a_new_key_of_the_peer_is_answered_with_a_new_one_and_late_packets_of_the_old_are_read() -> None:
    stage = Stage(MANDATORY, MANDATORY)
    assert stage.agree()
    stage.talk(5)
    before = stage.right.negotiator._audio_keys.keys
    assert before is not None
    # The other side is another telephone now: its offer comes with fresh keys from a fresh negotiator.
    late = Stage(MANDATORY, MANDATORY)
    late.left.negotiator.offer()
    renewed = late.left.negotiator.offer()
    port = stage.left.negotiator.offer().split(b"m=audio ")[1].split(b" ")[0]
    new_port = renewed.split(b"m=audio ")[1].split(b" ")[0]
    old_packet = next(d for d in reversed(stage.rtp()) if d.target[0] == "10.0.0.2")
    stage.left.media.send(FRAME)  # on its way under the old key when the new one arrives
    assert stage.right.negotiator.answer(renewed.replace(new_port, port)) is not None
    stage.loop.advance(0.02)
    assert len(stage.right.heard) == 6
    after = stage.right.negotiator._audio_keys.keys
    assert after is not None
    assert after.ours.key != before.ours.key
    assert old_packet.data  # the stage spoke at all
    stage.loop.advance(3.0)
    stage.left.media.send(FRAME)
    stage.loop.advance(0.02)
    assert len(stage.right.heard) == 6, "after two seconds the old key is dead"


def test_an_answer_with_a_foreign_tag_or_suite_is_not_taken() -> None:
    for edit in (("a=crypto:1 ", "a=crypto:9 "), ("_HMAC_SHA1_80", "_HMAC_SHA1_32")):
        stage = Stage(MANDATORY, MANDATORY)
        answer = stage.right.negotiator.answer(stage.left.negotiator.offer())
        assert answer is not None
        assert edit[0].encode() in answer
        assert not stage.left.negotiator.take_answer(answer.replace(edit[0].encode(), edit[1].encode()))
        assert stage.left.negotiator.refusal is not None
        stage.talk(3)
        assert not [d for d in stage.rtp() if d.source[0] == "10.0.0.1"]


def test_a_plain_answer_to_a_mandatory_offer_is_not_taken_and_nothing_is_sent() -> None:
    stage = Stage(MANDATORY, OFF)
    stage.left.negotiator.offer()
    plain = DESCRIPTION.format(protocol="RTP/AVP", crypto="").encode()
    assert not stage.left.negotiator.take_answer(plain)
    stage.talk(3)
    assert not stage.rtp()


def test_a_plain_re_offer_in_an_encrypted_call_changes_nothing() -> None:
    stage = Stage(MANDATORY, MANDATORY)
    assert stage.agree()
    assert stage.right.negotiator.answer(DESCRIPTION.format(protocol="RTP/AVP", crypto="").encode()) is None
    stage.talk(5)
    assert len(stage.right.heard) == 5
    assert stage.right.media.is_secure


def test_the_roll_over_counter_goes_on_and_another_ssrc_is_followed() -> None:
    line = CryptoLine.fresh(1, SUITES["AES_CM_128_HMAC_SHA1_80"])
    sender, receiver = SecureStream(Keys(line, line)), SecureStream(Keys(line, line))
    for index in range(65_500, 65_600):
        packet = sender.protect(build_rtp(8, index % 65_536, index, 1, FRAME, marker=False))
        assert packet is not None
        assert receiver.unprotect(packet, 0.0) is not None, index
    other = sender.protect(build_rtp(8, 3, 3, 2, FRAME, marker=False))
    assert other is not None
    assert receiver.unprotect(other, 0.0) is not None
    assert receiver.unprotect(other, 0.0) is None


def test_an_encrypted_stream_is_preferred_to_a_plain_one_in_the_same_offer() -> None:
    text = (
        "v=0\r\nc=IN IP4 10.0.0.9\r\nm=audio 5000 RTP/AVP 8\r\nm=audio 5002 RTP/SAVP 8\r\n"
        f"a=crypto:1 AES_CM_128_HMAC_SHA1_80 {KEY}\r\n"
    )
    description = SessionDescription.parse(text.encode())
    for policy, index in ((OFF, 0), (OPTIONAL, 1), (MANDATORY, 1)):
        choice = choose_audio(description, policy)
        assert not isinstance(choice, Refusal)
        assert choice.index == index


def crypto_lines_of(description: bytes) -> list[CryptoLine]:
    return crypto_lines(SessionDescription.parse(description).media[0].attributes)


@pytest.mark.parametrize("suite", SUITES.values(), ids=SUITES)
def test_every_suite_opens_what_it_closed(suite: Suite) -> None:
    line = CryptoLine.fresh(1, suite)
    again = CryptoLine.parse(line.write().removeprefix("a=crypto:"))
    assert again == line
    sender, receiver = SecureStream(Keys(line, line)), SecureStream(Keys(line, line))
    plain = build_rtp(8, 1, 1, 1, FRAME, marker=False)
    closed = sender.protect(plain)
    assert closed is not None
    assert FRAME not in closed
    assert receiver.unprotect(closed, 0.0) == plain
