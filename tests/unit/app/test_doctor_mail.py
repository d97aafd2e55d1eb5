"""The mail server and IT: the doctor signs on at it and says why not; its password is kept encrypted."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

import pytest

from batola_desk.app.doctor.mail import mail_findings
from batola_desk.app.settings import site_file
from batola_desk.app.setup import machine_config
from batola_desk.interop.mail.config import load_mail_settings
from batola_desk.settings import secrets
from batola_desk.settings.paths import DeskPaths
from tests.support.mail_server import LOGIN, PASSWORD, MailServer, mail_server


def found(home: Path, text: str) -> list[tuple[str, str]]:
    paths = DeskPaths.for_home(home)
    paths.create()
    (paths.config / "mail.toml").write_text(text, encoding="utf-8")
    findings = list(mail_findings(paths))
    assert all(finding.text and "{" not in finding.text for finding in findings)
    return [(finding.level, finding.code) for finding in findings]


def desk(server: MailServer, folder: Path, password: str = PASSWORD) -> str:
    authority = (folder / "surel" / "Batola-Test-CA.pem").as_posix()
    return (
        f'[mail]\nhost = "127.0.0.1"\nport = {server.port}\nsender = "{LOGIN}"\nlogin = "{LOGIN}"\n'
        f'password = "{password}"\nauthority = "{authority}"\n'
    )


def test_nothing_is_said_without_a_server_and_what_is_wrong_is_named(tmp_path: Path) -> None:
    assert found(tmp_path, "") == []
    assert found(tmp_path, "[mail]\nport = 0\n") == [("warn", "mail_config_wrong")]


def test_a_server_that_takes_this_desk_and_one_that_does_not(tmp_path: Path) -> None:
    with mail_server(tmp_path) as server:
        assert found(tmp_path / "a", desk(server, tmp_path)) == [("ok", "mail_works")]
        assert found(tmp_path / "b", desk(server, tmp_path, "salah")) == [("warn", "mail_fails")]
        assert server.taken == []
    assert found(tmp_path / "c", desk(server, tmp_path)) == [("warn", "mail_fails")]


def test_a_password_typed_in_the_window_is_kept_as_other_passwords_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        machine_config, "_encrypted", lambda text: f"dpapi:{b64encode(text.encode()).decode()}"
    )
    monkeypatch.setattr(secrets, "_unprotect", bytes)
    typed = {"host": "smtp.contoh.go.id", "sender": LOGIN, "login": LOGIN, "password": PASSWORD}
    files = site_file.draft(tmp_path, "mail.toml", {"mail": typed})
    assert PASSWORD not in files["mail.toml"]
    (tmp_path / "mail.toml").write_text(files["mail.toml"], encoding="utf-8")
    read = load_mail_settings(tmp_path / "mail.toml")
    assert read is not None
    assert read.password == PASSWORD
