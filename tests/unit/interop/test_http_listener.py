"""The listener on a real socket: who is let in, what is answered, and that nobody holds it up."""

from __future__ import annotations

import base64
import contextlib
import http.client
import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from batola_desk.interop.http_answers import Response, Route, TokenTable
from batola_desk.interop.http_connection import Patience
from batola_desk.interop.http_listener import HttpListener, ListenerConfig, ListenerFault
from batola_desk.interop.http_request import Request
from batola_desk.interop.rates import Rate
from tests.support.certificates import Authority

TOKEN = "rahasia-untuk-percobaan"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
BOTH = frozenset({"GET", "POST"})
Listen = Callable[..., tuple[HttpListener, int]]


def _echo(request: Request) -> Response:
    told = {
        "method": request.method,
        "query": dict(request.query),
        "body": request.body.decode("latin-1"),
        "peer": request.peer,
        "token_name": request.token_name,
        "user": request.user,
    }
    return Response(200, json.dumps(told).encode(), "application/json")


def _break(request: Request) -> Response:
    raise ValueError(request.query["lat"])


@pytest.fixture
def listen() -> Iterator[Listen]:
    with contextlib.ExitStack() as stack:

        def start(**values: Any) -> tuple[HttpListener, int]:
            config = ListenerConfig(**{"tokens": {"umum": TOKEN}, **values})
            routes = [
                Route(path="/", methods=BOTH, handler=_echo, body_bytes_max=20_000),
                Route(path="/post", methods=frozenset({"POST"}), handler=_echo),
                Route(path="/rusak", methods=BOTH, handler=_break),
            ]
            listener = HttpListener(config, routes)
            _, port = listener.start()
            stack.callback(lambda: listener.stop() or pytest.fail("the listener did not end"))
            return listener, port

        yield start


def _ask(
    port: int, method: str = "GET", path: str = "/", body: Any = None, **headers: str
) -> tuple[int, dict[str, str], bytes]:
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    is_chunked = body is not None and not isinstance(body, bytes)
    try:
        asking.request(method, path, body, headers, encode_chunked=is_chunked)
        answer = asking.getresponse()
        return answer.status, {key.lower(): value for key, value in answer.getheaders()}, answer.read()
    finally:
        asking.close()


def _raw(port: int, *pieces: bytes, read: bool = True) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=5) as wire:
        for piece in pieces:
            wire.sendall(piece)
        got = b""
        with contextlib.suppress(ConnectionError):
            while read and (piece := wire.recv(65536)):
                got += piece
        return got


def test_a_token_is_taken_in_each_of_its_places(listen: Listen) -> None:
    _, port = listen()
    basic = base64.b64encode(f"damkar-1:{TOKEN}".encode()).decode()
    for path, headers, user in (
        ("/?id=1", BEARER, ""),
        (f"/?id=1&token={TOKEN}", {}, ""),
        ("/?id=1", {"Authorization": f"Basic {basic}"}, "damkar-1"),
    ):
        status, _, body = _ask(port, "GET", path, **headers)
        told = json.loads(body)
        assert (status, told["query"], told["user"], told["token_name"]) == (200, {"id": "1"}, user, "umum")


@pytest.mark.parametrize("headers", [{}, {"Authorization": f"Bearer {TOKEN}x"}, {"Authorization": "Bearer "}])
def test_a_wrong_token_is_refused_unread(listen: Listen, headers: dict[str, str]) -> None:
    listener, port = listen()
    status, answered, _ = _ask(port, "POST", "/", b"x" * 15_000, **headers)
    assert status == 401
    assert "www-authenticate" in answered
    assert listener.counts[200] == 0


def test_paths_and_methods_have_clear_answers(listen: Listen) -> None:
    _, port = listen()
    assert _ask(port, "GET", "/tidak-ada", **BEARER)[0] == 404
    status, headers, _ = _ask(port, "GET", "/post", **BEARER)
    assert (status, headers["allow"]) == (405, "POST")
    assert _ask(port, "DELETE", "/", **BEARER)[0] == 405


