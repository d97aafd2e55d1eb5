"""A support bundle of a desk full of known personal data and secrets holds none of them."""

from __future__ import annotations

import json
import logging
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from batola_desk.app.doctor import bundle as doctor_bundle
from batola_desk.app.doctor.bundle import journal_statistics, run_bundle, write_bundle
from batola_desk.app.doctor.checks import Wish
from batola_desk.app.doctor.finding import warn
from batola_desk.app.doctor.report import document
from batola_desk.app.doctor.scrub import GONE, Scrubber
from batola_desk.settings.log_setup import JsonLines
from batola_desk.settings.paths import DeskPaths
from tools.fill_demo import fill

PEOPLE = (
    "Rahmawati Pelangi",
    "budi",
    "Marabahan Handil",
    "Sari Kebakaran",
)  # the last two: words of the program
NUMBERS = ("081255512345", "+62 812-5551-2345", "0511 330 4455", "112998877")
PLACES = ("Jalan Melati Gang 7 rumah biru", "-3.012345", "114.778899", "desa Anjir Muara")
TEXTS = ("suami saya tidak bernapas", "pelaku membawa parang", "call the line now")
SECRETS = (
    "sandi-pbx-9!x",
    "token-rahasia-operator",
    "kunci regu enam belas",
    "s3-SECRET-7788",
    "sandi-ruang-xyz",
)
ADDRESSES = (
    "sip:rahma@10.77.1.9:5066",
    "10.77.1.9",
    "fe80::77:1",
    "pbx.pelangi.example",
    "rahma@pelangi.example",
)
NEEDLES = (*PEOPLE, *NUMBERS, *PLACES, *TEXTS, *SECRETS, *ADDRESSES)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> DeskPaths:
    """A desk that worked for a day, and whose log says everything that it must not."""
    home = tmp_path_factory.mktemp("desk")
    fill(home, open_count=6, seed=5)
    paths = DeskPaths.for_home(home)
    _write_facts(paths.journal)
    _write_configuration(paths)
    _write_logs(paths)
    (paths.recordings / "0812").mkdir(parents=True)
    (paths.recordings / "0812" / "081255512345.wav").write_bytes(b"RIFF")
    (paths.data / "Rahmawati.draft").write_text(TEXTS[0])
    (paths.log / "desk-crash.txt").write_text("\n".join(NEEDLES))
    return paths


def _write_facts(journal: Path) -> None:
    body = {
        "caller_name": PEOPLE[0], "name": PEOPLE[1], "number": NUMBERS[0], "place_text": PLACES[0],
        "latitude": -3.012345, "text": TEXTS[0], "note": TEXTS[2], "label": PEOPLE[2], "operator": PEOPLE[3],
    }  # fmt: skip
    with closing(sqlite3.connect(journal)) as file, file:
        file.execute(
            "insert into journal (fact_id, origin, oseq, kind, version, aggregates, guards, actor, desk,"
            " occurred_us, base_seq, app, body, prev_hash, hash)"
            " values ('f', 'o', 1, ?, 1, '[]', '[]', 'budi', 'A', 1, 0, 'x', ?, x'', x'')",
            ("Rahmawati wrote this kind", json.dumps(body)),
        )


def _write_configuration(paths: DeskPaths) -> None:
    (paths.config / "line.toml").write_text(
        f'[sip]\nsip_port = 5071\nuser = "rahma"\npassword = "{SECRETS[0]}"\nregistrar = "{ADDRESSES[0]}"\n'
        f'[supervision]\nsupervision_secret = "{SECRETS[2]}"\nsupervision_desk = "A"\n'
        f'[recording_store]\nkind = "s3"\nsecret_key = "{SECRETS[3]}"\n'
    )
    (paths.config / "pw").write_text(SECRETS[4] + "\n")
    (paths.config / "secretariat.toml").write_text(
        f'[secretariat]\nhosts = ["{ADDRESSES[3]}"]\ndatabase = "rahma"\npassword_file = "pw"\n'
    )
    (paths.config / "caller_positions.toml").write_text(
        f'[aml]\nlisten = "10.77.1.9:8112"\ntoken = "{SECRETS[1]}"\n'
    )
    (paths.config / "rahmawati pelangi.toml").write_text(
        '[pelangi]\n"081255512345" = 112998877\nx = -3.012345\n'
    )
    catalog = paths.config / "catalog"
    catalog.mkdir()
    (catalog / "agencies.toml").write_text(f'version = 1\n[[agency]]\nname = "{PEOPLE[0]}"\n')


def _lines() -> Iterator[logging.LogRecord]:
    logger = logging.getLogger("batola.engine")

    def record(message: str, **extra: object) -> logging.LogRecord:
        return logger.makeRecord("batola.engine", logging.INFO, "f", 1, message, (), None, extra=extra)

    yield record("the telephone line is up", sip_port=5071, code="no_answer", waited_s=0.25)
    for needle in NEEDLES:
        yield record(f"a caller {needle} was heard")
        yield record("told", caller=needle, anything=needle, code=needle, listed=[needle, {"deep": needle}])
        yield record("told", **{needle: 1})
        try:
            raise ValueError(f"{needle} is unusable")
        except ValueError as fault:
            information = (ValueError, fault, fault.__traceback__)
            yield logger.makeRecord("batola.x", logging.ERROR, "f", 1, "broke", (), information)  # type: ignore[arg-type]
    yield record("told", caller_number=54321, phone=62811222333, latitude=-3.012345, at=114.778899)


