"""The alert list by itself: repeat, quiet after acknowledging, floods. Time is injected."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from batola_desk.domain.catalog import Alert
from batola_desk.domain.limits import AlarmLimits
from batola_desk.services.alarms import AlarmService
from batola_desk.settings.catalog import load_catalog
from batola_desk.settings.catalog_checks import URGENT_TONES
from batola_desk.settings.paths import resource_path
from tests.support.desk_double import open_desk
from tests.support.shipped import shipped_catalog

RULES = {
    "fire": Alert(code="fire", label="fire", priority="high", tone="p1", repeat_s=10.0, quiet_s=60.0),
    "late": Alert(code="late", label="late", priority="medium", tone="p2", repeat_s=30.0),
    "note": Alert(code="note", label="note", priority="low", tone="p3"),
}


class Clock:
    def __init__(self) -> None:
        self.now_s = 1000.0

    def now_us(self) -> int:
        return int(self.now_s * 1e6)

    def mono_s(self) -> float:
        return self.now_s


class Recorder:
    def __init__(self) -> None:
        self.kinds: list[str] = []

    def submit(self, facts: list[Any], actor: str | None = None) -> None:
        self.kinds += [fact.event.TYPE for fact in facts]


class Bench:
    def __init__(self, rules: Mapping[str, Alert] = RULES) -> None:
        self.clock, self.recorder, self.played = Clock(), Recorder(), list[str]()
        self.changes = 0
        self.alarms = AlarmService(
            rules,
            AlarmLimits(),
            self.recorder,  # type: ignore[arg-type]
            self.clock,
            desk="A",
            play=self.played.append,
            on_change=self._count,
        )

    def _count(self) -> None:
        self.changes += 1

    def wait(self, seconds: int) -> None:
        for _ in range(seconds):
            self.clock.now_s += 1.0
            self.alarms.tick()

    def heard(self) -> list[str]:
        played, self.played[:] = list(self.played), []
        return played

    def acknowledge(self, code: str) -> None:
        view = next(view for view in self.alarms.views() if view.code == code and not view.acknowledged)
        self.alarms.acknowledge(view.alarm_id, may_as_lead=False)


def test_an_unseen_alert_sounds_again_at_its_own_pace() -> None:
    bench = Bench()
    bench.alarms.raise_alarm("fire")
    bench.alarms.raise_alarm("note")
    bench.wait(35)
    assert bench.heard() == ["p1", "p3", "p1", "p1", "p1"]


def test_a_standing_alert_says_the_newest_detail_without_sounding_again() -> None:
    bench = Bench()
    for detail in ("trunk", "trunk", "trunk, dalam", ""):
        bench.alarms.raise_alarm("fire", detail=detail)
    (view,) = bench.alarms.views()
    assert view.detail == "trunk, dalam"
    assert bench.heard() == ["p1"]
    assert bench.recorder.kinds == ["desk.alarm_raised"]


def test_many_alerts_of_one_look_are_one_change_and_none_without_news() -> None:
    bench = Bench()
    bench.alarms.keep_only("note", {f"incident:{number}" for number in range(500)})
    assert bench.changes == 1
    bench.alarms.keep_only("note", {f"incident:{number}" for number in range(500)})
    assert bench.changes == 1
    bench.alarms.keep_only("note", {"incident:7", "incident:new"})
    assert (bench.changes, bench.alarms.active_subjects("note")) == (2, {"incident:7", "incident:new"})
    assert bench.recorder.kinds.count("desk.alarm_cleared") == 499


def test_what_is_shown_is_true_after_every_change_and_the_same_until_then() -> None:
    bench = Bench()
    assert bench.alarms.views() == ()
    bench.alarms.raise_alarm("late")
    shown = bench.alarms.views()
    assert bench.alarms.views() is shown
    bench.alarms.raise_alarm("late", detail="B")
    assert bench.alarms.views()[0].detail == "B"
    bench.acknowledge("late")
    assert bench.alarms.views()[0].acknowledged
    bench.alarms.clear("late")
    assert bench.alarms.views()[0].cleared
    bench.alarms.load(None)
    assert bench.alarms.views() is not shown


def test_an_urgent_alert_is_never_silenced_for_good() -> None:
    bench = Bench()
    bench.alarms.raise_alarm("fire")
    bench.heard()
    bench.acknowledge("fire")
    bench.wait(59)
    assert bench.heard() == [], "quiet after somebody has seen it"
    bench.wait(3600)
    assert len(bench.heard()) == 60, "and back until it is handled"
    (view,) = bench.alarms.views()
    assert view.acknowledged
    assert not view.cleared
    bench.alarms.clear("fire")
    bench.wait(600)
    assert bench.heard() == []
    assert len(bench.alarms.views()) == 1, "it stays listed"


def test_a_lesser_alert_stays_quiet_once_it_was_seen() -> None:
    bench = Bench()
    bench.alarms.raise_alarm("late")
    bench.acknowledge("late")
    bench.heard()
    bench.wait(3600)
    assert bench.heard() == []


def test_in_a_flood_lesser_alerts_are_one_line_each_kind_and_silent_urgent_ones_never() -> None:
    bench = Bench()
    for number in range(10):
        bench.alarms.raise_alarm("late", f"unit:{number}")
        bench.wait(2)
    assert len(bench.heard()) == 10
    for number in range(10, 40):
        bench.alarms.raise_alarm("late", f"unit:{number}")
        bench.wait(2)
    bench.alarms.raise_alarm("note")
    bench.alarms.raise_alarm("fire")
    heard = bench.heard()
    assert "p1" in heard
    assert "p3" not in heard, "a lesser one of a flood is silent"
    shown = [(view.code, view.bundled) for view in bench.alarms.views()]
    assert shown.count(("late", 1)) == 10
    assert ("late", 30) in shown
    assert ("note", 1) in shown
    assert len(shown) == 13
    assert bench.recorder.kinds.count("desk.alarm_raised") == 42, "the journal has each one"
    bundle = next(view for view in bench.alarms.views() if view.bundled == 30)
    bench.alarms.acknowledge(bundle.alarm_id, may_as_lead=False)
    assert bench.recorder.kinds.count("desk.alarm_acknowledged") == 30
    assert len(bench.alarms.views()) == 42, "seen ones are listed one by one"


def test_ten_alerts_in_eleven_minutes_are_no_flood() -> None:
    bench = Bench()
    for number in range(30):
        bench.alarms.raise_alarm("note", f"{number}")
        bench.wait(61)
    assert len(bench.heard()) == 30
    assert all(view.bundled == 1 for view in bench.alarms.views())


def test_an_urgent_alert_nobody_looks_at_comes_back_by_the_shipped_rules() -> None:
    """``new_p1`` had ``repeat_s = 0``: seen it came back every minute, unseen it was heard once."""
    shipped = shipped_catalog().alerts
    urgent = {code: alert for code, alert in shipped.items() if alert.tone in URGENT_TONES}
    for code, alert in urgent.items():
        bench = Bench(urgent)
        bench.alarms.raise_alarm(code)
        bench.wait(305)
        assert len(bench.heard()) >= 2, f"{code}: {alert}"


def test_every_urgent_tone_of_the_catalogue_comes_back() -> None:
    alerts = shipped_catalog().alerts.values()
    urgent = [alert for alert in alerts if alert.tone in URGENT_TONES]
    assert len(urgent) >= 15
    assert all(alert.priority == "high" and 0 < alert.quiet_s <= 300 for alert in urgent)
    assert all(alert.label_en and alert.advice and alert.advice_en for alert in alerts)


@pytest.mark.parametrize("code", ["new_p1", "call_waiting", "line_down"])
def test_an_override_that_silences_an_urgent_alert_is_refused(code: str, tmp_path: Any) -> None:
    (tmp_path / "alerts.toml").write_text(f'version = 1\n[[alert]]\ncode = "{code}"\nquiet_s = 0.0\n')
    loaded = load_catalog(resource_path("config"), tmp_path)
    assert loaded.catalog.alerts[code].quiet_s > 0
    assert "quiet_s" in str(loaded.faults[0])


class SeenByIT:
    """The system's log, played."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str, str, bool]] = []

    def tell(self, code: str, priority: str, words: str, *, ended: bool = False) -> None:
        self.told.append((code, priority, words, ended))

    def stop(self) -> None:
        self.is_stopped = True


async def test_the_system_log_hears_each_alarm_once_without_anything_personal(tmp_path: Path) -> None:
    seen = SeenByIT()
    async with open_desk(tmp_path, system_log=seen) as desk:
        alarms = desk.services._context.alarms
        alarms.raise_alarm("disk_low", "call:081250001111", detail="Jl. Kemuning 3")
        alarms.raise_alarm("disk_low", "call:081250001111", detail="Jl. Kemuning 4")
        alarms.clear("disk_low", "call:081250001111")
        alarms.clear("disk_low", "call:081250001111")
    assert [(code, ended) for code, _, _, ended in seen.told] == [("disk_low", False), ("disk_low", True)]
    assert not any("0812" in words or "Kemuning" in words for _, _, words, _ in seen.told)
    assert seen.is_stopped