def test_bodies_by_length_and_in_chunks_come_whole(listen: Listen) -> None:
    _, port = listen()
    assert json.loads(_ask(port, "POST", "/", b"a" * 20_000, **BEARER)[2])["body"] == "a" * 20_000
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    asking.request("POST", "/", iter([b"ab", b"c" * 9000, b"d"]), BEARER, encode_chunked=True)
    assert json.loads(asking.getresponse().read())["body"] == "ab" + "c" * 9000 + "d"
    asking.request("GET", "/?a=1", headers=BEARER)  # on the same connection
    assert json.loads(asking.getresponse().read())["query"] == {"a": "1"}
    asking.close()


def test_too_large_a_body_is_answered_not_read(listen: Listen) -> None:
    _, port = listen()
    assert _ask(port, "POST", "/", b"a" * 20_001, **BEARER)[0] == 413
    assert _ask(port, "POST", "/", iter([b"c" * 9000] * 3), **BEARER)[0] == 413  # in chunks


def test_who_waits_for_a_go_ahead_gets_one(listen: Listen) -> None:
    _, port = listen()
    head = f"POST / HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TOKEN}\r\nContent-Length: 2\r\n".encode()
    with socket.create_connection(("127.0.0.1", port), timeout=5) as wire:
        wire.sendall(head + b"Expect: 100-continue\r\nConnection: close\r\n\r\n")
        assert wire.recv(100).startswith(b"HTTP/1.1 100 ")
        wire.sendall(b"hi")
        assert wire.recv(4096).startswith(b"HTTP/1.1 200 ")


def test_requests_in_one_breath_are_answered_in_their_order(listen: Listen) -> None:
    _, port = listen()
    one = f"GET /?n=1&token={TOKEN} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    two = f"\r\nGET /?n=2&token={TOKEN} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode()
    got = _raw(port, one + two)
    assert got.count(b"HTTP/1.1 200 OK") == 2
    assert got.index(b'"n": "1"') < got.index(b'"n": "2"')


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\r\n\r\n", b"400"),  # TLS on the plain port
        (b"GET / HTTP/1.1\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 20_000 + b"\r\n\r\n", b"431"),
        (
            b"GET /?id=%zz&token=" + TOKEN.encode() + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
            b"200",
        ),
    ],
)
def test_nonsense_is_answered(listen: Listen, sent: bytes, status: bytes) -> None:
    _, port = listen()
    assert _raw(port, sent).split(b" ")[1] == status


def test_a_bad_chunk_is_answered(listen: Listen) -> None:
    _, port = listen()
    head = f"POST /?token={TOKEN} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
    for body in (b"zz\r\n", b"1\r\nab\r\n0\r\n\r\n", b"1;" + b"x" * 300 + b"\r\n"):
        assert _raw(port, head + body).split(b" ")[1] == b"400"


def test_a_sender_who_trickles_is_told_and_left(listen: Listen) -> None:
    _, port = listen(patience=Patience(head_s=0.2, body_s=0.2, idle_s=0.2))
    began_s = time.monotonic()
    assert b" 408 " in _raw(port, b"GET / HT")
    head = f"POST /?token={TOKEN} HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc".encode()
    assert b" 408 " in _raw(port, head)
    assert _raw(port) == b""  # says nothing at all
    assert time.monotonic() - began_s < 4.0


def test_a_crowd_of_slow_ones_keeps_nobody_out(listen: Listen) -> None:
    listener, port = listen(connections_max=20)
    with contextlib.ExitStack() as stack:
        for _ in range(60):  # three times what there is room for, and none of them says a word
            stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=5))
        assert _ask(port, "GET", "/", **BEARER)[0] == 200
    assert listener.counts[503] == 0


def test_places_that_are_all_at_work_are_not_taken_away(listen: Listen) -> None:
    listener, port = listen(connections_max=3)
    with contextlib.ExitStack() as stack:
        for _ in range(3):
            wire = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=5))
            wire.sendall(b"GET / HT")
        deadline_s = time.monotonic() + 10.0
        while [one.idle_since_s for one in tuple(listener._connections)] != [None] * 3:
            assert time.monotonic() < deadline_s
            time.sleep(0.005)
        assert _raw(port).split(b" ")[1] == b"503"


