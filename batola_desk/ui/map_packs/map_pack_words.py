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
    report.OUTSIDE: QT_TRANSLATE_NOOP("labels", "%Ln di luar kabupaten dan 20 km di sekitarnya"),
    report.UNKNOWN: QT_TRANSLATE_NOOP("labels", "%Ln tidak dikenal peta ini"),
    report.BROKEN: QT_TRANSLATE_NOOP("labels", "%Ln rusak dan tidak bisa diperbaiki"),
    report.DUPLICATE: QT_TRANSLATE_NOOP("labels", "%Ln sama dengan yang sudah diambil"),
    report.NO_SHAPE: QT_TRANSLATE_NOOP("labels", "%Ln tanpa bentuk"),
    report.OTHER_PICTURE: QT_TRANSLATE_NOOP("labels", "%Ln bukan PNG, JPEG atau WebP"),
}
KIND_WORDS: Final[Mapping[str, str]] = {
    "road": QT_TRANSLATE_NOOP("labels", "%Ln jalan"),
    "water": QT_TRANSLATE_NOOP("labels", "%Ln sungai, anjir, handil dan air"),
    "rail": QT_TRANSLATE_NOOP("labels", "%Ln rel"),
    "ferry": QT_TRANSLATE_NOOP("labels", "%Ln penyeberangan"),
    "jetty": QT_TRANSLATE_NOOP("labels", "%Ln dermaga"),
    "building": QT_TRANSLATE_NOOP("labels", "%Ln bangunan"),
    "boundary": QT_TRANSLATE_NOOP("labels", "%Ln batas"),
    "place": QT_TRANSLATE_NOOP("labels", "%Ln nama tempat"),
    "poi": QT_TRANSLATE_NOOP("labels", "%Ln bangunan umum"),
    "land": QT_TRANSLATE_NOOP("labels", "%Ln penggunaan lahan"),
    "other": QT_TRANSLATE_NOOP("labels", "%Ln lain-lain"),
}
MENDED_WORDS: Final[Mapping[str, str]] = {
    "mended": QT_TRANSLATE_NOOP("labels", "%Ln bentuk diperbaiki"),
    "clipped": QT_TRANSLATE_NOOP("labels", "%Ln dipotong di tepi peta"),
    "recoded": QT_TRANSLATE_NOOP("labels", "%Ln tulisan dengan kode huruf lain dibaca"),
    "shortened": QT_TRANSLATE_NOOP("labels", "%Ln nama dirapikan"),
}


def families(counts: Mapping[str, int]) -> dict[str, int]:
    """Return counts of kinds summed up to what a person distinguishes, in the order of the words."""
    found = dict.fromkeys(KIND_WORDS, 0)
    for kind, count in counts.items():
        family = kind.split(".", maxsplit=1)[0]
        if family in found:
            found[family] += count
    return {family: count for family, count in found.items() if count}
