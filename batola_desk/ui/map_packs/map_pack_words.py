"""Words for what a map pack holds and what an import does; the commands of IT say the same words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from batola_desk.map.imports import report
from batola_desk.ui.noop import QT_TRANSLATE_NOOP

STAGE_WORDS: Final[Mapping[str, str]] = {
    "open": QT_TRANSLATE_NOOP("labels", "membaca berkas"),
    "read": QT_TRANSLATE_NOOP("labels", "memilih dan memotong"),
    "tiles": QT_TRANSLATE_NOOP("labels", "mengambil gambar"),
    "graph": QT_TRANSLATE_NOOP("labels", "menyusun jaringan jalan dan sungai"),
    "check": QT_TRANSLATE_NOOP("labels", "memeriksa"),
    "install": QT_TRANSLATE_NOOP("labels", "memasang"),
}
SKIP_WORDS: Final[Mapping[str, str]] = {
    report.OUTSIDE: QT_TRANSLATE_NOOP("labels", "di luar kabupaten dan 20 km di sekitarnya"),
    report.UNKNOWN: QT_TRANSLATE_NOOP("labels", "tidak dikenal peta ini"),
    report.BROKEN: QT_TRANSLATE_NOOP("labels", "rusak dan tidak bisa diperbaiki"),
    report.DUPLICATE: QT_TRANSLATE_NOOP("labels", "sama dengan yang sudah diambil"),
    report.NO_SHAPE: QT_TRANSLATE_NOOP("labels", "tanpa bentuk"),
    report.OTHER_PICTURE: QT_TRANSLATE_NOOP("labels", "bukan PNG, JPEG atau WebP"),
}
KIND_WORDS: Final[Mapping[str, str]] = {
    "road": QT_TRANSLATE_NOOP("labels", "jalan"),
    "water": QT_TRANSLATE_NOOP("labels", "sungai, anjir, handil dan air"),
    "rail": QT_TRANSLATE_NOOP("labels", "rel"),
    "ferry": QT_TRANSLATE_NOOP("labels", "penyeberangan"),
    "jetty": QT_TRANSLATE_NOOP("labels", "dermaga"),
    "building": QT_TRANSLATE_NOOP("labels", "bangunan"),
    "boundary": QT_TRANSLATE_NOOP("labels", "batas"),
    "place": QT_TRANSLATE_NOOP("labels", "nama tempat"),
    "poi": QT_TRANSLATE_NOOP("labels", "bangunan umum"),
    "land": QT_TRANSLATE_NOOP("labels", "penggunaan lahan"),
    "other": QT_TRANSLATE_NOOP("labels", "lain-lain"),
}
MENDED_WORDS: Final[Mapping[str, str]] = {
    "mended": QT_TRANSLATE_NOOP("labels", "bentuk diperbaiki"),
    "clipped": QT_TRANSLATE_NOOP("labels", "dipotong di tepi peta"),
    "recoded": QT_TRANSLATE_NOOP("labels", "tulisan dengan kode huruf lain dibaca"),
    "shortened": QT_TRANSLATE_NOOP("labels", "nama dirapikan"),
}


def number(count: int) -> str:
    """Return a count as it is written here: 12.345."""
    return f"{count:,}".replace(",", ".")


def families(counts: Mapping[str, int]) -> dict[str, int]:
    """Return counts of kinds summed up to what a person distinguishes, in the order of the words."""
    found = dict.fromkeys(KIND_WORDS, 0)
    for kind, count in counts.items():
        family = kind.split(".", maxsplit=1)[0]
        if family in found:
            found[family] += count
    return {family: count for family, count in found.items() if count}
