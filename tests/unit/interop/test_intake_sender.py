"""Texts to telephones: a program without a shell, a gateway whose fields nothing in a text ends."""

from __future__ import annotations

import http.server
import json
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from batola_desk.interop.intake import sender
from batola_desk.interop.intake.config import SenderSettings
from batola_desk.interop.intake.sender import SendFault, plain_number, send_text

NUMBER = "+62 812-5000-1111"
TEXT = '112: $(rm -rf /) "; DROP {number} & https://x.example/#abc\nbaris dua'


class Gateway:
    def __init__(self) -> None:
        self.status = 202
        self.got: list[tuple[dict[str, str], str]] = []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                outer.got.append((dict(self.headers), body))
                self.send_response(outer.status)
                self.end_headers()

            def log_message(self, *_words: object) -> None:
                return

        self._server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/kirim?akun=1"
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    made = Gateway()
    yield made
    made.stop()


def program(folder: Path, *, code: int = 0, more: str = "") -> SenderSettings:
    script = folder / "kirim.py"
    script.write_text(
        f"import json, pathlib, sys\n{more}\n"
        f"pathlib.Path({str(folder / 'got.json')!r}).write_text(json.dumps(sys.argv[1:]))\nsys.exit({code})\n"
    )
    return SenderSettings(way="command", command=(sys.executable, str(script), "{number}", "--text={text}"))


def test_a_program_gets_number_and_text_as_they_are(tmp_path: Path) -> None:
    send_text(program(tmp_path), NUMBER, TEXT)
    assert json.loads((tmp_path / "got.json").read_text()) == ["+6281250001111", f"--text={TEXT}"]


def test_a_program_that_fails_or_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SendFault, match="send_program_failed"):
        send_text(program(tmp_path, code=3), NUMBER, TEXT)
    gone = SenderSettings(way="command", command=(str(tmp_path / "tidak-ada"), "{number}", "{text}"))
    with pytest.raises(SendFault, match="send_program_missing"):
        send_text(gone, NUMBER, TEXT)


def test_a_program_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sender, "LIMIT_S", 0.3)
    with pytest.raises(SendFault, match="send_late"):
        send_text(program(tmp_path, more="import time; time.sleep(60)"), NUMBER, TEXT)


def test_a_gateway_gets_json_or_a_form(gateway: Gateway) -> None:
    as_json = SenderSettings(
        way="gateway",
        url=gateway.url,
        body='{"to": "{number}", "text": "{text}"}',
        header="Authorization: Bearer rahasia",
    )
    send_text(as_json, NUMBER, TEXT)
    headers, body = gateway.got[0]
    assert json.loads(body) == {"to": "+6281250001111", "text": TEXT}
    assert headers["Authorization"] == "Bearer rahasia"
    send_text(SenderSettings(way="gateway", url=gateway.url, body="to={number}&text={text}"), NUMBER, TEXT)
    headers, body = gateway.got[1]
    assert headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert parse_qs(body) == {"to": ["+6281250001111"], "text": [TEXT]}


def test_a_gateway_that_refuses_or_is_away_is_told(gateway: Gateway) -> None:
    settings = SenderSettings(way="gateway", url=gateway.url, body="{number}{text}")
    gateway.status = 500
    with pytest.raises(SendFault, match="send_refused"):
        send_text(settings, NUMBER, TEXT)
    away = SenderSettings(way="gateway", url="http://127.0.0.1:1/", body="{number}{text}")
    with pytest.raises(SendFault, match="send_unreachable"):
        send_text(away, NUMBER, TEXT)


@pytest.mark.parametrize("number", ["", "anonymous", "--help", "+", "0812;ls", "1" * 21, "0812 {text}"])
def test_what_is_no_number_is_sent_nowhere(number: str) -> None:
    with pytest.raises(SendFault, match="send_number_unusable"):
        plain_number(number)
