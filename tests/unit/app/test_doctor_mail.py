"""The doctor on the mail server: silent without one, signs on at it, says in words why not."""

from __future__ import annotations

from pathlib import Path

from batola_desk.app.doctor.mail import mail_findings
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