def _write_logs(paths: DeskPaths) -> None:
    written = [JsonLines().format(line) for line in _lines()]
    for name in ("desk.jsonl", "line.jsonl.1"):
        (paths.log / name).write_text("\n".join([*written, *NEEDLES, '["budi"]', "{broken"]) + "\n")
    (paths.log / "rahmawati.txt").write_text("x")


@pytest.fixture(scope="module")
def bundle(desk: DeskPaths, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("out") / "b.zip"
    findings = [
        warn("line_config_wrong", key=needle, allowed=needle, count=628112223334) for needle in NEEDLES
    ]
    write_bundle(desk, target, document(findings))
    return target


def members(bundle: Path) -> dict[str, str]:
    with zipfile.ZipFile(bundle) as opened:
        return {name: opened.read(name).decode("utf-8") for name in opened.namelist()}


def stored_texts(journal: Path) -> set[str]:
    """What people of the filled day said and are called, as it stands in the facts."""
    found: set[str] = set()

    def walk(key: str, value: Any) -> None:
        if isinstance(value, dict):
            for name, item in value.items():
                walk(name, item)
        elif isinstance(value, list):
            for item in value:
                walk(key, item)
        elif isinstance(value, str) and (" " in value or re.fullmatch(r"\+?\d{7,}", value)):
            found.add(value)

    with closing(sqlite3.connect(journal)) as file:
        for (body,) in file.execute("select body from journal"):
            walk("", json.loads(body))
    return found


def test_none_of_the_known_strings_is_anywhere(desk: DeskPaths, bundle: Path) -> None:
    stored = stored_texts(desk.journal)
    assert len(stored) > 30  # the day that was filled is really looked for
    everything = "\n".join(f"{name}\n{text}" for name, text in members(bundle).items()).casefold()
    # "call the line now" is looked for whole; its words are the program's own.
    parts = {word for name in (*PEOPLE[:1], "budi") for word in name.split()} | {
        "3.0123",
        "114.77",
        "5551",
        "998877",
    }
    for needle in (*NEEDLES, *stored, *parts, "rahma", "pelangi", "melati", "parang", "54321"):
        assert needle.casefold() not in everything, needle


def test_what_helps_is_there(bundle: Path, desk: DeskPaths) -> None:
    told = members(bundle)
    assert set(told) == {
        "README.txt", "findings.json", "versions.json", "config.json", "journal.json", "sizes.json",
        "log/desk.jsonl", "log/line.jsonl.1",
    }  # fmt: skip
    first, *others = [json.loads(line) for line in told["log/desk.jsonl"].splitlines()]
    assert (first["sip_port"], first["code"], first["waited_s"]) == (5071, "no_answer", 0.25)
    assert "telephone" in first["message"] and "is up" in first["message"]  # somebody noted "the line"
    assert any(line.get("exception", [""])[-1] == "ValueError" for line in others)
    left_out = others[-1]["left_out"]
    assert left_out["no_json"] + left_out["no_object"] == len(NEEDLES) + 2  # some needles are JSON numbers
    config = json.loads(told["config.json"])
    assert config["config/line.toml"]["sip"]["sip_port"] == 5071
    assert config["config/line.toml"]["sip"]["password"] == GONE
    assert config["config/line.toml"]["recording_store"]["kind"] == "s3"
    assert json.loads(told["sizes.json"])["crash_files"].keys() == {"desk-crash.txt"}
    assert json.loads(told["sizes.json"])["recordings"]["file_count"] == 1
    counts = json.loads(told["journal.json"])["facts_by_kind"]
    assert counts["call.offered"] > 3 and counts[GONE] == 1
    assert journal_statistics(desk.journal)["waiting_count"] > 0  # type: ignore[operator]


def test_a_member_that_holds_a_secret_after_all_stays_at_home(
    desk: DeskPaths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor_bundle, "_versions", lambda: {"hole": SECRETS[0]})
    write_bundle(desk, tmp_path / "b.zip", document([]))
    told = members(tmp_path / "b.zip")
    assert "versions.json" not in told
    assert "versions.json" in told["README.txt"]


def test_nothing_is_overwritten_and_half_a_file_is_never_left(
    desk: DeskPaths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    there = tmp_path / "there.zip"
    there.write_text("x")
    monkeypatch.setattr(doctor_bundle, "find_all", lambda _paths, _wish: [])
    assert run_bundle(desk, there, Wish()) == 2
    assert run_bundle(desk, tmp_path / "b.txt", Wish()) == 2
    assert run_bundle(desk, tmp_path / "no" / "b.zip", Wish()) == 2
    assert capsys.readouterr().out.count("X   ") == 3

    def broken(_paths: DeskPaths, _scrubber: Scrubber) -> object:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(doctor_bundle, "_config", broken)
    assert run_bundle(desk, tmp_path / "b.zip", Wish()) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["there.zip"]


def test_a_desk_without_anything_has_a_bundle(tmp_path: Path) -> None:
    paths = DeskPaths.for_home(tmp_path / "fresh")
    paths.create()
    write_bundle(paths, tmp_path / "b.zip", document([]))
    assert json.loads(members(tmp_path / "b.zip")["journal.json"]) == {"exists": False}


@pytest.mark.parametrize(
    "number", ["0812 5551 2345", "(0511) 330-4455", "+62.812.5551", "628125551", "10.0.0.12"]
)
def test_a_number_in_any_writing_goes(number: str) -> None:
    told = Scrubber().text(f"port 5060 told {number} code 404")
    assert told == f"port 5060 told {GONE} code 404"
