"""What the doctor says of the secretariat; nothing of it keeps a desk from working."""

from __future__ import annotations

import socket
import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from batola_desk.app.doctor.finding import Finding
from batola_desk.app.doctor.room import room_findings, sync_findings
from batola_desk.models.journal import open_journal
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


def put(path: Path, *, waiting: int, age_s: int, known: int) -> None:
    """Fill a real journal file: facts that wait, and entries of the room that are here."""
    now_us = time.time_ns() // 1_000
    with closing(sqlite3.connect(path)) as file, file:
        for number in range(1, waiting + known + 1):
            at_us = now_us - (age_s + 100 - number) * 1_000_000 if number <= waiting else now_us
            file.execute(
                "insert into journal (row_id, fact_id, origin, oseq, kind, version, aggregates, guards,"
                " actor, desk, occurred_us, base_seq, app, body, prev_hash, hash)"
                " values (?, ?, 'o', ?, 'k', 1, '[]', '[]', 'a', 'A', ?, 0, 'x', '{}', x'', x'')",
                (number, f"f{number}", number, at_us),
            )
            if number <= waiting:
                file.execute("insert into pending_fact values (?)", (number,))
            else:
                file.execute(
                    "insert into room_entry values (?, ?, 'ok', '', 'a', 'login', ?, x'', x'')",
                    (number - waiting, number, now_us - age_s * 1_000_000),
                )


def sync_codes(home: Path, head_seq: int | None) -> dict[str, Finding]:
    found = sync_findings(DeskPaths.for_home(home).journal, head_seq=head_seq)
    return {finding.code: finding for finding in found}


@pytest.fixture
def journal_path(tmp_path: Path) -> Path:
    paths = DeskPaths.for_home(tmp_path)
    paths.create()
    open_journal(paths.journal).close()
    return paths.journal


def test_what_waits_and_how_far_behind_is_told(tmp_path: Path, journal_path: Path) -> None:
    put(journal_path, waiting=3, age_s=7200, known=5)
    found = sync_codes(tmp_path, head_seq=9)
    assert (found["sync_waiting"].level, found["sync_waiting"].values["count"]) == ("warn", 3)
    assert (found["sync_behind"].level, found["sync_behind"].values["count"]) == ("warn", 4)
    assert "2 jam" in found["sync_behind"].text
    away = sync_codes(tmp_path, head_seq=None)
    assert away["sync_behind"].values["count"] == "?"
    assert found["sync_waiting"].values["age_s"] in range(7200, 7310)


def test_a_desk_in_step_says_so_and_a_fresh_fact_is_no_trouble(tmp_path: Path, journal_path: Path) -> None:
    put(journal_path, waiting=0, age_s=5, known=5)
    assert set(sync_codes(tmp_path, head_seq=5)) == {"sync_sent", "sync_level"}
    put_more = sqlite3.connect(journal_path)
    with closing(put_more) as file, file:
        file.execute("insert into pending_fact values (5)")
    assert sync_codes(tmp_path, head_seq=5)["sync_waiting"].level == "ok"
    assert sync_codes(tmp_path, head_seq=None)["sync_waiting"].level == "warn"


def test_without_a_journal_there_is_nothing_to_say_of_its_age(tmp_path: Path) -> None:
    assert sync_codes(tmp_path, head_seq=5) == {}
