"""The commands an IT person types."""

from __future__ import annotations

import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from batola_desk.__main__ import build_parser
from batola_desk.app.desk_process import LineArguments
from batola_desk.settings.paths import DeskPaths
from tools.fill_demo import fill


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "batola_desk", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_doctor_of_a_fresh_machine_finds_it_able_to_work(tmp_path: Path) -> None:
    done = run("--home", str(tmp_path), "doctor")
    assert done.returncode == 0, done.stdout + done.stderr
    for subject in ("versi", "ruang disk", "katalog", "jurnal", "suara", "port SIP"):
        assert subject in done.stdout


def test_the_doctor_tells_a_free_port_from_one_in_use_in_either_family(tmp_path: Path) -> None:
    paths = DeskPaths.for_home(tmp_path)
    paths.create()
    for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        with socket.socket(family, socket.SOCK_DGRAM) as taken:
            taken.bind((host, 0))
            port = taken.getsockname()[1]
            (paths.config / "line.toml").write_text(f"[sip]\nsip_port = {port}\n")
            assert f"{port} sedang dipakai" in run("--home", str(tmp_path), "doctor").stdout
        assert f"{port} bebas" in run("--home", str(tmp_path), "doctor").stdout


def test_the_doctor_looks_for_every_exchange_of_every_account(tmp_path: Path) -> None:
    paths = DeskPaths.for_home(tmp_path)
    paths.create()
    (paths.config / "line.toml").write_text(
        '[sip]\ndns_servers = ["127.0.0.1:9"]\n'
        '[[account]]\nname = "trunk"\nuser = "112"\nregistrar = ["sip:localhost", "sip:pbx.invalid"]\n'
    )
    done = run("--home", str(tmp_path), "doctor")
    assert "Akun trunk: sip:localhost ditemukan" in done.stdout
    assert "Akun trunk: sip:pbx.invalid tidak ditemukan" in done.stdout
    assert done.returncode == 1


def test_the_doctor_names_file_and_allowed_values_of_a_broken_line_configuration(tmp_path: Path) -> None:
    paths = DeskPaths.for_home(tmp_path)
    paths.create()
    (paths.config / "line.toml").write_text("[sip]\nsip_prt = 5070\n")
    done = run("--home", str(tmp_path), "doctor")
    assert done.returncode == 1
    assert "sip_prt" in done.stdout and "sip_port" in done.stdout


def test_the_doctor_reports_a_broken_override_with_its_line_and_the_desk_can_still_work(
    tmp_path: Path,
) -> None:
    paths = DeskPaths.for_home(tmp_path)
    paths.create()
    folder = paths.config / "catalog"
    folder.mkdir()
    (folder / "limits.toml").write_text("version = 1\n\n[ring]\noverflow_s = 'soon'\n")
    done = run("--home", str(tmp_path), "doctor")
    assert done.returncode == 0
    assert "limits.toml:4" in done.stdout
    assert "a number" in done.stdout


def test_verify_says_a_filled_journal_is_sound_and_notices_a_changed_fact(tmp_path: Path) -> None:
    fill(tmp_path, open_count=3, seed=1)
    sound = run("--home", str(tmp_path), "verify")
    assert sound.returncode == 0, sound.stdout + sound.stderr
    assert "jurnal utuh" in sound.stdout

    path = DeskPaths.for_home(tmp_path).journal
    with sqlite3.connect(path) as database:
        triggers = [
            row[0] for row in database.execute("select name from sqlite_master where type = 'trigger'")
        ]
        for name in triggers:
            if "journal" in name:
                database.execute(f'drop trigger "{name}"')
        database.execute(
            "update journal set actor = 'orang lain' where rowid = (select max(rowid) from journal)"
        )
    database.close()
    broken = run("--home", str(tmp_path), "verify")
    assert broken.returncode == 2
    assert "JURNAL RUSAK" in broken.stdout


def test_verify_without_a_journal_says_so(tmp_path: Path) -> None:
    done = run("--home", str(tmp_path), "verify")
    assert done.returncode == 3
    assert "belum ada jurnal" in done.stdout


@pytest.mark.parametrize("words", [["demo", "--pace", "fast"], ["doctor"], ["verify", "--repair"], []])
def test_every_command_of_the_readme_is_understood(words: list[str]) -> None:
    assert build_parser().parse_args(words) is not None


def test_training_reaches_the_engine_only_with_a_training_peer() -> None:
    assert "--training" not in LineArguments(sip_port=5060).for_engine(None)
    assert "--training" in LineArguments(training_peer="127.0.0.1:5070").for_engine(Path("/tmp/x"))


def test_the_doctor_names_a_prompt_that_cannot_be_used(tmp_path: Path) -> None:
    own = tmp_path / "config" / "prompts"
    own.mkdir(parents=True)
    (own / "tanda.wav").write_text("bukan suara")
    done = run("--home", str(tmp_path), "doctor")
    assert "tanda.wav: bukan berkas WAV yang utuh" in done.stdout
    assert done.returncode == 0, "the desk can work"