def test_a_stranger_who_will_not_stop_is_hung_up_on(listen: Listen) -> None:
    listener, port = listen(strangers=Rate(0.001, 5.0))
    answers = [_raw(port, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n") for _ in range(8)]
    assert [bool(answer) for answer in answers] == [True] * 5 + [False] * 3
    assert listener.counts[0] == 3
    assert _ask(port, "GET", "/", **BEARER)[0] == 200  # whoever knows the token is not meant


def test_all_together_have_a_rate(listen: Listen) -> None:
    _, port = listen(known=Rate(0.001, 3.0))
    answers = [_ask(port, "GET", "/", **BEARER) for _ in range(4)]
    assert [status for status, _, _ in answers] == [200, 200, 200, 429]
    assert answers[-1][1]["retry-after"] == "1"


@pytest.mark.expects_log
def test_a_handler_that_breaks_costs_one_request(listen: Listen, caplog: pytest.LogCaptureFixture) -> None:
    _, port = listen()
    assert _ask(port, "GET", "/rusak?lat=-3.1146", **BEARER)[0] == 500
    assert _ask(port, "GET", "/", **BEARER)[0] == 200
    record = next(record for record in caplog.records if record.levelname == "ERROR")
    assert "3.1146" not in str(vars(record))  # the fault's words may quote a sender
    assert "_break" in record.stack


def test_over_tls_with_a_certificate(listen: Listen, tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    files = authority.issue("localhost")
    _, port = listen(certificate=files.certificate, key=files.key)
    context = ssl.create_default_context(cafile=str(authority.ca_file))
    asking = http.client.HTTPSConnection("localhost", port, timeout=5, context=context)
    asking.request("GET", "/?a=1", headers=BEARER)
    assert asking.getresponse().read().startswith(b"{")
    asking.close()
    assert _raw(port, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")[:4] != b"HTTP"  # plain words on the TLS port
    context_old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context_old.check_hostname, context_old.verify_mode = False, ssl.CERT_NONE
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        context_old.maximum_version = ssl.TLSVersion.TLSv1_1
    with socket.create_connection(("127.0.0.1", port)) as wire, pytest.raises(ssl.SSLError):
        context_old.wrap_socket(wire)


def test_it_does_not_start_where_it_must_not(listen: Listen, tmp_path: Path) -> None:
    _, port = listen()
    nonsense = tmp_path / "no.pem"
    nonsense.write_text("no certificate")
    for values, code in (
        ({"host": "0.0.0.0", "tokens": {}}, "listener_token_missing"),
        ({"host": "no.such.host.invalid"}, "listener_address"),
        ({"port": port}, "listener_port"),
        ({"certificate": nonsense}, "listener_certificate"),
        ({"certificate": tmp_path / "none.pem"}, "listener_certificate"),
    ):
        with pytest.raises(ListenerFault) as fault:
            HttpListener(ListenerConfig(**{"tokens": {"umum": TOKEN}, **values}), []).start()
        assert fault.value.code == code


def test_without_a_token_on_loopback_everybody_may_come(listen: Listen) -> None:
    _, port = listen(tokens={})
    assert _ask(port)[0] == 200


def test_stopping_hangs_up_on_whoever_stays(listen: Listen) -> None:
    listener, port = listen()
    with socket.create_connection(("127.0.0.1", port), timeout=5) as wire:
        wire.sendall(f"GET /?token={TOKEN} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        assert wire.recv(4096).startswith(b"HTTP/1.1 200")
        assert listener.stop()
        with contextlib.suppress(ConnectionError):
            assert wire.recv(100) == b""
    with pytest.raises(OSError, match=r"."):
        socket.create_connection(("127.0.0.1", port), timeout=1)


def test_one_that_is_stopped_before_its_thread_runs_does_not_begin() -> None:
    """A thread that begins late found a closed socket, and waited for ever for a better one."""
    may_run = threading.Event()

    class Late(HttpListener):
        def _run(self) -> None:
            may_run.wait(10)
            super()._run()

    late = Late(ListenerConfig(tokens={"umum": TOKEN}), [])
    late.start()
    try:
        assert not late.stop(0.0), "it has not begun"
        may_run.set()
        late._thread.join(10)
        assert not late._thread.is_alive()
    finally:
        may_run.set()
        late.stop()


def test_short_secrets_are_no_tokens() -> None:
    with pytest.raises(ValueError, match="shorter"):
        TokenTable({"umum": "123456"})
