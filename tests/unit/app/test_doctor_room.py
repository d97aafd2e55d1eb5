"""What the doctor says of the secretariat; nothing of it keeps a desk from working."""

from __future__ import annotations

import socket
import threading
from pathlib import Path

from batola_desk.doctor import Finding
from batola_desk.doctor_room import room_findings
from batola_desk.settings.paths import DeskPaths


def findings(home: Path, text: str | None = None) -> list[Finding]:
    paths = DeskPaths.for_home(home)
    paths.create()
    if text is not None:
        (paths.config / "secretariat.toml").write_text(text)
        (paths.config / "kunci").write_text("rahasia-meja")
        (paths.config / "kunci").chmod(0o644)
    return list(room_findings(paths, desk="A"))


def test_a_desk_without_a_secretariat_is_well(tmp_path: Path) -> None:
    (found,) = findings(tmp_path)
    assert found.level == "ok"


def test_a_wrong_file_is_named(tmp_path: Path) -> None:
    (found,) = findings(tmp_path, "[secretariat]\nhosts = 3\n")
    assert found.level == "warn"
    assert "baris 2, secretariat.hosts: ditemukan 3" in found.text


def test_what_answers_and_is_no_postgresql_is_told(tmp_path: Path) -> None:
    def answer_like_a_web_server() -> None:
        taken, _ = listening.accept()
        with taken:
            taken.recv(1000)
            taken.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = threading.Thread(target=answer_like_a_web_server)
        server.start()
        text = (
            f'[secretariat]\nhosts = ["127.0.0.1:{listening.getsockname()[1]}"]\n'
            'database = "ruang"\npassword_file = "kunci"\n'
        )
        *_, found = findings(tmp_path, text)
        server.join()
    assert (found.level, "bukan PostgreSQL" in found.text) == ("warn", True), found.text


def test_a_server_that_is_away_and_an_open_password_are_told(tmp_path: Path) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        text = (
            f'[secretariat]\nhosts = ["127.0.0.1:{nobody.getsockname()[1]}"]\n'
            'database = "ruang"\npassword_file = "kunci"\n'
        )
        opened, copies, away = findings(tmp_path, text)
    assert {opened.level, copies.level, away.level} == {"warn"}
    assert "[safe_copy]" in copies.text
    assert "chmod 600" in opened.text
    assert "tidak terjangkau" in away.text
    assert "rahasia" not in opened.text + away.text
