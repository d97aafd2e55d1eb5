"""The trace of SIP messages: bounded, one call at a time, readable by foreign tools."""

from __future__ import annotations

import random
import shutil
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path

import pytest

from batola_desk.telephony.pcapng import capture
from batola_desk.telephony.trace import SIPTrace, as_text


@dataclass
class FlowDouble:
    protocol: str = "UDP"
    local: tuple[str, int] = ("127.0.0.1", 5060)
    remote: tuple[str, int] = ("192.0.2.7", 5080)
    is_reliable: bool = False
    is_open: bool = True

    def send(self, data: bytes) -> None:
        raise AssertionError("a trace sends nothing")


def message(call_id: str, number: str = "08123", *, body: str = "", name: str = "Call-ID") -> bytes:
    return (
        f"INVITE sip:112@desk SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.7;branch=z9hG4bK1\r\n"
        f"From: <sip:{number}@pbx>;tag=1\r\nTo: <sip:112@desk>\r\n{name}: {call_id}\r\nCSeq: 1 INVITE\r\n"
        f'Authorization: Digest username="112", realm="pbx", response="6629fae49393a05397450978507c4ef1"\r\n'
        f"Content-Length: {len(body)}\r\n\r\n{body}"
    ).encode()


@dataclass
class Clock:
    us: int = 1_700_000_000_000_000

    def __call__(self) -> int:
        return self.us


def test_an_export_holds_the_messages_of_one_call_and_nobody_elses() -> None:
    trace = SIPTrace()
    trace.note(message("mine", "0811"), FlowDouble(), is_sent=False)
    trace.note(message("other", "0822"), FlowDouble(), is_sent=False)
    trace.note(message("mine", "0811", name="i"), FlowDouble(), is_sent=True)
    text = as_text(trace.messages({"mine"}))
    assert text.count("INVITE sip:112@desk") == 2
    assert "0822" not in text
    assert "<-" in text
    assert "->" in text


def test_a_call_id_in_a_body_or_a_longer_one_is_not_this_call() -> None:
    trace = SIPTrace()
    trace.note(message("mine-too"), FlowDouble(), is_sent=False)
    trace.note(message("other", body="Call-ID: mine\r\n", name="X-Other"), FlowDouble(), is_sent=False)
    assert trace.messages({"mine"}) == []


def test_after_an_hour_messages_are_gone() -> None:
    clock = Clock()
    trace = SIPTrace(now_us=clock)
    trace.note(message("old"), FlowDouble(), is_sent=False)
    clock.us += 3_599_000_000
    assert len(trace.messages({"old"})) == 1
    clock.us += 2_000_000
    assert trace.messages({"old"}) == []
    trace.note(message("new"), FlowDouble(), is_sent=False)
    assert trace.dropped == 0


def test_a_flood_costs_bounded_memory_and_is_counted() -> None:
    trace = SIPTrace(bytes_max=10_000)
    strange = random.Random(1)
    for _ in range(1000):
        trace.note(strange.randbytes(500), FlowDouble(), is_sent=False)
    trace.note(message("late"), FlowDouble(), is_sent=False)
    assert len(trace.messages({"late"})) == 1
    assert trace.dropped >= 970


def test_an_hour_of_calls_takes_a_few_megabytes_and_comes_back_in_order() -> None:
    clock = Clock()
    trace = SIPTrace(now_us=clock)
    for number in range(3000):
        clock.us += 1_000_000
        trace.note(message(f"call-{number % 100}", f"08{number:09d}"), FlowDouble(), is_sent=number % 2 == 0)
    kept = trace._packed_bytes + trace._open_bytes
    assert kept < 0.25 * 3000 * len(message("call-00"))
    found = trace.messages({"call-7"})
    assert [m.data for m in found] == [message("call-7", f"08{n:09d}") for n in range(7, 3000, 100)]
    clock.us += 2_000_000_000
    assert len(trace.all_messages()) == 1601
    assert trace.dropped == 0


def test_what_is_older_than_an_hour_leaves_memory_although_its_page_is_not_full() -> None:
    clock = Clock()
    trace = SIPTrace(now_us=clock)
    trace.note(message("old"), FlowDouble(), is_sent=False)
    clock.us += 3_601_000_000
    trace.note(message("new"), FlowDouble(), is_sent=False)
    assert trace._open_bytes == len(message("new"))


def test_a_reader_sees_every_message_while_pages_fill() -> None:
    trace = SIPTrace(bytes_max=1 << 20)
    ended = threading.Event()
    wrong: list[int] = []

    def read() -> None:
        before = 0
        while not ended.is_set():
            count = len(trace.all_messages())
            if count < before:
                wrong.append(count)
            before = count

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for number in range(3000):
            trace.note(message(str(number)), FlowDouble(), is_sent=False)
    finally:
        ended.set()
        reader.join()
    assert not wrong
    assert len(trace.all_messages()) == 3000


def test_password_answers_and_media_keys_are_blotted_out() -> None:
    body = "v=0\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7|2^20\r\n"
    trace = SIPTrace()
    trace.note(message("mine", body=body), FlowDouble(), is_sent=True)
    found = trace.messages({"mine"})
    for exported in (as_text(found).encode(), capture(found, "test")):
        assert b"6629fae4" not in exported
        assert b"WVNfX19z" not in exported
        assert b"inline:****" in exported
    assert len(found[0].without_secrets) == len(found[0].data)


@pytest.mark.skipif(shutil.which("tshark") is None, reason="tshark is not installed")
@pytest.mark.parametrize(
    "flow",
    [
        FlowDouble(),
        FlowDouble("TLS", ("2001:db8::1", 5061), ("2001:db8::2", 49152)),
        FlowDouble("TCP", ("127.0.0.1", 5060), ("fe80::1%eth0", 5060)),
    ],
)
def test_a_foreign_analyser_reads_the_capture(tmp_path: Path, flow: FlowDouble) -> None:
    trace = SIPTrace()
    trace.note(message("mine"), flow, is_sent=False)
    trace.note(message("mine", body="x" * 70_000), flow, is_sent=True)
    file = tmp_path / "call.pcapng"
    file.write_bytes(capture(trace.messages({"mine"}), "Batola Desk"))
    ports = f"udp.port=={flow.remote[1]},sip"
    fields = ["-T", "fields", "-e", "sip.Call-ID", "-e", "udp.dstport", "-e", "frame.comment"]
    seen = subprocess.run(
        ["tshark", "-r", str(file), "-o", "udp.check_checksum:TRUE", "-d", ports, *fields],
        capture_output=True, text=True, check=True, timeout=60,
    ).stdout.splitlines()  # fmt: skip
    assert [line.split("\t") for line in seen] == [
        ["mine", str(flow.local[1]), f"SIP over {flow.protocol}"],
        ["mine", str(flow.remote[1]), f"SIP over {flow.protocol}"],
    ]
    warned = subprocess.run(
        ["tshark", "-r", str(file), "-o", "udp.check_checksum:TRUE", "-Y", "udp.checksum.bad"],
        capture_output=True, text=True, check=True, timeout=60,
    ).stdout  # fmt: skip
    assert warned == ""
