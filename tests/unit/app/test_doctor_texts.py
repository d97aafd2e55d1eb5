"""Every code of the doctor has sentences, every sentence a finding, and the page for IT tells all of them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from batola_desk.app.doctor.checks import examine
from batola_desk.app.doctor.finding import Finding, fail, ok, warn
from batola_desk.app.doctor.report import FORMAT, document, worst
from batola_desk.settings.paths import DeskPaths
from batola_desk.ui.doctor_words import DOCTOR_TEXTS, finding_words
from batola_desk.ui.error_texts import ERROR_TEXTS
from tools import doctor_page

ROOT = Path(__file__).parents[3]


def test_every_code_that_is_said_has_sentences_and_no_sentence_is_left_over() -> None:
    said = doctor_page.levels()
    assert len(said) > 80
    assert set(said) - set(DOCTOR_TEXTS) - set(ERROR_TEXTS) == set()
    assert set(DOCTOR_TEXTS) - set(said) == set()
    assert DOCTOR_TEXTS.keys() & ERROR_TEXTS.keys() == set()


def test_what_is_not_well_says_what_to_do() -> None:
    told_elsewhere = {"sound_test_bad"}  # its result says it
    for code, found in doctor_page.levels().items():
        if code in DOCTOR_TEXTS and found != {"ok"} and code not in told_elsewhere:
            assert DOCTOR_TEXTS[code][3], code


def test_the_page_for_it_is_of_today() -> None:
    assert doctor_page.main(["check"]) == 0, "python -m tools.doctor_page"
    page = doctor_page.PAGE.read_text(encoding="utf-8")
    assert re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE) == list(DOCTOR_TEXTS)


def test_a_check_that_breaks_is_a_finding(tmp_path: Path) -> None:
    def broken(_paths: DeskPaths) -> Iterator[Finding]:
        yield ok("units_none")
        raise RuntimeError("boom")

    first, second = examine("disk", broken, DeskPaths.for_home(tmp_path))
    assert (first.code, second.code, second.level) == ("units_none", "check_broke", "fail")
    assert "disk" in second.text and "RuntimeError: boom" in second.text


def test_json_has_codes_levels_values_and_the_worst_of_all() -> None:
    told = document([ok("a"), warn("b", where=Path("x"), ms=1.5), fail("c")])
    assert (told["format"], told["verdict"]) == (FORMAT, "fail")
    assert told["findings"][1] == {"code": "b", "level": "warn", "values": {"where": "x", "ms": 1.5}}
    assert [worst([]), worst([ok("a")]), worst([ok("a"), warn("b")])] == ["ok", "ok", "warn"]


def test_a_failure_with_sentences_of_its_own_lends_them() -> None:
    words = finding_words("account_failed", {"account": "trunk", "why": "registration_403"})
    assert "{" not in "".join(words)
    assert words.remedy == ERROR_TEXTS["registration_403"][2]


@pytest.mark.parametrize(
    ("age_s", "told"), [(5, "5 detik"), (200, "3 menit"), (8000, "2 jam"), (200_000, "2 hari")]
)
def test_ages_are_told_in_their_unit(age_s: int, told: str) -> None:
    assert told in finding_words("sync_waiting", {"count": 1, "age_s": age_s}).what


def test_numbers_are_written_as_the_language_writes_them() -> None:
    assert "3,1 GB" in finding_words("disk_space", {"gb": 3.1, "folder": "d"}).what
    assert "48.213 fakta" in finding_words("journal_whole", {"count": 48_213, "mb": 1.0}).what
    assert "5060 bebas" in finding_words("line_port_free", {"port": 5060, "host": "::"}).what
    assert "+0,2 s" in finding_words("clock_right", {"off_s": 0.2}).what


def test_the_command_speaks_json_in_one_piece_and_in_steps(tmp_path: Path) -> None:
    def run(*words: str) -> str:
        command = [sys.executable, "-m", "batola_desk", "--home", str(tmp_path), "doctor", *words]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=100)
        return done.stdout

    whole = json.loads(run("--json"))
    codes = {finding["code"] for finding in whole["findings"]}
    assert {
        "versions",
        "disk_space",
        "journal_new",
        "line_port_free",
        "room_alone",
        "map_pack_none",
    } <= codes | {
        "disk_space",
        "line_port_free",
    }
    steps = [json.loads(line) for line in run("--json-lines").splitlines()]
    assert steps[-1] == {"verdict": whole["verdict"]}
    assert (steps[0]["done"], steps[-2]["done"]) == (0, steps[-2]["total"])
    assert {finding["code"] for step in steps[:-1] for finding in step["findings"]} == codes
