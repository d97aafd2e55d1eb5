"""Weather warnings at a desk: what holds is shown, what is over goes, no call is disturbed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from batola_desk.domain.errors import OperatorError
from batola_desk.domain.weather import Taken
from batola_desk.interop.cap.config import FeedSettings, FolderSettings, ShowSettings, WeatherSettings
from batola_desk.interop.cap.document import read_message
from batola_desk.interop.cap.safe_xml import CapFault
from batola_desk.interop.cap.sources import Step
from batola_desk.services.change import Change
from batola_desk.services.seat_views import AlarmView
from batola_desk.services.weather import WeatherService
from tests.support.cap_documents import HOUR_US, JAVA, alert, area, info, reference
from tests.support.desk_double import NOON_US, DeskDouble, open_desk, talk
from tests.support.location_server import location_server
from tests.support.shipped import shipped_catalog

MINUTE_US = 60_000_000


@dataclass
class Played:
    """A source that says what the test wants."""

    steps: list[Step] = field(default_factory=list)
    place: str = "https://office.example/alerts/id"
    asked: int = 0

    def step(self, _now_s: float) -> Step:
        self.asked += 1
        return self.steps.pop(0) if self.steps else Step(wait_s=300.0, has_answered=True)


def brings(*documents: bytes) -> Step:
    return Step(wait_s=1.0, has_answered=True, messages=tuple(map(read_message, documents)))


def add(desk: DeskDouble, source: Played, silent_after_s: float = 1800.0) -> WeatherService:
    service = desk.services.weather
    service.ask("feed", source, silent_after_s=silent_after_s)
    return service


async def tick(desk: DeskDouble, seconds: float = 1.0) -> None:
    """Time passes; what was begun in a thread comes to its end."""
    await desk.forward(seconds, step_s=seconds)
    await desk.until(lambda: all(one.task is None for one in desk.services.weather._asked), limit_s=30.0)
    await desk.settle()


def alerts(desk: DeskDouble, code: str = "weather") -> list[AlarmView]:
    views = desk.services.session.status().alarms
    return [view for view in views if view.code == code and not view.cleared]


def events(service: WeatherService) -> list[str]:
    return [view.event for view in service.standing()]


async def by_hand(desk: DeskDouble, document: bytes, name: str = "warning.xml") -> Taken:
    path = desk.home / name
    path.write_bytes(document)
    taken = await desk.services.weather.take_file(str(path))
    await desk.settle()
    return taken


async def test_a_desk_without_the_file_asks_nobody(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        await tick(desk)
        assert list(desk.services.weather.sources()) == []
        assert list(desk.services.weather.standing()) == []


async def test_a_warning_of_the_feed_names_its_kecamatan(tmp_path: Path) -> None:
    async with open_desk(tmp_path, catalog=shipped_catalog()) as desk:
        service = add(desk, Played([brings(alert())]))
        heard: list[Change] = []
        desk.services.changed.subscribe(heard.append)
        await tick(desk)
        (view,) = service.standing()
        assert (view.event, view.severity, view.source) == ("Hujan Lebat disertai Petir", "Moderate", "feed")
        assert "Marabahan" in [place.name for place in view.places]
        assert 0 < len(view.places) < 17
        assert (view.from_us, view.until_us) == (NOON_US, NOON_US + 2 * HOUR_US)
        assert view.has_begun and view.has_end
        assert any("weather" in change.what for change in heard)
        (source,) = service.sources()
        assert source.heard_us is not None and not source.is_silent
        (alarm,) = alerts(desk)
        assert alarm.detail.startswith("Hujan Lebat disertai Petir: ")


async def test_what_does_not_touch_the_regency_is_not_shown(tmp_path: Path) -> None:
    async with open_desk(tmp_path, catalog=shipped_catalog()) as desk:
        elsewhere = info(areas=area(f"<polygon>{JAVA}</polygon>"))
        service = add(desk, Played([brings(alert(infos=elsewhere))]))
        await tick(desk)
        assert events(service) == []
        assert alerts(desk) == []
        assert await by_hand(desk, alert("J", infos=elsewhere)) is Taken.ELSEWHERE


async def test_a_part_elsewhere_is_left_out_of_a_message_that_touches_us(tmp_path: Path) -> None:
    async with open_desk(tmp_path, catalog=shipped_catalog()) as desk:
        infos = info(event="Di Jawa", areas=area(f"<polygon>{JAVA}</polygon>")) + info(event="Di sini")
        await by_hand(desk, alert(infos=infos))
        assert events(desk.services.weather) == ["Di sini"]


async def test_a_warning_ends_by_itself_and_its_alert_with_it(tmp_path: Path) -> None:
    async with open_desk(tmp_path, catalog=shipped_catalog()) as desk:
        service = add(desk, Played([brings(alert())]))
        await tick(desk)
        await tick(desk, 2 * 3600 - 60)
        assert len(events(service)) == 1
        await tick(desk, 120)
        assert events(service) == []
        assert alerts(desk) == []
        assert service._parts == {}


async def test_a_part_that_is_over_goes_before_the_rest(tmp_path: Path) -> None:
    async with open_desk(tmp_path, catalog=shipped_catalog()) as desk:
        infos = info(event="Pendek", until_us=NOON_US + 5 * MINUTE_US) + info(event="Panjang")
        await by_hand(desk, alert(infos=infos))
        assert sorted(events(desk.services.weather)) == ["Panjang", "Pendek"]
        await tick(desk, 600)
        assert events(desk.services.weather) == ["Panjang"]


async def test_an_update_replaces_without_another_sound_and_a_cancel_removes(tmp_path: Path) -> None:
    async with open_desk(tmp_path, catalog=shipped_catalog()) as desk:
        service = desk.services.weather
        await by_hand(desk, alert("A"))
        (first,) = alerts(desk)
        later = NOON_US + MINUTE_US
        update = alert(
            "B", kind="Update", sent_us=later, references=reference("A"), infos=info(event="Hujan Sedang")
        )
        assert await by_hand(desk, update) is Taken.SHOWN
        assert events(service) == ["Hujan Sedang"]
        (same,) = alerts(desk)
        assert same.alarm_id == first.alarm_id
        assert same.detail.startswith("Hujan Sedang")
        cancel = alert("C", kind="Cancel", sent_us=later + 1_000_000, references=reference("B"), infos="")
        assert await by_hand(desk, cancel) is Taken.CANCELLED
        assert events(service) == []
        assert alerts(desk) == []
        assert await by_hand(desk, update) is Taken.OVER


async def test_what_becomes_worse_sounds_again_and_what_becomes_better_does_not(tmp_path: Path) -> None:
    async with open_desk(tmp_path, catalog=shipped_catalog()) as desk:
        await by_hand(desk, alert("A"))
        (mild,) = alerts(desk)
        before = "A"
        seen = []
        for minute, (name, severity) in enumerate((("B", "Severe"), ("C", "Moderate")), start=1):
            update = alert(
                name,
                kind="Update",
                sent_us=NOON_US + minute * MINUTE_US,
                references=reference(before),
                infos=info(severity=severity),
            )
            await by_hand(desk, update)
            (now,) = alerts(desk)
            seen.append(now.alarm_id)
            before = name
        assert seen[0] != mild.alarm_id
        assert seen[1] == seen[0]


async def test_no_alert_begins_while_somebody_talks(tmp_path: Path) -> None:
    async with open_desk(tmp_path, catalog=shipped_catalog()) as desk:
        key = await talk(desk)
        await by_hand(desk, alert())
        await tick(desk)
        assert len(events(desk.services.weather)) == 1  # it is shown
        assert alerts(desk) == []
        await desk.services.calls.hang_up(key)
        await desk.until(lambda: not desk.services.calls.live())
        await tick(desk)
        assert len(alerts(desk)) == 1


@pytest.mark.parametrize(
    ("least", "severity", "count"),
    [
        ("Severe", "Moderate", 0),
        ("Severe", "Severe", 1),
        ("Severe", "Extreme", 1),
        ("Moderate", "Unknown", 1),
        ("Severe", "Unknown", 0),
        ("", "Extreme", 0),
    ],
)
async def test_it_is_the_regencys_choice_what_becomes_an_alert(
    tmp_path: Path, least: str, severity: str, count: int
) -> None:
    async with open_desk(tmp_path, catalog=shipped_catalog()) as desk:
        desk.services.weather._settings = WeatherSettings(show=ShowSettings(alarm_from=least))
        await by_hand(desk, alert(infos=info(severity=severity)))
        assert len(alerts(desk)) == count
        assert len(events(desk.services.weather)) == 1


async def test_the_worst_stands_first(tmp_path: Path) -> None:
    async with open_desk(tmp_path, catalog=shipped_catalog()) as desk:
        for name, severity in (("A", "Minor"), ("B", "Unknown"), ("C", "Extreme"), ("D", "Severe")):
            await by_hand(desk, alert(name, infos=info(event=name, severity=severity)))
        assert events(desk.services.weather) == ["C", "D", "A", "B"]


async def test_a_source_that_does_not_answer_is_told_and_forgiven(tmp_path: Path) -> None:
    async with open_desk(tmp_path, catalog=shipped_catalog()) as desk:
        away = [Step(wait_s=600.0, fault=CapFault("weather_unreachable")) for _ in range(4)]
        service = add(desk, Played(away))
        await tick(desk)
        (source,) = service.sources()
        assert (source.code, source.is_silent, source.heard_us) == ("weather_unreachable", False, None)
        assert alerts(desk, "weather_not_heard") == []
        for _ in range(3):
            await tick(desk, 700)
        assert service.sources()[0].is_silent
        assert len(alerts(desk, "weather_not_heard")) == 1
        await tick(desk, 700)
        (source,) = service.sources()
        assert (source.code, source.is_silent) == ("", False)
        assert alerts(desk, "weather_not_heard") == []


async def test_a_source_is_asked_when_it_is_due_and_never_twice_at_once(tmp_path: Path) -> None:
    async with open_desk(tmp_path, catalog=shipped_catalog()) as desk:
        played = Played()
        add(desk, played)
        await tick(desk)
        for _ in range(5):
            await tick(desk, 50)
        assert played.asked == 1
        await tick(desk, 60)
        assert played.asked == 2


@pytest.mark.expects_log
async def test_a_source_that_breaks_ends_nothing_else(tmp_path: Path) -> None:
    class Broken(Played):
        def step(self, _now_s: float) -> Step:
            self.asked += 1
            raise ZeroDivisionError

    async with open_desk(tmp_path, catalog=shipped_catalog()) as desk:
        broken = Broken()
        add(desk, broken, silent_after_s=100.0)
        await tick(desk)
        assert await by_hand(desk, alert()) is Taken.SHOWN
        await tick(desk, 50)
        assert broken.asked == 1
        await tick(desk, 60)
        assert broken.asked == 2


async def test_a_file_that_is_no_warning_is_refused_with_its_reason(tmp_path: Path) -> None:
    async with open_desk(tmp_path, catalog=shipped_catalog()) as desk:
        for document, code in (
            (b"bukan", "cap_not_xml"),
            (alert(status="Exercise"), "cap_not_actual"),
            (alert(infos=info(severity="Berat")), "cap_value"),
        ):
            with pytest.raises(OperatorError) as caught:
                await by_hand(desk, document)
            assert caught.value.code == code
        with pytest.raises(OperatorError) as caught:
            await desk.services.weather.take_file(str(tmp_path / "none.xml"))
        assert caught.value.code == "weather_file_unreadable"
        assert await by_hand(desk, alert(infos=info(until_us=NOON_US - 1_000_000))) is Taken.OVER


async def test_a_folder_of_the_configuration_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "masuk"
    folder.mkdir()
    (folder / "one.xml").write_bytes(alert())
    settings = WeatherSettings(folder=FolderSettings(path=str(folder)))
    async with open_desk(tmp_path / "desk", catalog=shipped_catalog(), weather=settings) as desk:
        await tick(desk)
        (view,) = desk.services.weather.standing()
        assert view.source == "folder"
        (folder / "two.xml").write_bytes(alert("B"))
        await tick(desk, 31)
        assert len(desk.services.weather.standing()) == 2


async def test_nothing_of_a_warning_is_a_fact_but_its_alert(tmp_path: Path) -> None:
    async with open_desk(tmp_path, catalog=shipped_catalog()) as desk:
        before = journal(desk)
        await by_hand(desk, alert())
        await tick(desk)
        ((kind, body),) = journal(desk)[len(before) :]
        assert kind == "desk.alarm_raised"
        assert "Marabahan" in body
        assert "BMKG" not in body  # the alert names what and where; the message itself is not kept


def journal(desk: DeskDouble) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(desk.paths.journal)) as file:
        return [
            (str(row[0]), str(row[1]))
            for row in file.execute("SELECT kind, body FROM journal ORDER BY row_id")
        ]


async def test_a_desk_that_closes_waits_for_no_server(tmp_path: Path) -> None:
    async with open_desk(tmp_path, catalog=shipped_catalog()) as desk:
        add(desk, Played())
        await desk.services.weather.tick()
        assert desk.services.weather._asked[0].task is not None
    assert desk.services.weather._asked[0].task is None or desk.services.weather._asked[0].task.done()


async def test_a_feed_of_the_configuration_is_asked_over_tls(tmp_path: Path) -> None:
    with location_server(tmp_path) as server:
        server.document = alert()
        feed = FeedSettings(
            enabled=True,
            address=f"https://{server.host}/alerts/id",
            authority=str(server.authority.ca_file),
        )
        settings = WeatherSettings(feed=feed)
        async with open_desk(tmp_path / "desk", catalog=shipped_catalog(), weather=settings) as desk:
            await tick(desk)
            (view,) = desk.services.weather.standing()
            assert view.source == "feed"
            assert [(method, path) for method, path, _ in server.requests] == [("GET", "/alerts/id")]
            server.status = 500
            await tick(desk, 301)
            (source,) = desk.services.weather.sources()
            assert (source.code, source.values) == ("weather_refused", {"status": 500})
            assert len(desk.services.weather.standing()) == 1  # what was said holds until its end
