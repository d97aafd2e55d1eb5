"""What commands say to IT; a service's lines are sentences, never codes."""

from __future__ import annotations

import pytest

from batola_desk.app.commands.command_words import in_short, tell_fault, tell_file_fault
from batola_desk.app.commands.project import _Speaker
from batola_desk.sync.faults import SecretariatFault


def test_advice_is_for_whoever_stands_at_the_server(capsys: pytest.CaptureFixture[str]) -> None:
    for code in (
        "secretariat_unreachable",
        "secretariat_password",
        "secretariat_full",
        "secretariat_no_role",
    ):
        tell_fault(SecretariatFault(code, detail="x"))
        said = capsys.readouterr().out
        assert "TI" not in said
        assert "meja mencoba lagi" not in said
        assert "(kode: x)" in said


def test_a_file_in_the_way_is_told_with_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    tell_file_fault(FileExistsError(17, "File exists", "a.secret"))
    tell_file_fault(OSError(28, "No space left on device", "b.dump"))
    assert capsys.readouterr().out == (
        "X   berkas a.secret: sudah ada; tidak ditimpa, beri nama lain\n"
        "X   berkas b.dump: disk penuh; kosongkan, lalu ulangi\n"
    )


def test_a_service_says_sentences(capsys: pytest.CaptureFixture[str]) -> None:
    speaker = _Speaker()
    speaker.tell("fault", "secretariat_unreachable")
    speaker.tell("rebuild", 0)
    speaker.tell("rebuild", 41)
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "!   Sekretariat tidak terjangkau. Mencoba lagi."
    assert said[1].endswith("laporan disusun dari awal")
    assert said[2].startswith("!   laporan disusun ulang")
    assert in_short("of_a_newer_version") == "of_a_newer_version"
