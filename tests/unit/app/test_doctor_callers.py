"""The doctor on callers' positions: off, where it listens, whom it asks, what is wrong."""

from __future__ import annotations

import socket
from pathlib import Path

from batola_desk.app.doctor.callers import caller_findings
from batola_desk.interop.position_config import CONFIG_NAME
from batola_desk.settings.paths import DeskPaths


def findings(home: Path, text: str = "") -> list[tuple[str, str]]:
    paths = DeskPaths.for_home(home)
    paths.create()
    if text:
        (paths.config / CONFIG_NAME).write_text(text, encoding="utf-8")
    return [(finding.level, finding.text) for finding in caller_findings(paths)]


def test_off_is_fine(tmp_path: Path) -> None:
    ((level, text),) = findings(tmp_path)
    assert level == "ok"
    assert "tidak diterima" in text


def test_a_free_port_and_a_taken_one(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        ((level, text),) = findings(tmp_path, f'[aml]\nlisten = "127.0.0.1:{port}"')
        assert (level, "sedang dipakai" in text) == ("warn", True)
    ((level, text),) = findings(tmp_path, f'[aml]\nlisten = "127.0.0.1:{port}"')
    assert (level, "port bebas" in text) == ("ok", True)


def test_a_certificate_that_is_not_there_is_told(tmp_path: Path) -> None:
    text = (
        '[aml]\nlisten = "0.0.0.0:8112"\ntoken = "rahasia-operator-x"\ncertificate = "a.crt"\nkey = "a.key"'
    )
    ((level, told),) = findings(tmp_path, text)
    assert level == "warn"
    assert "a.crt tidak ada" in told


def test_whom_it_asks_and_what_is_wrong(tmp_path: Path) -> None:
    _, (level, told) = findings(tmp_path, '[held]\nhosts = ["lis.example"]')
    assert (level, "lis.example" in told) == ("ok", True)
    ((level, told),) = findings(tmp_path, "[held]\nhosts = 5")
    assert (level, "held.hosts" in told) == ("warn", True)
