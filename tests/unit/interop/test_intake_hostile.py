"""What strangers send to the service of location links: refused in a word, nothing lost, nothing grown."""

from __future__ import annotations

import contextlib
import gc
import json
import socket
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batola_desk.domain.location_link import new_secret
from batola_desk.interop.intake import caller_api, server, store
from batola_desk.interop.intake.requests import RefusedError, number_of, words_of
from tests.support.intake_stage import DESK_TOKEN, Service
from tests.support.waiting import until

JSON = {"Content-Type": "application/json"}
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    made = Service(tmp_path).start()
    yield made
    made.stop()


def test_forged_and_foreign_secrets_are_refused_and_soon_not_even_looked_at(service: Service) -> None:
    service.link()
    for forged in (None, 5, [], {}, "", "x", "' OR 1=1 --", new_secret().upper()):
        assert service.post("/p", {"t": forged, "k": "open"}).status == 404
    statuses = [service.says(new_secret(), "open").status for _ in range(int(caller_api.WRONG.burst) + 5)]
    assert statuses[0] == 404
    assert statuses[-1] == 429
    assert service.store.counts()["news"] == 0


def test_a_good_link_works_while_its_address_tries_wrong_ones(service: Service) -> None:
    _, secret = service.link()
    for _ in range(int(caller_api.WRONG.burst) + 5):
        service.says(new_secret(), "open")
    assert service.says(secret, "text", text="halo").status == 200


@pytest.mark.parametrize("is_chunked", [False, True])
def test_ten_megabytes_are_refused_unread(service: Service, is_chunked: bool) -> None:
    """Whoever announces too much is answered at once; whoever does not say how much, at the limit."""
    how = "Transfer-Encoding: chunked" if is_chunked else "Content-Length: 10000000"
    head = f"POST /p HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n{how}\r\n\r\n".encode()
    with socket.create_connection(("127.0.0.1", service.port), timeout=20) as wire:
        wire.sendall(head)
        sent = 0
        with contextlib.suppress(OSError):  # it hangs up on us in the middle
            while is_chunked and sent < 10_000_000:
                wire.sendall(b"2000\r\n" + b"x" * 0x2000 + b"\r\n")
                sent += 0x2000
        answer = b""
        with contextlib.suppress(OSError):
            while piece := wire.recv(4096):
                answer += piece
    if not is_chunked:  # a reset may take the answer with it when more is under way
        assert answer.startswith(b"HTTP/1.1 413")
    assert b"HTTP/1.1 200" not in answer
    assert sent < 10_000_000
    assert service.store.counts()["news"] == 0


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[]", 400),
        (b"null", 400),
        (b"\xff\xfe", 400),
        (b'{"t":' + b"[" * 2000, 400),
        (b'{"t":' + b"9" * 4000 + b"}", 404),
        (b"x" * 5000, 413),
    ],
)
def test_nonsense_is_refused(service: Service, body: bytes, status: int) -> None:
    assert service.ask("POST", "/p", body, JSON).status == status


def test_a_form_of_a_foreign_page_is_refused(service: Service) -> None:
    _, secret = service.link()
    body = json.dumps({"t": secret, "k": "consent", "n": "1-1"}).encode()
    for kind in ("text/plain", "application/x-www-form-urlencoded", ""):
        assert service.ask("POST", "/p", body, {"Content-Type": kind}).status == 415
    assert service.ask("GET", "/p").status == 405
    assert service.news() == []


@pytest.mark.parametrize(
    "content",
    [
        {"k": "position", "lat": 91, "lon": 0},
        {"k": "position", "lat": "1", "lon": "2"},
        {"k": "position", "lat": None, "lon": 5},
        {"k": "position", "lat": 1e999, "lon": 5},
        {"k": "position", "lat": True, "lon": False},
        {"k": "text", "text": "x" * 501},
        {"k": "text", "text": " \u202e\u0000 "},
        {"k": "text", "text": ["a"]},
        {"k": "answer", "code": "entah"},
        {"k": "answer", "code": None},
        {"k": "entah"},
        {"k": None},
        {"k": "consent", "n": "=expired"},
        {"k": "consent", "n": None},
    ],
)
def test_what_means_nothing_is_told_so_and_kept_nowhere(service: Service, content: dict[str, object]) -> None:
    _, secret = service.link()
    assert service.post("/p", {"t": secret, "n": "1-1", **content}).status == 422
    assert service.news() == []


def test_scripts_are_words_and_signs_that_turn_a_line_are_gone(service: Service) -> None:
    _, secret = service.link()
    service.says(secret, "text", text=SCRIPT)
    service.says(secret, "text", text="aman\u202e tidak\u0007\x1b[2J\r\nRT 4")
    assert [one["body"]["text"] for one in service.news()] == [SCRIPT, "aman tidak[2J\nRT 4"]


def test_a_flood_of_one_link_is_bounded_and_nothing_taken_is_lost(service: Service) -> None:
    _, secret = service.link()
    _, other = service.link()
    taken = 0
    for _ in range(90):
        taken += service.says(secret, "text", text="x" * 500).status == 200
    assert taken == int(caller_api.PER_LINK.burst)
    assert len(service.news()) == taken
    assert service.says(other, "text", text="halo").status == 200, "another caller is not held up"


