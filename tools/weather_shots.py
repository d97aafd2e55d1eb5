"""Pictures of weather warnings: the band of the worst one, the list with its text, the empty list."""

from __future__ import annotations

from batola_desk.interop.cap.document import read_message
from batola_desk.interop.cap.sources import Step
from tests.support.cap_documents import alert, area, info
from tests.support.window_stage import WindowStage, wall_us
from tools.camera import Take

HOUR_US = 3_600_000_000
NORTH = "<polygon>-2.40,114.55 -2.40,114.95 -2.98,114.95 -2.98,114.55</polygon>"
SOUTH = "<circle>-3.36,114.48 9</circle>"
TEXT = (
    "<headline>Hujan lebat disertai petir dan angin kencang</headline><description>Masih berpotensi hujan"
    " sedang hingga lebat yang dapat disertai kilat dan angin kencang, dan dapat meluas.</description>"
    "<instruction>Hindari berada di atas perahu kecil dan di bawah pohon selama hujan.</instruction>"
)


class _Office:
    """Answers once with two warnings that hold now."""

    place = "https://office.example/alerts/id"

    def step(self, _now_s: float) -> Step:
        now_us = wall_us()
        begin = now_us - now_us % (60 * 60_000_000)
        wind = info(
            event="Hujan Lebat, Petir dan Angin Kencang", severity="Severe", from_us=begin,
            until_us=begin + 3 * HOUR_US, areas=area(NORTH), more=TEXT,
        )  # fmt: skip
        rain = info(from_us=begin, until_us=begin + 2 * HOUR_US, areas=area(SOUTH))
        sent = now_us - 600_000_000
        documents = (alert("S1", sent_us=sent, infos=wind), alert("S2", sent_us=sent, infos=rain))
        return Step(wait_s=300.0, has_answered=True, messages=tuple(map(read_message, documents)))


async def weather_pictures(stage: WindowStage, take: Take) -> None:
    """Empty, then two warnings."""
    weather, window = stage.services.weather, stage.window
    window.weather_sheet.bring_up()
    await stage.settle(0.2)
    await take(stage, "weather-empty")
    weather.ask("feed", _Office(), silent_after_s=1800.0)
    await weather.tick()
    await stage.until(lambda: len(weather.standing()) == 2, "the warnings")
    await stage.settle(0.2)
    await take(stage, "weather-list")
    window.weather_sheet.put_away()
    await stage.settle(0.2)
    await take(stage, "weather-band")
