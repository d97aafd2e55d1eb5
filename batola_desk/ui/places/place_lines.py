"""The lines under a place field: named places, positions that a text may mean, and what is wrong with it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from batola_desk.map.coordinates import LatLon, format_decimal
from batola_desk.services.place_api import PlaceUseCases
from batola_desk.services.place_reading import PastedView, PointChoice
from batola_desk.services.views import PlaceSuggestion
from batola_desk.ui.incident.parts import distance_text
from batola_desk.ui.incident.suggest_field import Suggestion
from batola_desk.ui.noop import QT_TRANSLATE_NOOP

DOUBTS = {
    "sign": QT_TRANSLATE_NOOP("places", "tanda minus (LS/BB) dianggap"),
    "order": QT_TRANSLATE_NOOP("places", "lintang dan bujur dibalik"),
    "minutes": QT_TRANSLATE_NOOP("places", "angka di belakang koma dibaca sebagai menit"),
    "split": QT_TRANSLATE_NOOP("places", "batas antara dua angka dianggap"),
    "zone": QT_TRANSLATE_NOOP("places", "zona UTM dianggap"),
    "view": QT_TRANSLATE_NOOP("places", "tengah peta yang dibagikan, bukan titik yang ditandai"),
    "short": QT_TRANSLATE_NOOP("places", "kode pendek tanpa nama tempat"),
    "place": QT_TRANSLATE_NOOP("places", "nama tempat di samping kode ada lebih dari satu"),
    "site": QT_TRANSLATE_NOOP("places", "tautan dari situs yang tidak dikenal"),
    "rest": QT_TRANSLATE_NOOP("places", "angka ketiga tidak dipakai"),
}
TROUBLES = {  # what is wrong, and what to ask the caller for: one line each
    "short_link": (
        QT_TRANSLATE_NOOP("places", "Tautan pendek: titiknya hanya terlihat di internet."),
        QT_TRANSLATE_NOOP("places", "Minta: buka tautan, tekan lama titiknya, kirim angkanya."),
    ),
    "three_words": (
        QT_TRANSLATE_NOOP("places", "Alamat tiga kata (what3words) tidak terbaca di sini."),
        QT_TRANSLATE_NOOP("places", "Minta angka koordinatnya."),
    ),
    "link_without_point": (
        QT_TRANSLATE_NOOP("places", "Tautan ini tidak berisi titik."),
        QT_TRANSLATE_NOOP("places", "Minta lokasi dibagikan lagi, atau angka koordinatnya."),
    ),
    "foreign_datum": (
        QT_TRANSLATE_NOOP("places", "Titik ini memakai sistem koordinat lain."),
        QT_TRANSLATE_NOOP("places", "Minta angka koordinat WGS 84."),
    ),
    "bad_code": (
        QT_TRANSLATE_NOOP("places", "Plus code ini salah tulis."),
        QT_TRANSLATE_NOOP("places", "Minta dieja ulang."),
    ),
}
_ICONS = {
    "kecamatan": "village", "kelurahan": "village", "desa": "village", "place": "village", "road": "road",
    "rail": "road", "water": "water", "ferry": "water", "jetty": "water", "pump": "water", "poi": "building",
    "post": "building",
}  # fmt: skip


def place_lines(places: PlaceUseCases, text: str, near: LatLon | None) -> list[Suggestion]:
    """What is offered for a text: its positions if it holds some, else the places it names."""
    pasted = places.read(text)
    if pasted.choices:
        return point_lines(pasted)
    found = places.search(pasted.words or text, near=near)
    lines = [named_line(place, is_first=at == 0) for at, place in enumerate(found)]
    if pasted.trouble:
        return [*(Suggestion(tr(words), None) for words in TROUBLES[pasted.trouble]), *lines]
    return lines


def point_lines(pasted: PastedView) -> list[Suggestion]:
    """One line for each position a text may mean: where it lies, and what was assumed."""
    return [Suggestion(point_text(choice), choice, "target") for choice in pasted.choices]


def named_line(place: PlaceSuggestion, *, is_first: bool) -> Suggestion:
    """One named place with its distance; the best one with the rest of the address too."""
    away = distance_text(place.distance_m) if place.distance_m is not None else ""
    beside = tr(_BESIDE).format(place=place.beside) if place.beside else ""
    parts = [part for part in (away, beside, place.where if is_first else "") if part]
    return Suggestion("   ".join([place.label, " · ".join(parts)]).rstrip(), place, icon_of(place.kind))


_BESIDE = QT_TRANSLATE_NOOP("places", "di sekitar {place}")
_OUTSIDE = QT_TRANSLATE_NOOP("places", "DI LUAR BATOLA, {distance} dari desa terdekat")
_OUTSIDE_AT = QT_TRANSLATE_NOOP("places", "DI LUAR BATOLA ({neighbour}), {distance} dari desa terdekat")


def point_text(choice: PointChoice) -> str:
    """A position in words: "Desa X, Kec. Y ±60 m · -3.23720, 114.58460 · tanda minus dianggap"."""
    where = choice.desa
    if not where:
        words = tr(_OUTSIDE_AT if choice.neighbour else _OUTSIDE)
        where = words.format(neighbour=choice.neighbour, distance=distance_text(choice.outside_m))
    reach = f" ±{distance_text(choice.uncertainty_m)}" if choice.uncertainty_m >= 10 else ""
    doubts = ", ".join(tr(DOUBTS[doubt]) for doubt in choice.doubts)
    position = format_decimal(choice.latitude, choice.longitude)
    return " · ".join(part for part in (choice.name, f"{where}{reach}", doubts, position) if part)


def icon_of(kind: str) -> str:
    """Name of the icon for a kind of place."""
    return _ICONS.get(kind, _ICONS.get(kind.partition(".")[0], "pin"))


def tr(text: str) -> str:
    """A text of this pane in the operator's language."""
    return QCoreApplication.translate("places", text)
