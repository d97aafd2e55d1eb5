"""AML over HTTP(S): a real listener on loopback, messages as networks, telephones and gateways send them."""

from __future__ import annotations

import http.client
import json
import ssl
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batola_desk.domain.aml import AmlReport
from batola_desk.interop.aml_receiver import AmlReceiver, read_fields
from batola_desk.interop.http_listener import ListenerConfig
from tests.support.certificates import Authority

TOKEN = "rahasia-operator-seluler"
FORM = {
    "device_number": "+6281250001111",
    "location_latitude": "-2.9841",
    "location_longitude": "114.7631",
    "location_accuracy": "18",
    "location_source": "gps",
}
SMS = 'A"ML=1;lt=-2.98410;lg=+114.76310;rd=50;lc=90;pm=W'


class Running:
    def __init__(self, config: ListenerConfig) -> None:
        self.got: list[tuple[AmlReport, str]] = []
        self._receiver = AmlReceiver(config, lambda report, source: self.got.append((report, source)))
        self.port = self._receiver.start()[1]
        self.context: ssl.SSLContext | None = None

    def post(self, body: str | bytes, *, token: str | None = TOKEN, path: str = "/aml") -> int:
        connection: http.client.HTTPConnection
        if self.context is not None:
            connection = http.client.HTTPSConnection("localhost", self.port, timeout=5, context=self.context)
        else:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        try:
            connection.request("POST", path, body=body, headers=headers)
            with connection.getresponse() as response:
                response.read()
                return response.status
        finally:
            connection.close()

    def stop(self) -> None:
        self._receiver.stop()


@pytest.fixture
def running() -> Iterator[Running]:
    made = Running(ListenerConfig(tokens={"aml": TOKEN}))
    yield made
    made.stop()


def test_a_form_a_json_object_and_a_gateways_text_are_taken(running: Running) -> None:
    assert running.post(urllib.parse.urlencode(FORM)) == 200
    assert running.post(json.dumps({**FORM, "location_latitude": -2.9841, "extra": {"a": [1]}})) == 200
    assert running.post(urllib.parse.urlencode({"from": "+6281250001111", "text": SMS})) == 200
    assert [source for _, source in running.got] == ["aml_https", "aml_https", "aml_sms"]
    assert {report.number for report, _ in running.got} == {"+6281250001111"}
    assert [report.area.radius_m for report, _ in running.got if report.area] == [18.0, 18.0, 50.0]


@pytest.mark.parametrize("token", [None, "", "rahasia-operator-selulex", TOKEN + "x"])
def test_who_does_not_know_the_token_is_not_heard(running: Running, token: str | None) -> None:
    assert running.post(urllib.parse.urlencode(FORM), token=token) in {401, 403}
    assert running.got == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("", 400),
        ("{", 400),
        ("[1]", 422),
        ("{" * 3000, 400),
        (b"\xff\xfe\x00", 422),
        ("halo=dunia", 422),
        (urllib.parse.urlencode({**FORM, "location_latitude": "999"}), 422),
        ("&".join(f"a{number}=1" for number in range(500)), 400),
    ],
)
def test_what_holds_no_position_is_told_so(running: Running, body: str | bytes, status: int) -> None:
    assert running.post(body) == status
    assert running.got == []


def test_a_huge_message_and_another_path_are_refused(running: Running) -> None:
    assert running.post("a=" + "x" * 20_000) == 413
    assert running.post(urllib.parse.urlencode(FORM), path="/") == 404
    assert running.got == []


def test_over_tls_with_a_certificate(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    files = authority.issue("localhost")
    made = Running(ListenerConfig(tokens={"aml": TOKEN}, certificate=files.certificate, key=files.key))
    try:
        made.context = ssl.create_default_context(cafile=str(authority.ca_file))
        assert made.post(urllib.parse.urlencode(FORM)) == 200
        assert len(made.got) == 1
    finally:
        made.stop()


@given(
    st.binary(max_size=400) | st.text(max_size=200).map(lambda text: ("{" + text).encode("utf-8", "replace"))
)
@settings(max_examples=300, deadline=None)
def test_any_body_is_survived(body: bytes) -> None:
    fields = read_fields(body)
    assert fields is None or all(isinstance(value, str) for value in fields.values())
