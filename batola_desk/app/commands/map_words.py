"""What the map commands say about a pack and an import: to IT, in Indonesian."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from batola_desk.map.imports.report import FileReport, ImportReport
from batola_desk.map.pack.meta import PackMeta
from batola_desk.map.pack.notes import Came
from batola_desk.ui.map_packs.map_pack_words import (
    KIND_WORDS,
    MENDED_WORDS,
    SKIP_WORDS,
    families,
)


def number(count: int) -> str:
    """Return a count as it is written here: 12.345."""
    return f"{count:,}".replace(",", ".")


def _counted(words: str, count: int) -> str:
    return words.replace("%Ln", number(count))


def report_lines(report: ImportReport) -> Iterator[str]:
    """Yield what an import did."""
    for file in report.files:
        yield from _file_lines(file)
    if report.replaced:
        yield f"OK  isi lama dari {', '.join(report.replaced)} diganti"
    graph = f"{number(report.edges)} ruas untuk mencari jalan" if report.edges else "tanpa jaringan jalan"
    yield (
        f'OK  peta "{report.name}" dipakai: {number(report.names)} nama untuk pencarian, {graph},'
        f" {report.pack_bytes / 2**20:.1f} MB, {report.seconds:.0f} detik"
    )
    if not any(file.attribution for file in report.files):
        yield "!   tanpa keterangan sumber: beri --attribution bila pemilik data memintanya"
    if not report.edges:
        yield "!   tanpa jaringan jalan: waktu tempuh dihitung dari garis lurus (perkiraan)"


def _file_lines(file: FileReport) -> Iterator[str]:
    taken = [_counted(KIND_WORDS[family], count) for family, count in families(file.taken).items()]
    if file.tiles:
        taken.append(f"{number(file.tiles)} gambar")
    mark = "OK " if taken else "!  "
    words = ", ".join(taken) or "tidak ada yang baru"
    yield f"{mark} {file.file} ({file.format}, data {file.date or '?'}): {words}"
    skipped = [
        _counted(SKIP_WORDS.get(why, f"%Ln {why}"), count) for why, count in file.skipped.items() if count
    ]
    if skipped:
        yield f"    dilewati: {', '.join(skipped)}"
    mended = [
        _counted(words, count)
        for attribute, words in MENDED_WORDS.items()
        if (count := int(getattr(file, attribute)))
    ]
    if mended:
        yield f"    {', '.join(mended)}"
    if file.attribution:
        yield f"    sumber: {file.attribution}"


_CAME: Final = {
    "import": "diimpor di komputer ini",
    "file": "disalin dari berkas {file}",
    "folder": "diambil dari folder bersama ({file})",
    "room": "dari sekretariat, diterbitkan {by} {published}",
}


def came_words(came: Came) -> str:
    """Return where a pack is from; "" = nobody noted it."""
    words = _CAME.get(came.way, "").format(file=came.file, by=came.by, published=moment(came.published_us))
    return f"{words}; dipasang {moment(came.at_us)}" if words else ""


def moment(at_us: int) -> str:
    """Return a time as it is written here."""
    try:
        return f"{dt.datetime.fromtimestamp(at_us / 1e6, dt.UTC):%Y-%m-%d %H:%M} UTC"
    except (ValueError, OverflowError, OSError):
        return "?"


def info_lines(meta: PackMeta, path: Path, came: Came) -> Iterator[str]:
    """Yield what a pack says about itself, and where it is from."""
    size_mb = path.stat().st_size / 2**20
    yield f'OK  peta "{meta.name}", dibuat {meta.created[:16].replace("T", " ")} UTC, {size_mb:.1f} MB'
    if words := came_words(came):
        yield f"    {words}"
    for source in meta.sources:
        yield f"    berkas {source.file} ({source.format}), data {source.date or '?'}"
    for text in meta.attribution:
        yield f"    sumber: {text}"
    for family, count in families(meta.counts).items():
        yield "    " + KIND_WORDS[family].replace("%Ln", f"{number(count):>10}")
    yield f"    {number(meta.counts.get('name', 0)):>10} nama untuk pencarian"
    yield f"    {number(meta.counts.get('edge', 0)):>10} ruas untuk mencari jalan"
    if meta.raster is not None:
        yield (
            f"    {number(meta.counts.get('raster', 0)):>10} gambar, zoom {meta.raster.min_zoom}"
            f" sampai {meta.raster.max_zoom}"
        )
    south, west, north, east = meta.bounds
    yield f"    dari {south:.3f}, {west:.3f} sampai {north:.3f}, {east:.3f}"
    yield f"    {path} (sha256 isi {meta.digest[:16]}…), dibuat oleh {meta.made_by}"