def test_a_link_that_said_too_much_and_a_full_file_are_refused_and_say_when_to_try_again(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, secret = service.link()
    monkeypatch.setattr(store, "NEWS_PER_LINK_MAX", 2)
    assert [service.says(secret, "text", text="a").status for _ in range(3)] == [200, 200, 503]
    monkeypatch.setattr(store, "NEWS_MAX", 2)
    _, other = service.link()
    refused = service.says(other, "text", text="b")
    assert (refused.status, refused.headers["retry-after"]) == (503, "2")
    assert len(service.news()) == 2
    monkeypatch.setattr(store, "LINKS_MAX", 2)
    content = {
        "link": "01980000-0000-7000-8000-0000000000a1",
        "digest": "0" * 64,
        "desk": "A",
        "call": "c",
        "life_s": 60,
    }
    assert service.post("/desk/links", content, DESK_TOKEN).status == 503


def test_a_link_that_ended_is_told_even_when_everything_is_full(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.link(life_s=5)
    monkeypatch.setattr(store, "NEWS_MAX", 0)
    service.clocks.ahead_s += 6
    service.store.sweep()
    assert [one["body"] for one in service.news()] == [{"state": "expired"}]


def is_hung_up_on(wire: socket.socket) -> bool:
    """Send one more byte; whether the other side has gone."""
    try:
        wire.sendall(b"a")
    except OSError:
        return True
    return False


def test_who_sends_a_byte_now_and_then_is_hung_up_on(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "HEAD_S", 0.6)
    wires = [socket.create_connection(("127.0.0.1", service.port), timeout=20) for _ in range(5)]
    try:
        for number, wire in enumerate(wires):
            wire.sendall(
                (b"", b"G", b"POST /p HTTP/1.1\r\nHost: x\r\nX-A: ", b"GET / HTTP/1.1\r\n", b"\r\n")[number]
            )
        until(lambda: sum(map(is_hung_up_on, wires)) == len(wires), limit_s=30)
    finally:
        for wire in wires:
            wire.close()
    _, secret = service.link()
    assert service.says(secret, "open").status == 200


def test_a_body_that_drips_is_refused_in_time(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("batola_desk.interop.intake.requests.BODY_S", 0.5)
    monkeypatch.setattr(server, "HEAD_S", 0.5)
    with socket.create_connection(("127.0.0.1", service.port), timeout=20) as wire:
        wire.sendall(
            b"POST /p HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{"
        )
        assert wire.recv(4096).startswith(b"HTTP/1.1 408")
    until(lambda: len(service.server.server_state.connections) == 0, limit_s=30)


def test_one_peer_does_not_take_all_places(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "PER_PEER_MAX", 3)
    monkeypatch.setattr(server, "is_loopback", lambda _peer: False)
    service.server.config.forwarded_allow_ips = []
    wires = [socket.create_connection(("127.0.0.1", service.port), timeout=20) for _ in range(3)]
    try:
        until(lambda: len(service.server.server_state.connections) == 3)
        fourth = socket.create_connection(("127.0.0.1", service.port), timeout=20)
        wires.append(fourth)
        with contextlib.suppress(OSError):
            assert fourth.recv(10) == b""
    finally:
        for wire in wires:
            wire.close()
    until(lambda: len(service.server.server_state.connections) == 0, limit_s=30)
    _, secret = service.link()
    assert service.says(secret, "open").status == 200


def test_thousands_of_wrong_requests_leave_it_small(service: Service) -> None:
    me = psutil.Process()
    service.says(new_secret(), "open")
    gc.collect()
    before_mb = me.memory_info().rss / 1e6
    for number in range(1500):
        service.says(new_secret(), "open", text="x" * 400, number=number)
    gc.collect()
    assert me.memory_info().rss / 1e6 - before_mb < 30
    assert service.store.counts()["news"] == 0


def test_the_address_of_a_caller_is_the_proxys_word_only_when_the_proxy_is_trusted(tmp_path: Path) -> None:
    for proxies, last in (((), 429), (("127.0.0.1",), 404)):
        made = Service(tmp_path, proxies=proxies).start()
        try:
            statuses = []
            for number in range(int(caller_api.WRONG.burst) + 5):
                body = json.dumps({"t": new_secret(), "k": "open"}).encode()
                told = {**JSON, "X-Forwarded-For": f"10.0.0.{number}"}
                statuses.append(made.ask("POST", "/p", body, told).status)
            assert statuses[-1] == last
        finally:
            made.stop()


@given(
    st.binary(max_size=300) | st.text(max_size=200).map(lambda text: ("{" + text).encode("utf-8", "replace"))
)
@settings(max_examples=200, deadline=None)
def test_any_value_is_survived(body: bytes) -> None:
    try:
        value = json.loads(body)
    except ValueError:
        value = body.decode("utf-8", "replace")
    number = number_of(value, -90, 90)
    assert number is None or -90 <= number <= 90
    with contextlib.suppress(RefusedError):
        assert 0 < len(words_of(value)) <= 500
