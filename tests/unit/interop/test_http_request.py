"""The strict reading of requests: what is doubtful is refused, whatever comes ends in an answer."""

from __future__ import annotations

import base64

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from batola_desk.interop.http_request import (
    FIELDS_MAX,
    HEAD_BYTES_MAX,
    HEADERS_MAX,
    RefusedRequestError,
    chunk_length,
    credentials,
    parse_head,
    parse_query,
)

HOST = b"\r\nHost: meja"


def test_a_request_of_a_telephone_is_read() -> None:
    head = parse_head(
        b"POST /a%20b?id=7&lat=-3.1 HTTP/1.1" + HOST + b"\r\nContent-Length: 12\r\nX-A: 1\r\nx-a: 2"
    )
    assert (head.method, head.path, head.query, head.length) == ("POST", "/a b", "id=7&lat=-3.1", 12)
    assert head.headers["x-a"] == "1, 2"
    assert head.wants_to_stay


@pytest.mark.parametrize(
    ("connection", "version", "stays"),
    [
        (b"close", b"1.1", False),
        (b"TE, Close", b"1.1", False),
        (b"", b"1.1", True),
        (b"", b"1.0", False),
        (b"Keep-Alive", b"1.0", True),
    ],
)
def test_who_stays(connection: bytes, version: bytes, stays: bool) -> None:
    head = parse_head(b"GET / HTTP/" + version + HOST + b"\r\nConnection: " + connection)
    assert head.wants_to_stay is stays


@pytest.mark.parametrize(
    ("block", "status"),
    [
        (b"", 400),
        (b"GET /", 400),
        (b"GET  / HTTP/1.1" + HOST, 400),
        (b"GET http://elsewhere/ HTTP/1.1" + HOST, 400),
        (b"GET / HTTP/1.1", 400),  # no Host
        (b"GET / HTTP/2.0" + HOST, 505),
        (b"GET / HTTQ/1.1" + HOST, 400),
        (b"G\xe9T / HTTP/1.1" + HOST, 400),
        (b"GET /\x00 HTTP/1.1" + HOST, 400),
        (b"GET / HTTP/1.1" + HOST + b"\r\nA : b", 400),  # space before the colon
        (b"GET / HTTP/1.1" + HOST + b"\r\nA: b\r\n folded", 400),
        (b"GET / HTTP/1.1" + HOST + b"\r\nA: b\nInjected: yes", 400),
        (b"GET / HTTP/1.1" + HOST + HOST, 400),
        (b"POST / HTTP/1.1" + HOST + b"\r\nContent-Length: 3\r\nContent-Length: 4", 400),
        (b"POST / HTTP/1.1" + HOST + b"\r\nContent-Length: 3, 4", 400),
        (b"POST / HTTP/1.1" + HOST + b"\r\nContent-Length: -1", 400),
        (b"POST / HTTP/1.1" + HOST + b"\r\nContent-Length: +1", 400),
        (b"POST / HTTP/1.1" + HOST + b"\r\nContent-Length: 1\r\nTransfer-Encoding: chunked", 400),
        (b"POST / HTTP/1.0" + HOST + b"\r\nTransfer-Encoding: chunked", 400),
        (b"POST / HTTP/1.1" + HOST + b"\r\nTransfer-Encoding: gzip, chunked", 501),
        (b"GET /" + b"a" * 5000 + b" HTTP/1.1" + HOST, 414),
        (b"GET / HTTP/1.1" + HOST + b"\r\nA: b" * (HEADERS_MAX + 1), 431),
        (b"GET / HTTP/1.1" + HOST + b"\r\nA: " + b"b" * HEAD_BYTES_MAX, 431),
    ],
)
def test_what_is_doubtful_is_refused(block: bytes, status: int) -> None:
    with pytest.raises(RefusedRequestError) as refused:
        parse_head(block)
    assert refused.value.status == status


def test_a_query_has_a_limit_and_its_last_word_counts() -> None:
    assert parse_query("id=a&id=b&lat=&x=%C3%A9") == {"id": "b", "lat": "", "x": "é"}
    with pytest.raises(RefusedRequestError):
        parse_query("&".join(f"a{number}=1" for number in range(FIELDS_MAX + 1)))


@pytest.mark.parametrize(
    ("header", "query", "expected"),
    [
        ("Bearer abc", {}, ("abc", "")),
        ("bearer  abc ", {"token": "other"}, ("abc", "")),
        ("Basic " + base64.b64encode(b"damkar:a:b").decode(), {}, ("a:b", "damkar")),
        ("Basic !!!", {}, ("", "")),
        ("Basic " + base64.b64encode(b"\xff\xfe").decode(), {}, ("", "")),
        ("Digest x", {"token": "abc"}, ("abc", "")),
        ("", {"token": "abc"}, ("abc", "")),
        ("", {}, ("", "")),
    ],
)
def test_where_a_token_stands(header: str, query: dict[str, str], expected: tuple[str, str]) -> None:
    line = f"\r\nAuthorization: {header}".encode() if header else b""
    head = parse_head(b"GET / HTTP/1.1" + HOST + line)
    assert credentials(head, query) == expected


@pytest.mark.parametrize(("line", "length"), [(b"0", 0), (b"1aF", 0x1AF), (b"5;name=value", 5), (b"5 ;x", 5)])
def test_a_chunk_says_its_length(line: bytes, length: int) -> None:
    assert chunk_length(line) == length


@pytest.mark.parametrize("line", [b"", b"-1", b"0x5", b"123456789", b"5\n", b" 5", b"5;\x00"])
def test_a_bad_chunk_is_refused(line: bytes) -> None:
    with pytest.raises(RefusedRequestError):
        chunk_length(line)


_PIECES = st.sampled_from(
    [
        *(b"GET ", b"POST ", b"/", b"?", b"#", b"%zz", b" HTTP/1.1", b"\r\n", b"\n", b"Host: x", b": "),
        *(b"Content-Length: 1", b"Transfer-Encoding: chunked", b"Authorization: Basic ", b"\x00", b"\xff"),
    ]
)


@given(block=st.lists(st.one_of(_PIECES, st.binary(max_size=20)), max_size=25).map(b"".join))
@example(block=b"GET /?a=%ff&%f0%9f=1 HTTP/1.1" + HOST)
def test_whatever_is_sent_ends_in_a_head_or_a_refusal(block: bytes) -> None:
    try:
        head = parse_head(block)
        credentials(head, parse_query(head.query))
        status = 200
    except RefusedRequestError as refused:
        status = refused.status
    assert status in {200, 400, 414, 431, 501, 505}
