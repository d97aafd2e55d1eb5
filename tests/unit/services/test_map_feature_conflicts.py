"""Two desks that drew without knowing of each other: what counts, what people see, what their choice does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from batola_desk.domain.events.map_feature import MapFeatureChanged, MapFeatureDrawn, MapFeatureRemoved
from batola_desk.domain.facts import Event
from batola_desk.domain.map_feature import FeatureWish
from batola_desk.services.conflict_views import ConflictView
from batola_desk.services.map_features import MapFeatureService
from batola_desk.ui.conflicts import conflict_words
from tests.support.desk_double import DeskDouble, open_desk
from tests.support.room_double import OtherDesk, RoomDouble
from tests.support.shipped import shipped_catalog

HERE = ((-3.0, 114.75),)


@pytest.fixture
async def desk(tmp_path: Path) -> Any:
    catalog = shipped_catalog()
    async with open_desk(tmp_path, catalog=catalog) as opened:
        yield opened


def service(desk: DeskDouble) -> MapFeatureService:
    return desk.services.map_features


def later(desk: DeskDouble, other: OtherDesk, seconds: int) -> OtherDesk:
    other.begin_us = desk.services.now_us() + seconds * 1_000_000
    return other


class Room:
    """Our desk and another one at one server."""

    def __init__(self, desk: DeskDouble) -> None:
        self.desk = desk
        self.other = later(desk, OtherDesk(desk="B"), 60)
        self.room = RoomDouble()

    async def hears(self, *theirs: tuple[Event, str], first: bool = False) -> None:
        """The room takes our facts and theirs, and we read them."""
        journal = self.desk.services._journal
        assert journal is not None
        if first:
            self._say(*theirs)
        for fact in journal.reader.pending().result(10):
            self.room.submit(fact.envelope)
        if not first:
            self._say(*theirs)
        seq = journal.reader.room_head().result(10).seq
        journal.store.apply_room(self.room.page(seq)).result(10)
        await self.desk.settle()

    def _say(self, *theirs: tuple[Event, str]) -> None:
        for event, name in theirs:
            self.room.submit(self.other.write(event, name))


async def drawn(desk: DeskDouble, **more: Any) -> tuple[Room, str, str]:
    wish: dict[str, Any] = {"kind": "landmark", "shape": "point", "points": HERE, "name": "Masjid"}
    feature_id = await service(desk).draw(FeatureWish(**{**wish, **more}))
    await desk.settle()
    room = Room(desk)
    await room.hears()
    view = service(desk).view(feature_id)
    assert view is not None
    return room, feature_id, view.feature.drawn_fact_id


async def conflicts(desk: DeskDouble) -> list[ConflictView]:
    return list(await desk.services.conflicts.listed())


def name(desk: DeskDouble, feature_id: str) -> str:
    view = service(desk).view(feature_id)
    return view.feature.name if view is not None else ""


def sentence(desk: DeskDouble, view: ConflictView) -> str:
    return conflict_words.sentence(view, desk.services.catalog, desk.services.now_us())


async def test_the_loser_of_a_race_stands_in_the_page_and_can_be_chosen(desk: DeskDouble) -> None:
    room, feature_id, seen = await drawn(desk)
    await service(desk).change(feature_id, name="Masjid Raya")
    theirs = MapFeatureChanged(fields=("name",), name="Masjid Agung", replaces=(seen,))
    await room.hears((theirs, f"map_feature:{feature_id}"))
    assert name(desk, feature_id) == "Masjid Agung"
    (view,) = await conflicts(desk)
    assert (view.thing, view.feature_kind) == ("Masjid Agung", "landmark")
    assert "Nama objek peta Masjid Agung ditulis berbeda" in sentence(desk, view)
    values = {conflict_words.value_words(view, side, desk.services.catalog, "id") for side in view.sides}
    assert values == {"Masjid Agung", "Masjid Raya"}
    ours = next(side for side in view.sides if side.side.desk == "A")
    assert ours.can_choose
    await desk.services.conflicts.choose(view.key, ours.side.fact_id)
    await desk.settle()
    assert name(desk, feature_id) == "Masjid Raya"
    assert await conflicts(desk) == []


async def test_the_room_may_order_it_otherwise_and_both_desks_show_the_same(desk: DeskDouble) -> None:
    room, feature_id, seen = await drawn(desk)
    await service(desk).change(feature_id, name="Masjid Raya")
    theirs = MapFeatureChanged(fields=("name",), name="Masjid Agung", replaces=(seen,))
    await room.hears((theirs, f"map_feature:{feature_id}"), first=True)
    assert name(desk, feature_id) == "Masjid Agung"
    assert len(await conflicts(desk)) == 1


async def test_a_removal_that_did_not_know_of_a_change_waits_for_a_person(desk: DeskDouble) -> None:
    road = {"kind": "closed_road", "shape": "line", "points": ((-3.0, 114.7), (-3.1, 114.8)), "name": ""}
    room, feature_id, seen = await drawn(desk, **road)
    await service(desk).change(feature_id, note="jembatan putus")
    theirs = MapFeatureRemoved(standing="passing", replaces=(seen,))
    await room.hears((theirs, f"map_feature:{feature_id}"))
    assert len(service(desk).closures()) == 1
    (view,) = await conflicts(desk)
    assert sentence(desk, view).startswith("Objek peta Jalan ditutup dihapus dan diubah bersamaan")
    gone = next(side for side in view.sides if side.side.desk == "B")
    words = conflict_words.value_words(view, gone, desk.services.catalog, "id")
    assert words == "dihapus dari peta"
    await desk.services.conflicts.choose(view.key, gone.side.fact_id)
    await desk.settle()
    assert service(desk).closures() == []
    assert await conflicts(desk) == []


@pytest.mark.parametrize(
    ("event", "shown"),
    [
        (
            MapFeatureChanged(fields=("geometry",), shape="point", points=((-3.2, 114.8),)),
            "-3.20000, 114.80000",
        ),
        (MapFeatureChanged(fields=("tide",), usable_from_m=1.25), "1,25 – – m"),
        (MapFeatureChanged(fields=("variants",), variants=("titian",)), "titian"),
        (MapFeatureChanged(fields=("valid_until_us",), valid_until_us=1_900_000_000_000_000), "s.d. "),
        (MapFeatureChanged(fields=("note",), note="lapuk"), "lapuk"),
    ],
)
async def test_every_field_has_words_and_can_be_chosen(
    desk: DeskDouble, event: MapFeatureChanged, shown: str
) -> None:
    room, feature_id, _ = await drawn(desk, kind="jetty")
    own: dict[str, Any] = {
        "geometry": {"points": ((-3.3, 114.9),)},
        "tide": {"usable_from_m": 0.5},
        "variants": {"variants": ("batang",)},
        "valid_until_us": {"valid_until_us": desk.services.now_us() + 3_600_000_000},
        "note": {"note": "baru"},
    }[event.fields[0]]
    await service(desk).change(feature_id, **own)
    before = service(desk).view(feature_id)
    await room.hears((event, f"map_feature:{feature_id}"))
    (view,) = await conflicts(desk)
    theirs, ours = (next(s for s in view.sides if s.side.desk == letter) for letter in "BA")
    assert shown in conflict_words.value_words(view, theirs, desk.services.catalog, "id")
    await desk.services.conflicts.choose(view.key, ours.side.fact_id)
    await desk.settle()
    after = service(desk).view(feature_id)
    assert before is not None
    assert after is not None
    for field in own:
        assert getattr(after.feature, field) == getattr(before.feature, field)


async def test_another_desk_draws_and_a_liar_removes(desk: DeskDouble) -> None:
    room = Room(desk)
    feature = "map_feature:01980000-0000-7000-8000-0000000000d1"
    theirs = MapFeatureDrawn(kind="jetty", shape="point", points=HERE, name="Dermaga")
    await room.hears((theirs, feature))
    assert [found.name for found in service(desk).landmarks()] == ["Dermaga"]
    liar = later(desk, OtherDesk(2, desk="C"), 90)
    liar.actor = "orang-lain"
    room.room.submit(liar.write(MapFeatureRemoved(standing="own"), feature))
    await room.hears()
    assert [found.name for found in service(desk).landmarks()] == ["Dermaga"]
