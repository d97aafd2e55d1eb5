"""The doctor on location links: off, the service here, what it says to this desk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from batola_desk.app.doctor.links import link_findings
from batola_desk.settings.paths import DeskPaths
from tests.support.intake_stage import DESK_TOKEN, Service


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    made = Service(tmp_path).start()
    yield made
    made.stop()


def found(home: Path, text: str = "") -> list[tuple[str, str]]:
    paths = DeskPaths.for_home(home)
    paths.create()
    (paths.config / "intake.toml").write_text(text, encoding="utf-8")
    findings = list(link_findings(paths))
    assert all(finding.text and "{" not in finding.text for finding in findings)
    return [(finding.level, finding.code) for finding in findings]


def desk(url: str, token: str = DESK_TOKEN) -> str:
    return f'[desk]\nservice = "{url}"\npage = "https://lokasi.example"\ntoken = "{token}"\n'


def test_off_is_fine_and_what_is_wrong_is_named(tmp_path: Path) -> None:
    assert found(tmp_path) == [("ok", "links_off")]
    assert found(tmp_path, "[service]\nport = 0\n") == [("warn", "intake_config_wrong")]


def test_a_service_that_answers_and_one_that_does_not(service: Service, tmp_path: Path) -> None:
    here = f'[service]\nenabled = true\nport = {service.port}\ndesk_token = "{DESK_TOKEN}"\n'
    assert found(tmp_path / "a", here + desk(service.url)) == [("ok", "intake_runs"), ("ok", "links_work")]
    assert found(tmp_path / "b", desk(service.url, "bukan-kata-sandinya")) == [("warn", "links_fail")]
    gone = desk("http://127.0.0.1:1")
    assert found(tmp_path / "c", gone) == [("warn", "links_fail")]
    assert found(tmp_path / "d", here.replace(str(service.port), "1")) == [("warn", "intake_not_running")]
    files = here + 'certificate = "tidak.crt"\nkey = "ada.key"\n'
    assert found(tmp_path / "e", files) == [("warn", "intake_file_missing")]
