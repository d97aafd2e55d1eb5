"""Who should go, in the form and on the map: read, folded, sent with one key."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QImage, QPainter
from pytestqt.qtbot import QtBot

from batola_desk.domain.catalog import UnitPlan
from batola_desk.domain.map_feature import FeatureWish
from batola_desk.map.projection import Camera, project
from batola_desk.map.routing.reach import reach_areas
from batola_desk.map.routing.way import Leg
from batola_desk.map.tide import Level, Trend
from batola_desk.services.recommendation_views import (
    ExcludedUnit,
    RankedUnit,
    RecommendationView,
    TidalState,
)
from batola_desk.ui.incident import advice_words as words
from batola_desk.ui.map.glyphs import GlyphStore
from batola_desk.ui.map.palette import MapPalette
from batola_desk.ui.map.reach_overlay import ReachOverlay
from batola_desk.ui.map.route_overlay import RouteOverlay
from batola_desk.ui.map.tide_overlay import TideOverlay
from batola_desk.ui.theme import tokens
from tests.support.shipped import shipped_catalog
from tests.support.small_roads import FAST, WATER, Lines, at
from tests.support.way_pack import install_pack
from tests.ui.form_stage import FormStage, open_stage

CATALOG = shipped_catalog()
HERE = at(0, 0)


def plan(unit_id: str, agency: str, east_m: float) -> UnitPlan:
    place = at(east_m, 0)
    return UnitPlan(
        unit_id=unit_id, call_sign=unit_id.title(), agency=agency, latitude=place.lat, longitude=place.lon
    )


UNITS = (
    *(plan(f"damkar {number}", "damkar", number * 1500) for number in range(1, 6)),
    plan("patroli", "polres", 500),
)


async def fire(stage: FormStage) -> str:
    incident_id = await stage.services.incidents.new(source="manual")
    stage.services.incidents.set_field(incident_id, "type_code", "KB01")
    await stage.services.incidents.set_location(incident_id, HERE.lat, HERE.lon, source="map_click")
    stage.form.open_incident(incident_id)
    await stage.settle()
    service = stage.services.recommendation
    await stage.until(lambda: not service.is_busy)
    await stage.settle()
    return incident_id


@pytest.fixture
def home(tmp_path: Path) -> Path:
    install_pack(tmp_path, Lines().line(FAST, (-500, 0), (10_000, 0)).graph())
    return tmp_path


async def test_the_three_best_stand_there_with_reasons_and_the_others_are_folded(
    qtbot: QtBot, home: Path
) -> None:
    async with open_stage(home, catalog=dataclasses.replace(CATALOG, units=UNITS)) as stage:
        await fire(stage)
        stage.form.show_units()
        box = stage.form.dispatch.advice
        assert box.rows[0].line.whole.startswith("Damkar 1 · ")
        assert "memadamkan api" in box.rows[0].reason.text()
        assert box.rows[0].reason.text().endswith("lewat darat.")
        assert not box.more_list.isVisible() and not box.not_advised_list.isVisible()
        box.more.click()
        box.not_advised.click()
        assert [line.split(" · ")[0] for line in box.more_list.texts] == ["Damkar 4", "Damkar 5"]
        assert all("Bebas, satuan memadamkan api: " in line for line in box.more_list.texts)
        assert box.not_advised_list.texts == ["Patroli: bukan untuk kejadian ini"]


async def test_any_row_shows_its_way_and_says_why_it_is_not_advised(qtbot: QtBot, home: Path) -> None:
    async with open_stage(home, catalog=dataclasses.replace(CATALOG, units=UNITS)) as stage:
        await fire(stage)
        stage.form.show_units()
        box, choice = stage.form.dispatch.advice, stage.form.dispatch_vm.choice

        async def way_of(unit_id: str) -> RankedUnit:
            await stage.until(lambda: choice.is_known)
            assert choice.unit_id == unit_id
            assert choice.way is not None and choice.way.legs
            return choice.way

        qtbot.mouseClick(box.rows[1].line, Qt.MouseButton.LeftButton)
        assert (await way_of("damkar 2")).length_m == pytest.approx(3000, rel=0.01)
        assert [row.way.isChecked() for row in box.rows] == [False, True, False]
        assert box.shown.text() == f"Di peta: {box.rows[1].line.whole}."
        box.more.click()
        stage.window.setFocus()
        box.more_list.setFocus()
        await stage.press(Qt.Key.Key_Down)
        await stage.press(Qt.Key.Key_Down)
        assert (await way_of("damkar 5")).length_m == pytest.approx(7500, rel=0.01)
        assert not any(row.way.isChecked() for row in box.rows)
        box.not_advised.click()
        line = box.not_advised_list.visualRect(box.not_advised_list.model().index(0, 0)).center()
        qtbot.mouseClick(box.not_advised_list.viewport(), Qt.MouseButton.LeftButton, pos=line)
        assert (await way_of("patroli")).length_m == pytest.approx(500, rel=0.02)
        assert box.shown.text().startswith("Di peta: Patroli · ")
        assert box.shown.text().endswith(". Tidak disarankan: bukan untuk kejadian ini.")
        qtbot.mouseClick(box.rows[0].way, Qt.MouseButton.LeftButton)
        await way_of("damkar 1")
        qtbot.mouseClick(box.rows[0].way, Qt.MouseButton.LeftButton)
        assert choice.unit_id == "" and choice.way is None
        assert not box.shown.isVisible()


async def test_a_chosen_way_follows_its_unit_and_ends_with_the_ticket(qtbot: QtBot, home: Path) -> None:
    async with open_stage(home, catalog=dataclasses.replace(CATALOG, units=UNITS)) as stage:
        await fire(stage)
        choice = stage.form.dispatch_vm.choice
        choice.choose("patroli")
        await stage.until(lambda: choice.is_known)
        points = tuple((place.lat, place.lon) for place in (at(250, -100), at(250, 100)))
        await stage.services.map_features.draw(
            FeatureWish(kind="closed_road", shape="line", points=points, name="Longsor")
        )
        await stage.settle()
        await stage.until(lambda: choice.way is None)
        assert choice.is_known
        assert stage.form.dispatch.advice.shown.text() == (
            "Tidak ada jalur yang dikenal. Tidak disarankan: bukan untuk kejadian ini."
        )
        await stage.services.dispatch.dispatch_unit(stage.form.dispatch_vm.incident_id, "patroli", force=True)
        await stage.settle()
        await stage.until(lambda: choice.unit_id == "")  # it works here now
        choice.choose("damkar 1")
        choice.set_incident("another ticket")
        assert choice.unit_id == "" and choice.way is None


async def test_a_chosen_unit_that_leaves_its_list_stays_chosen(qtbot: QtBot, home: Path) -> None:
    async with open_stage(home, catalog=dataclasses.replace(CATALOG, units=UNITS)) as stage:
        await fire(stage)
        stage.form.show_units()
        box, choice = stage.form.dispatch.advice, stage.form.dispatch_vm.choice
        box.more.click()
        box.more_list.setCurrentIndex(box.more_list.model().index(1, 0))
        assert choice.unit_id == "damkar 5"
        await stage.services.dispatch.set_unit_state("damkar 5", "out_of_service", reason="ban bocor")
        await stage.until(lambda: len(box.more_list.texts) == 1)
        assert choice.unit_id == "damkar 5"  # not the neighbour, to which the cursor would go by itself
        assert not box.more_list.currentIndex().isValid()
        await stage.until(lambda: "tidak siap: ban bocor" in box.shown.text())


async def test_one_key_sends_the_first_and_the_next_one_moves_up(qtbot: QtBot, home: Path) -> None:
    async with open_stage(home, catalog=dataclasses.replace(CATALOG, units=UNITS)) as stage:
        incident_id = await fire(stage)
        stage.form.dispatch_vm.assign_advised()
        await stage.settle()
        await stage.until(lambda: not stage.services.recommendation.is_busy)
        await stage.settle()
        view = stage.services.incidents.view(incident_id)
        assert view is not None
        assert [part.unit.unit_id for part in view.units] == ["damkar 1"]
        assert stage.form.dispatch.advice.rows[0].line.whole.startswith("Damkar 2 · ")


async def test_any_other_unit_can_be_sent_too(qtbot: QtBot, home: Path) -> None:
    async with open_stage(home, catalog=dataclasses.replace(CATALOG, units=UNITS)) as stage:
        incident_id = await fire(stage)
        qtbot.mouseClick(stage.form.dispatch.advice.rows[2].send, Qt.MouseButton.LeftButton)
        await stage.settle()
        view = stage.services.incidents.view(incident_id)
        assert view is not None
        assert [part.unit.unit_id for part in view.units] == ["damkar 3"]


async def test_without_a_place_there_is_no_advice_and_the_key_says_so(qtbot: QtBot, tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        incident_id = await stage.services.incidents.new(source="manual")
        stage.form.open_incident(incident_id)
        await stage.settle()
        assert not stage.form.dispatch.advice.isVisible()
        stage.form.dispatch_vm.assign_advised()
        await stage.settle()
        assert "Belum ada satuan yang disarankan" in stage.words


def ranked(**more: object) -> RankedUnit:
    values: dict[str, object] = {
        "unit_id": "u", "call_sign": "Damkar 1", "agency_code": "damkar", "low_s": 400.0, "high_s": 590.0,
        "length_m": 4230.0, "water_m": 0.0, "medium": "road", "needs": ("pemadam",),
    }  # fmt: skip
    return RankedUnit(**(values | more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("low_s", "high_s", "shown"),
    [(400, 590, "6–10 mnt"), (10, 30, "1–2 mnt"), (3500, 7100, "58–119 mnt"), (3500, 9000, "1–3 jam")],
)
def test_times_are_ranges_that_promise_nothing(qtbot: QtBot, low_s: float, high_s: float, shown: str) -> None:
    assert words.range_text(low_s, high_s) == shown


def test_a_guess_and_an_old_position_are_said(qtbot: QtBot) -> None:
    unit = ranked(is_guess=True, is_stale=True, jetties=("Dermaga Lama", ""), medium="both")
    assert words.line_text(unit) == "Damkar 1 · ± 6–10 mnt · 4,2 km darat dan air"
    reason = words.reason_text(unit, CATALOG, "id", is_first=False)
    assert reason == (
        "Bebas, satuan memadamkan api: 4,2 km lewat darat dan air, berganti di Dermaga Lama, "
        "berganti di dermaga, perkiraan dari garis lurus, posisinya sudah lama."
    )


@pytest.mark.parametrize(
    ("why", "detail", "shown"),
    [
        ("busy", "112-6304-20261127-A0007, B0001", "Damkar 2: bertugas di A0007, B0001"),
        ("busy", "", "Damkar 2: sedang bertugas"),
        ("no_way", "water", "Damkar 2: tidak ada jalan air ke sana"),
        ("no_way", "both", "Damkar 2: tidak ada jalan ke sana"),
        ("out_of_service", "ban bocor", "Damkar 2: tidak siap: ban bocor"),
    ],
)
def test_why_not_in_words(qtbot: QtBot, why: str, detail: str, shown: str) -> None:
    unit = ExcludedUnit(unit_id="u", call_sign="Damkar 2", agency_code="damkar", why=why, detail=detail)
    assert words.excluded_text(unit) == shown


def test_the_tide_is_one_line_and_silence_where_nothing_is_known(qtbot: QtBot) -> None:
    now = Level("Marabahan", 1.36, Trend.RISING)
    assert words.tide_text(now, None) == "Air 1,4 m naik (Marabahan)"
    assert words.tide_text(now, now._replace(metres=-0.2)) == "Air 1,4 m naik, saat tiba −0,2 m (Marabahan)"
    assert words.tide_text(None, now) == ""


@pytest.mark.parametrize(
    ("now", "then", "shown"),
    [
        (True, True, "✓ Pompa Handil: bisa dipakai"),
        (False, None, "✗ Pompa Handil: tidak bisa dipakai"),
        (False, True, "✓ Pompa Handil: sekarang belum, saat tiba bisa dipakai"),
        (True, False, "✗ Pompa Handil: sekarang bisa, saat tiba tidak lagi"),
    ],
)
def test_what_the_tide_does_to_a_pump_point(qtbot: QtBot, now: bool, then: bool | None, shown: str) -> None:
    point = TidalState(
        feature_id="f", kind="pump", name="Pompa Handil", latitude=0.0, longitude=0.0,
        is_usable=now, is_usable_then=then,
    )  # fmt: skip
    assert words.points_text(RecommendationView(incident_id="i", points=(point,))) == shown


def test_usable_and_not_are_drawn_differently_and_far_away_not_at_all(qtbot: QtBot) -> None:
    def drawn(*states: bool) -> np.ndarray:
        overlay = TideOverlay()
        overlay.set_states(
            [
                TidalState(
                    feature_id=str(at), kind="pump", name="", latitude=HERE.lat, longitude=HERE.lon,
                    is_usable=is_usable,
                )
                for at, is_usable in enumerate(states)
            ]
        )  # fmt: skip
        assert len(overlay.legend()) == len(set(states))
        return picture(overlay, "dark")

    nothing, yes, no = drawn(), drawn(True), drawn(False)
    assert (yes != nothing).any() and (no != nothing).any() and (yes != no).any()


def picture(overlay: RouteOverlay | ReachOverlay | TideOverlay, theme: str) -> np.ndarray:
    palette = MapPalette.from_tokens(tokens(theme), name=theme)
    camera = Camera.at(HERE.lat, HERE.lon, 14.0, 300, 200)
    image = QImage(300, 200, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(palette.colour("background"))
    painter = QPainter(image)
    try:
        overlay.draw(painter, camera, palette, GlyphStore(palette, QFont(), 1.0))
    finally:
        painter.end()
    return np.frombuffer(image.constBits(), np.uint8).reshape(200, 300, 4).copy()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_ways_and_areas_are_drawn_where_they_are(qtbot: QtBot, theme: str) -> None:
    x, y = project([HERE.lat, HERE.lat], [HERE.lon, HERE.lon + 0.02])
    leg = Leg("road", 2200.0, 100.0, np.stack([x, y], axis=1))
    routes = RouteOverlay()
    empty = picture(routes, theme)
    routes.set_units([ranked(legs=(leg,))])
    changed = (picture(routes, theme) != empty).any(axis=2)
    assert changed[100, 160:290].all() and not changed[100, :130].any() and not changed[:80].any()
    assert [row.role for row in routes.legend()] == ["route"]
    jetty = leg.points[:1] + np.array([[0.0, 0.00001]])  # south of the road
    change = Leg("transfer", 0.0, 300.0, jetty, 0)
    routes.set_units([ranked(legs=(leg, change))])
    assert (picture(routes, theme) != empty).any(axis=2)[115:].any()
    network = Lines().line(FAST, (-500, 0), (1500, 0)).line(WATER, (0, 900), (0, 2000)).finder().network
    reach = ReachOverlay()
    assert not reach.legend()
    reach.set_areas(reach_areas(network, HERE, "road", (5, 10)))
    changed = (picture(reach, theme) != empty).any(axis=2)
    assert changed[100, 150] and not changed[195, 5]
    assert len(reach.legend()) == 2
