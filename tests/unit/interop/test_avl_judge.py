"""Which positions count: known devices, believable times; jumps are flagged, strangers remembered for IT."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from batola_desk.domain.catalog import UnitPlan
from batola_desk.domain.errors import EnvironmentFault
from batola_desk.domain.unit_position import UnitPosition
from batola_desk.interop.avl.config import load_avl_settings
from batola_desk.interop.avl.intake import DEVICE_RATE, Intake
from batola_desk.interop.avl.judge import DEVICES_MAX, Outcome, PositionJudge
from batola_desk.interop.avl.program import devices_of, read_troubles, write_troubles
from batola_desk.interop.avl.report import Report
from batola_desk.interop.http_request import Request
from batola_desk.settings.catalog import load_catalog
from batola_desk.settings.paths import resource_path

NOW_S = 1_763_200_000
S = 1_000_000


def report(device: str = "hp", *, at_s: float | None = NOW_S, lat: float = -3.1, **more: float) -> Report:
    at_us = None if at_s is None else round(at_s * S)
    return Report(devices=(device,), latitude=lat, longitude=114.6, source="traccar", at_us=at_us, **more)


@pytest.fixture
def now() -> list[int]:
    return [NOW_S * S]


@pytest.fixture
def judge(now: list[int]) -> PositionJudge:
    return PositionJudge(lambda: {"hp": "damkar-1", "hp2": "damkar-1"}, lambda: now[0])


def test_a_known_device_moves_its_unit(judge: PositionJudge) -> None:
    outcome, position = judge.judge(report())
    assert outcome is Outcome.TAKEN
    assert position is not None
    assert (position.unit_id, position.at_us, position.is_doubtful) == ("damkar-1", NOW_S * S, False)
    assert judge.newest() == (position,)


def test_a_stranger_is_remembered_and_moves_nothing(judge: PositionJudge) -> None:
    for _ in range(3):
        assert judge.judge(report("siapa"))[0] is Outcome.UNKNOWN_DEVICE
    assert judge.newest() == ()
    assert [(t.device, t.kind, t.count) for t in judge.troubles()] == [("siapa", "unknown_device", 3)]


def test_invented_devices_do_not_pile_up(judge: PositionJudge) -> None:
    for number in range(DEVICES_MAX * 3):
        judge.judge(report(f"d{number}"))
    assert len(judge.troubles()) == DEVICES_MAX


def test_a_clock_that_is_ahead_is_told_and_kept_out(judge: PositionJudge) -> None:
    assert judge.judge(report(at_s=NOW_S + 61))[0] is Outcome.FUTURE
    assert [t.kind for t in judge.troubles()] == ["future"]
    outcome, position = judge.judge(
        report(at_s=NOW_S + 30)
    )  # a little ahead is no harm, and never of tomorrow
    assert outcome is Outcome.TAKEN
    assert position is not None
    assert position.at_us == NOW_S * S


def test_what_is_not_newer_is_kept_out(judge: PositionJudge) -> None:
    assert judge.judge(report(at_s=NOW_S - 10))[0] is Outcome.TAKEN
    assert judge.judge(report(at_s=NOW_S - 10, lat=-3.2))[0] is Outcome.NOT_NEWER
    assert judge.judge(report("hp2", at_s=NOW_S - 20))[0] is Outcome.NOT_NEWER  # by another device as well
    assert judge.newest()[0].latitude == -3.1
    assert judge.judge(report(at_s=NOW_S - 25 * 3600))[0] is Outcome.TOO_OLD


def test_a_position_without_a_time_is_of_now(judge: PositionJudge, now: list[int]) -> None:
    judge.judge(report(at_s=None))
    now[0] += 5 * S
    assert judge.judge(report(at_s=None))[0] is Outcome.TAKEN
    assert judge.newest()[0].at_us == (NOW_S + 5) * S


@pytest.mark.parametrize(
    ("metres", "seconds", "accuracy_m", "is_jump"),
    [
        (400, 1, 5, False),
        (2000, 60, 5, False),
        (2000, 10, 5, True),
        (2000, 10, 3000, False),
        (50_000, 600, 5, True),
    ],
)
def test_a_jump_is_flagged(
    judge: PositionJudge, now: list[int], metres: float, seconds: float, accuracy_m: float, is_jump: bool
) -> None:
    judge.judge(report())
    now[0] += round(seconds * S)
    _, position = judge.judge(
        report(at_s=NOW_S + seconds, lat=-3.1 + metres / 111_195, accuracy_m=accuracy_m)
    )
    assert position is not None
    assert position.is_doubtful is is_jump


def test_one_device_has_a_rate_and_another_does_not_notice(judge: PositionJudge) -> None:
    taken: list[UnitPosition] = []
    intake = Intake(judge, taken.append, now_s=lambda: 0.0)
    handler = {route.path: route.handler for route in intake.routes()}["/"]

    def send(device: str) -> int:
        query = {"id": device, "lat": "-3.1", "lon": "114.6"}
        return handler(Request(method="GET", path="/", query=query)).status

    answers = [send("hp") for _ in range(int(DEVICE_RATE.burst) + 3)]
    assert answers.count(429) == 3
    assert send("lain") == 200
    assert len(taken) == 1  # of one moment, the others are not newer


def test_owntracks_hears_an_empty_list_and_bad_ones_a_reason(judge: PositionJudge) -> None:
    intake = Intake(judge, lambda _position: None)
    handler = {route.path: route.handler for route in intake.routes()}["/owntracks"]
    good = {"_type": "location", "tid": "hp", "tst": NOW_S, "lat": -3.1, "lon": 114.6}
    for body in (good, {"_type": "lwt"}):
        answer = handler(Request(method="POST", path="/owntracks", body=json.dumps(body).encode()))
        assert (answer.status, answer.body) == (200, b"[]")
    body_bytes = b'{"_type": "encrypted"}'
    answer = handler(Request(method="POST", path="/owntracks", body=body_bytes, user="damkar"))
    assert answer.status == 400
    assert b"encryption" in answer.body
    assert [(t.device, t.kind) for t in judge.troubles()] == [("damkar", "encrypted")]


def test_the_list_for_it_survives_in_a_file(tmp_path: Path, judge: PositionJudge) -> None:
    judge.judge(report("siapa"))
    write_troubles(tmp_path / "a.json", judge.troubles())
    assert read_troubles(tmp_path / "a.json") == list(judge.troubles())
    (tmp_path / "a.json").write_text('[{"x": 1}]')
    assert read_troubles(tmp_path / "a.json") == []
    assert read_troubles(tmp_path / "none.json") == []


def test_devices_are_data_of_the_configuration(tmp_path: Path) -> None:
    plan = UnitPlan(unit_id="u1", call_sign="U 1", agency="damkar", devices=("a", "b"))
    assert devices_of([plan]) == {"a": "u1", "b": "u1", "unit:u1": "u1"}
    row = '[[unit]]\nunit_id = "{0}"\ncall_sign = "{0}"\nagency = "damkar"\ndevices = ["hp"]\n'
    (tmp_path / "units.toml").write_text("version = 1\n" + row.format("u1") + row.format("u2"))
    loaded = load_catalog(resource_path("config"), tmp_path)
    assert ["device of no other unit" in str(fault) for fault in loaded.faults] == [True]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[avl]\ntoken = 'short'", "avl.token"),
        ("[avl]\nport = 70000", "avl.port"),
        ("[avl]\nport = 'x'", "avl.port"),
        ("[avl]\nenabled = 1", "avl.enabled"),
        ("[avl]\nhosts = 'x'", "avl.hosts"),
        ("[other]\nhost = 'x'", "avl.other"),
        ("avl = 3", "avl.avl"),
    ],
)
def test_a_wrong_avl_toml_is_told_with_its_key(tmp_path: Path, text: str, key: str) -> None:
    (tmp_path / "avl.toml").write_text(text)
    with pytest.raises(EnvironmentFault) as fault:
        load_avl_settings(tmp_path / "avl.toml")
    assert fault.value.code == "avl_config"
    assert fault.value.values["key"] == key


def test_it_ships_off_and_on_loopback(tmp_path: Path) -> None:
    settings = load_avl_settings(tmp_path / "avl.toml")
    assert not settings.enabled
    assert settings.listener.is_loopback
