"""Which way and how far, in words: "1,2 km timur laut"."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from batola_desk.map.bearing import wind_of
from batola_desk.ui.incident.parts import distance_text
from batola_desk.ui.noop import QT_TRANSLATE_NOOP

_WINDS = {
    "north": QT_TRANSLATE_NOOP("direction", "utara"),
    "north_east": QT_TRANSLATE_NOOP("direction", "timur laut"),
    "east": QT_TRANSLATE_NOOP("direction", "timur"),
    "south_east": QT_TRANSLATE_NOOP("direction", "tenggara"),
    "south": QT_TRANSLATE_NOOP("direction", "selatan"),
    "south_west": QT_TRANSLATE_NOOP("direction", "barat daya"),
    "west": QT_TRANSLATE_NOOP("direction", "barat"),
    "north_west": QT_TRANSLATE_NOOP("direction", "barat laut"),
}


def direction_text(bearing: float) -> str:
    """One of eight directions in the operator's language."""
    return QCoreApplication.translate("direction", _WINDS[wind_of(bearing)])


def way_text(metres: float, bearing: float) -> str:
    """Distance and direction; hardly any distance has no direction."""
    if metres < 10:
        return distance_text(metres)
    return f"{distance_text(metres)} {direction_text(bearing)}"
