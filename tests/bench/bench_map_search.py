"""Figures of finding: a key over 100,000 names, a pasted position, one ticket beside 2,300 reports.

CPU time of this process, so that a busy machine spoils less; the index also in memory. The names are made up
(``tests.support.place_names``) around the real desa.
"""

from __future__ import annotations

import gc
import random
import sys
import time
import tracemalloc

import numpy as np

from batola_desk.domain.likeness import Sighting, alike_score
from batola_desk.domain.similar_limits import SimilarLimits
from batola_desk.map.coordinates import LatLon
from batola_desk.map.gazetteer import Gazetteer
from batola_desk.map.paste.reader import PasteReader
from batola_desk.map.paste.regency_area import RegencyArea
from batola_desk.map.place_index import PlaceBook, PlaceIndex
from batola_desk.map.place_sources import gazetteer_places
from batola_desk.services.call_clusters import clusters_of
from batola_desk.services.sightings import Sightings
from batola_desk.settings.paths import resource_path
from tests.support.place_names import many_places

NAMES = 100_000
INCIDENTS, CALLS = 2_000, 300
TYPED = (
    "handil bakti rt 4 seberang masjid",
    "kebakaran rumah di desa sungai lumbah kec alalak dekat jembatan besar",
    "soengai gampa asahi rantau badau",
    "jalan baru gang masjid muara tabukan belakang sekolah",
)
PASTED = (
    "-3.2372, 114.5846", "3°14'13.92\" LS 114°35'4.56\" BT", "https://maps.google.com/?q=-3.2372,114.5846",
    "tiga koma dua tiga tujuh dua selatan seratus empat belas koma lima delapan empat enam timur",
    "QH7M+4R Handil Bakti", "50S 231456 9641234", "belakang masjid handil bakti rt 4",
)  # fmt: skip
NOON_US = 1_756_098_000_000_000


def main() -> dict[str, float]:
    gazetteer = Gazetteer.load(resource_path("gazetteer", "gazetteer.csv"))
    figures = _search(gazetteer) | _paste(gazetteer) | _duplicates()
    for name, value in figures.items():
        print(f"{name:<64}{value:10.2f}")
    return figures


def _search(gazetteer: Gazetteer) -> dict[str, float]:
    places = many_places(gazetteer, NAMES)
    gc.collect()
    tracemalloc.start()
    kept_before, _ = tracemalloc.get_traced_memory()
    began = time.process_time()
    large = PlaceIndex(places)
    built_s = time.process_time() - began
    gc.collect()
    kept_mb = (tracemalloc.get_traced_memory()[0] - kept_before) / 1e6
    tracemalloc.stop()
    # Texts and positions of the names were made before the index and live on in it.
    made_mb = sum(sys.getsizeof(p.name) + 2 * sys.getsizeof(p.lat) for p in places) / 1e6
    book = PlaceBook(PlaceIndex(gazetteer_places(gazetteer)), large)
    chance = random.Random(4)
    names = [place.name.lower() for place in chance.sample(places, 12)]
    keys = [text[:end] for text in (*TYPED, *names) for end in range(1, len(text) + 1)]
    near = LatLon(-3.2, 114.6)
    took = [_cpu_ms(lambda key=key: book.search(key, near=near)) for key in keys]  # type: ignore[misc]
    around = [_cpu_ms(lambda: book.nearest(-3.2, 114.6)) for _ in range(50)]
    return {
        "map: key over 100,000 names p50 ms": float(np.percentile(took, 50)),
        "map: key over 100,000 names p95 ms (budget 50)": float(np.percentile(took, 95)),
        "map: key over 100,000 names, the slowest, ms": max(took),
        "map: nearest of 100,000 names p95 ms (budget 20)": float(np.percentile(around, 95)),
        "map: index of 100,000 names MB (budget 60)": kept_mb + made_mb,
        "map: index of 100,000 names built in s (traced)": built_s,
    }


def _paste(gazetteer: Gazetteer) -> dict[str, float]:
    reader = PasteReader(RegencyArea(gazetteer))
    for text in PASTED:
        reader.read(text)
    took = [_cpu_ms(lambda text=text: reader.read(text)) for text in PASTED * 20]  # type: ignore[misc]
    large = ["-3.2372, 114.5846 ", "231456 ", "tiga koma ", "https://maps.google.com/?q=1 ", "3 14 "]
    worst = max(_cpu_ms(lambda text=text: reader.read(text * (100_000 // len(text)))) for text in large)  # type: ignore[misc]
    return {
        "map: reading a pasted position p95 ms (budget 5)": float(np.percentile(took, 95)),
        "map: reading 100 kB, the worst, ms (budget 300)": worst,
    }


def _duplicates() -> dict[str, float]:
    limits = SimilarLimits()
    figures: dict[str, float] = {}
    for name, spread_deg in (("over the regency", 0.25), ("within one kilometre", 0.004)):
        known, reports = Sightings(), _reports(spread_deg)
        for report in reports:
            known.put(report)
        took = []
        reach_m = limits.km * 1000
        for asking in reports[:150]:
            began = time.process_time()
            known.put(asking)
            found = [alike_score(asking, other, limits) or 0.0 for other in known.near(asking, reach_m)]
            found.sort()
            took.append((time.process_time() - began) * 1000)
        clusters = [_cpu_ms(lambda: clusters_of(known, limits, since_us=0)) for _ in range(5)]  # noqa: B023
        figures[f"map: look-alikes of a key, 2,300 {name}, p95 ms (budget 10)"] = float(
            np.percentile(took, 95)
        )
        figures[f"map: clusters of 2,300 {name}, ms (budget 50)"] = min(clusters)
    return figures


def _reports(spread_deg: float) -> list[Sighting]:
    chance = random.Random(5)
    return [
        Sighting(
            kind="incident" if at < INCIDENTS else "call", key=str(at),
            at_us=NOON_US - chance.randrange(int(6 * 3600e6)),
            position=(-3.1 + chance.gauss(0, spread_deg), 114.6 + chance.gauss(0, spread_deg)),
            reach_m=chance.choice((0.0, 50.0, 1_500.0, 4_000.0)),
            type_code=chance.choice(("KB01", "KB05", "MD14", "")), group=chance.choice(("KB", "MD", "")),
            numbers=frozenset({f"62812{chance.randrange(10**8):08d}"}),
        )
        for at in range(INCIDENTS + CALLS)
    ]  # fmt: skip


def _cpu_ms(work: object) -> float:
    assert callable(work)
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000


if __name__ == "__main__":
    main()
