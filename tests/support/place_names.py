"""Many made-up names of this country's kind, the same ones for the same seed."""

from __future__ import annotations

import random

from batola_desk.map.gazetteer import Gazetteer
from batola_desk.map.place_index import NamedPlace

_SYLLABLES = (*(letter + vowel for letter in "bkdglmnprst" for vowel in "aiu"), "ha", "wa", "ya", "an", "in",
              "un", "ang", "ing", "ung", "ar", "ur")  # fmt: skip
_HEADS = {
    "Jalan": "road.residential", "Gang": "road.residential", "Titian": "road.path", "Handil": "water.canal",
    "Anjir": "water.canal", "Sungai": "water.river", "Masjid": "poi.worship", "Langgar": "poi.worship",
    "SDN": "poi.school", "Pasar": "poi.market", "Dermaga": "jetty", "Dusun": "place.hamlet",
}  # fmt: skip


def many_places(gazetteer: Gazetteer, count: int, *, seed: int = 3) -> list[NamedPlace]:
    """``count`` roads, waters and buildings round the desa."""
    chance = random.Random(seed)
    vocabulary = [
        "".join(chance.choice(_SYLLABLES) for _ in range(chance.randint(2, 4))).capitalize()
        for _ in range(max(50, count // 5))
    ]
    found = []
    for _ in range(count):
        head = chance.choice(tuple(_HEADS))
        desa = chance.choice(gazetteer.desa)
        found.append(
            NamedPlace(
                name=" ".join([head, *chance.choices(vocabulary, k=chance.choice((1, 1, 2)))]),
                kind=_HEADS[head],
                kecamatan=desa.kecamatan,
                lat=desa.lat + chance.gauss(0, 0.02),
                lon=desa.lon + chance.gauss(0, 0.02),
            )
        )
    return found
