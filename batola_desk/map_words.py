"""What the map commands say about a pack and an import: to IT, in Indonesian."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from batola_desk.map.imports.report import FileReport, ImportReport
from batola_desk.map.pack.meta import PackMeta
from batola_desk.ui.map_packs.map_pack_words import (
    KIND_WORDS,
    MENDED_WORDS,
    SKIP_WORDS,
    families,
    number,
)


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
    taken = [f"{number(count)} {KIND_WORDS[family]}" for family, count in families(file.taken).items()]
    if file.tiles:
        taken.append(f"{number(file.tiles)} gambar")
    mark = "OK " if taken else "!  "
    words = ", ".join(taken) or "tidak ada yang baru"
    yield f"{mark} {file.file} ({file.format}, data {file.date or '?'}): {words}"
    skipped = [f"{number(count)} {SKIP_WORDS.get(why, why)}" for why, count in file.skipped.items() if count]
    if skipped:
        yield f"    dilewati: {', '.join(skipped)}"
    mended = [
        f"{number(count)} {words}"
        for attribute, words in MENDED_WORDS.items()
        if (count := int(getattr(file, attribute)))
    ]
    if mended:
        yield f"    {', '.join(mended)}"
    if file.attribution:
        yield f"    sumber: {file.attribution}"


def info_lines(meta: PackMeta, path: Path) -> Iterator[str]:
    """Yield what a pack says about itself."""
    size_mb = path.stat().st_size / 2**20
    yield f'OK  peta "{meta.name}", dibuat {meta.created[:16].replace("T", " ")} UTC, {size_mb:.1f} MB'
    for source in meta.sources:
        yield f"    berkas {source.file} ({source.format}), data {source.date or '?'}"
    for text in meta.attribution:
        yield f"    sumber: {text}"
    for family, count in families(meta.counts).items():
        yield f"    {number(count):>10} {KIND_WORDS[family]}"
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
