"""Which positions count: known devices, believable times; jumps are flagged, strangers remembered for IT."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from batola_desk.domain.catalog import UnitPlan
from batola_desk.domain.errors import EnvironmentFault
from batola_desk.domain.unit_devices import devices_of
from batola_desk.domain.unit_position import UnitPosition, device_of_name, name_of_device
from batola_desk.interop.avl.config import load_avl_settings
from batola_desk.interop.avl.given import laid_over, read_given, write_given
from batola_desk.interop.avl.heard import DEVICES_MAX, HeardDevice, Hearing, read_hearing, write_hearing
from batola_desk.interop.avl.intake import DEVICE_RATE, Intake
from batola_desk.interop.avl.judge import NEW_STRANGERS, Outcome, PositionJudge
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


def troubles(judge: PositionJudge) -> list[HeardDevice]:
    return [heard for heard in judge.heard() if heard.is_trouble]


def test_a_stranger_is_remembered_and_moves_no_unit(judge: PositionJudge, now: list[int]) -> None:
    told = []
    for step in range(4):
        now[0] = (NOW_S + step) * S // 2 + NOW_S * S // 2  # every half second
        outcome, position = judge.judge(report("siapa/hp 1", at_s=None, lat=-3.1 - step / 1000))
        assert outcome is Outcome.UNKNOWN_DEVICE
        told += [position] if position is not None else []
    assert [(p.unit_id, p.latitude) for p in told] == [
        (name_of_device("siapa/hp 1"), -3.1),
        (name_of_device("siapa/hp 1"), -3.102),  # handed on once a second, for a desk that knows more
    ]
    assert judge.newest() == (told[-1],)
    (heard,) = troubles(judge)
    assert (heard.device, heard.kind, heard.count) == ("siapa/hp 1", "unknown_device", 4)
    assert (heard.source, heard.latitude, heard.last_us) == ("traccar", -3.103, now[0])


@pytest.mark.parametrize("device", ["hp", "damkar/hp1", "862 00-1~", "perahu-é", "x" * 42])
def test_a_devices_name_travels_as_an_id_that_the_room_takes(device: str) -> None:
    name = name_of_device(device)
    assert name is not None
    assert re.fullmatch("[A-Za-z0-9._-]{1,64}", name)
    assert device_of_name(name) == device


@pytest.mark.parametrize("name", ["damkar-1", "device.", "device.*", "device.a", "device._w", "device.AA"])
def test_what_is_no_devices_name_is_none(name: str) -> None:
    assert device_of_name(name) is None


def test_a_name_that_is_too_long_stays_on_this_computer(judge: PositionJudge) -> None:
    assert name_of_device("x" * 43) is None
    assert judge.judge(report("x" * 43)) == (Outcome.UNKNOWN_DEVICE, None)
    assert [heard.device for heard in troubles(judge)] == ["x" * 43]


def test_a_stranger_with_a_wrong_clock_is_listed_and_not_handed_on(judge: PositionJudge) -> None:
    for at_s in (NOW_S + 3600, NOW_S - 25 * 3600):
        assert judge.judge(report("siapa", at_s=at_s)) == (Outcome.UNKNOWN_DEVICE, None)
    (heard,) = troubles(judge)
    assert (heard.count, heard.latitude) == (2, None)


def test_invented_devices_do_not_pile_up_and_push_out_no_unit(now: list[int]) -> None:
    judge = PositionJudge(lambda: {"hp": "damkar-1"}, lambda: now[0], lambda: 0.0)
    judge.judge(report())
    told = [judge.judge(report(f"d{number}"))[1] for number in range(DEVICES_MAX * 3)]
    assert len(troubles(judge)) == DEVICES_MAX
    assert sum(position is not None for position in told) == NEW_STRANGERS.burst
    assert len(judge.newest()) == 1 + NEW_STRANGERS.burst
    assert [heard.device for heard in judge.heard() if not heard.is_trouble] == ["hp"]


def test_a_device_that_becomes_a_units_is_no_stranger_any_more(now: list[int]) -> None:
    units: dict[str, str] = {}
    judge = PositionJudge(lambda: units, lambda: now[0])
    judge.judge(report())
    assert [heard.kind for heard in judge.heard()] == ["unknown_device"]
    units["hp"] = "damkar-1"
    assert [heard.kind for heard in judge.heard()] == ["taken"]
    now[0] += 5 * S
    assert judge.judge(report(at_s=None))[0] is Outcome.TAKEN
    assert [p.unit_id for p in judge.newest()] == ["damkar-1"]


def test_a_clock_that_is_ahead_is_told_and_kept_out(judge: PositionJudge) -> None:
    assert judge.judge(report(at_s=NOW_S + 61))[0] is Outcome.FUTURE
    assert [t.kind for t in troubles(judge)] == ["future"]
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
    assert [p.unit_id for p in taken] == [
        "damkar-1",  # of one moment, the others are not newer
        name_of_device("lain"),
    ]


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
    assert [(t.device, t.kind) for t in troubles(judge)] == [("damkar", "encrypted")]


def test_the_list_for_it_survives_in_a_file(tmp_path: Path, judge: PositionJudge) -> None:
    judge.judge(report("siapa"))
    hearing = Hearing(since_us=1, written_us=2, devices=judge.heard(), refused={"wrong_token": 3})
    write_hearing(tmp_path / "a.json", hearing)
    assert read_hearing(tmp_path / "a.json") == hearing
    (tmp_path / "a.json").write_text('{"devices": [{"x": 1}]}')
    assert read_hearing(tmp_path / "a.json") is None
    assert read_hearing(tmp_path / "none.json") is None


def test_what_people_said_lies_over_what_is_shipped(tmp_path: Path) -> None:
    write_given(tmp_path / "g.json", {"b": "", "c": "u2"})
    given = read_given(tmp_path / "g.json")
    assert laid_over({"a": "u1", "b": "u1"}, given) == {"a": "u1", "c": "u2"}
    (tmp_path / "g.json").write_text('{"b": 3}')
    assert read_given(tmp_path / "g.json") == {}


def test_devices_are_data_of_the_configuration(tmp_path: Path) -> None:
    plan = UnitPlan(unit_id="u1", call_sign="U 1", agency="damkar", devices=("a", "b"))
    assert devices_of([plan]) == {"a": "u1", "b": "u1"}
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
