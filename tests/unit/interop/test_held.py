"""Positions that a call only names, from a real server over TLS on loopback. Source: RFC 6753, 5985."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batola_desk.interop.held import HeldFault, HeldSettings, fetch, host_of
from tests.support.location_documents import SHAPES, document
from tests.support.location_server import LocationServer, location_server

DOCUMENT = document(SHAPES["arc_band"].xml, method="Cell")
HOSTS = frozenset({"lis.operator.example", "lis.operator.example:8443"})


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LocationServer]:
    with location_server(tmp_path) as running:
        running.document = DOCUMENT.encode()
        yield running


def settings(server: LocationServer, *, limit_s: float = 3.0) -> HeldSettings:
    return HeldSettings(hosts=frozenset({server.host}), limit_s=limit_s, authority=server.authority.ca_file)


def code_of(server: LocationServer, **changes: object) -> str:
    with pytest.raises(HeldFault) as fault:
        fetch(server.uri, replace(settings(server), **changes))  # type: ignore[arg-type]
    return fault.value.code


def test_the_document_comes_by_a_plain_request(server: LocationServer) -> None:
    assert fetch(server.uri, settings(server)).document == DOCUMENT
    assert server.requests == [("GET", "/posisi/9?kunci=rahasia", b"")]


def test_a_server_that_wants_the_protocol_is_asked_in_it(server: LocationServer) -> None:
    server.takes_get = False
    server.media_type = "application/held+xml"
    server.document = f"<locationResponse>{DOCUMENT.partition('?>')[2]}</locationResponse>".encode()
    answer = fetch(server.uri, settings(server))
    assert answer.content_type == "application/held+xml"
    method, _, body = server.requests[-1]
    assert method == "POST"
    assert b"locationRequest" in body


@pytest.mark.parametrize("status", [301, 302, 307, 403, 404, 500])
def test_a_refusal_is_one_and_nobody_is_sent_on(server: LocationServer, status: int) -> None:
    server.status = status
    server.headers["Location"] = "https://localhost:1/"
    assert code_of(server) == "held_refused"
    assert len(server.requests) == 1


def test_an_answer_without_a_place_is_none(server: LocationServer) -> None:
    server.document = b'<error xmlns="urn:ietf:params:xml:ns:geopriv:held" code="locationUnknown"/>'
    assert code_of(server) == "held_no_place"


def test_an_endless_answer_is_cut_off(server: LocationServer) -> None:
    server.document = b"<a>" + b" " * 5_000_000
    assert code_of(server) == "held_too_large"


def test_a_server_that_drips_is_late_not_slow(server: LocationServer) -> None:
    server.drip_s = 0.05
    start_s = time.monotonic()
    assert code_of(server, limit_s=0.6) == "held_late"
    assert time.monotonic() - start_s < 3


def test_a_server_nobody_vouches_for_gets_no_word(server: LocationServer) -> None:
    assert code_of(server, authority=None) == "held_certificate"
    assert server.requests == []


def test_nobody_there(server: LocationServer) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        host = f"localhost:{taken.getsockname()[1]}"
        with pytest.raises(HeldFault) as fault:
            fetch(f"https://{host}/", replace(settings(server), hosts=frozenset({host})))
    assert fault.value.code == "held_unreachable"


@pytest.mark.parametrize(
    ("uri", "host"),
    [
        ("https://lis.operator.example/9", "lis.operator.example:443"),
        ("HTTPS://LIS.Operator.Example/9", "lis.operator.example:443"),
        ("https://lis.operator.example:8443/9", "lis.operator.example:8443"),
        ("https://lis.operator.example:8444/9", ""),
        ("http://lis.operator.example/9", ""),
        ("https://lis.operator.example@jahat.example/9", ""),
        ("https://jahat.example#lis.operator.example", ""),
        ("https://jahat.lis.operator.example.example/", ""),
        ("https://lis.operator.example\r\nHost: x/", ""),
        ("https://[::1", ""),
        ("https://127.0.0.1/", ""),
        ("geo:-3,114", ""),
        ("", ""),
    ],
)
def test_only_listed_servers_are_ever_asked(uri: str, host: str) -> None:
    assert host_of(uri, HOSTS) == host


@given(st.text(max_size=60) | st.text(max_size=30).map(lambda end: f"https://lis.operator.example{end}"))
def test_any_address_is_survived_and_none_leads_elsewhere(uri: str) -> None:
    assert host_of(uri, HOSTS) in {"", "lis.operator.example:443", "lis.operator.example:8443"}


def test_an_address_that_is_not_allowed_connects_to_nobody(server: LocationServer) -> None:
    assert code_of(server, hosts=frozenset({"lain.example"})) == "held_not_allowed"
    assert server.requests == []
