"""The search follows what people draw, and thousands of landmarks hold up no key."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from batola_desk.map.pack.store import PackStore
from batola_desk.map.place_index import NamedPlace, PlaceIndex
from batola_desk.services import places as places_module
from batola_desk.services.map_feature_views import Landmark
from batola_desk.services.place_reading import PlaceReading
from batola_desk.services.places import AT_ONCE_MAX, Places
from tests.support.shipped import shipped_gazetteer

LAT, LON = -3.2533, 114.6099


class Drawn:
    """What people drew."""

    def __init__(self) -> None:
        self.revision = 0
        self.marks: list[Landmark] = []

    def landmarks(self) -> Sequence[Landmark]:
        return self.marks

    def draw(self, *names: str) -> None:
        self.revision += 1
        self.marks += [
            Landmark(feature_id=name, kind="landmark", name=name, variants=(), latitude=LAT, longitude=LON)
            for name in names
        ]


@pytest.fixture
def drawn() -> Drawn:
    return Drawn()


@pytest.fixture
def built_in(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the threads in which indexes were built."""
    threads: list[str] = []

    def build(places: Iterable[NamedPlace]) -> PlaceIndex:
        threads.append(threading.current_thread().name)
        return PlaceIndex(places)

    monkeypatch.setattr(places_module, "PlaceIndex", build)
    return threads


@pytest.fixture
def places(drawn: Drawn, built_in: list[str], tmp_path: Path) -> Places:
    gazetteer = shipped_gazetteer()
    made = Places(gazetteer, drawn, PackStore(tmp_path), PlaceReading(gazetteer, (), language=lambda: "id"))
    built_in.clear()
    return made


def found(places: Places, text: str) -> list[str]:
    return [suggestion.name for suggestion in places.search(text)]


def test_a_few_landmarks_are_found_with_the_next_key(
    places: Places, drawn: Drawn, built_in: list[str]
) -> None:
    drawn.draw("Menara Zulkifli")
    assert found(places, "zulkifli") == ["Menara Zulkifli"]
    found(places, "zulkifl")
    assert len(built_in) == 1  # not again for every key


async def test_thousands_of_landmarks_are_found_after_a_thread_took_them_over(
    places: Places, drawn: Drawn, built_in: list[str]
) -> None:
    drawn.draw("Menara Zulkifli")
    assert found(places, "zulkifli") == ["Menara Zulkifli"]
    built_in.clear()
    drawn.draw("Surau Xenofon", *(f"Pos {number}" for number in range(AT_ONCE_MAX)))
    assert found(places, "zulkifli") == ["Menara Zulkifli"]  # those known before answer meanwhile
    assert found(places, "xenofon") == []
    assert places._following is not None
    await places._following
    assert found(places, "xenofon") == ["Surau Xenofon"]
    assert len(built_in) == 1
    assert threading.current_thread().name not in built_in
    drawn.draw("Langgar Yohanes")
    found(places, "yohanes")
    await places._following
    assert found(places, "yohanes") == ["Langgar Yohanes"]


async def test_an_index_under_way_ends_with_the_desk(places: Places, drawn: Drawn) -> None:
    drawn.draw(*(f"Pos {number}" for number in range(AT_ONCE_MAX + 1)))
    found(places, "pos")
    await places.stop()
    assert places._following is not None and places._following.cancelled()
