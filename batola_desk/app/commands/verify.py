"""`batola-desk verify`: says in plain words whether the journal is sound."""

from __future__ import annotations

import sys
from pathlib import Path

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.models.verify import verify

LISTED = 20


def run_verify(path: Path, *, repair: bool = False) -> int:
    """Check the journal; exit code 0 sound, 1 the lists differ, 2 the journal is not sound, 3 unreadable."""

    def progress(done: int, total: int) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{done} / {total} fakta")

    try:
        report = verify(path, progress=progress, repair=repair)
    except FileNotFoundError:
        print(f"belum ada jurnal di {path}")
        return 3
    except EnvironmentFault as fault:
        print(f"jurnal tidak bisa dibaca: {fault.code} {fault.values}")
        return 3
    print(
        f"{report.fact_count} fakta, {report.aggregate_count} hal, "
        f"{report.elapsed_s:.1f} s ({report.facts_per_s:.0f} fakta/s)"
    )
    for title, lines in (
        ("pemeriksaan SQLite", report.integrity),
        ("rantai hash terputus", report.chain_faults),
        ("nomor hilang", report.gaps),
        ("salinan jurnal ruang", report.room_faults),
        ("kehilangan yang sudah dilaporkan", report.known_losses),
    ):
        for line in lines[:LISTED]:
            print(f"X   {title}: {line}")
    for difference in report.differences[:LISTED]:
        print(f"!   daftar berbeda: {difference}")
    if report.difference_count:
        print(f"!   {report.difference_count} perbedaan; perbaiki dengan: batola-desk verify --repair")
    for line in report.altered[:LISTED]:
        print(f"!   tidak seperti yang disegel meja asalnya (disimpan dan ditandai): {line}")
    if report.unreadable:
        print(f"    {report.unreadable} fakta dari versi lain, disimpan dan ditampilkan")
    print(
        {0: "jurnal utuh", 1: "jurnal utuh, daftar perlu dibangun ulang"}.get(
            report.exit_code, "JURNAL RUSAK"
        )
    )
    return report.exit_code
