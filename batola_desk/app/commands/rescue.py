"""`batola-desk rescue-facts`: takes the unsent facts of a dead desk from its copies into this desk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from batola_desk import __version__
from batola_desk.domain.errors import EnvironmentFault
from batola_desk.sync.rescue import Rescued, fact_files, rescue_facts
from batola_desk.ui import labels

DONE, WARNED, REFUSED = 0, 1, 3
LISTED = 20
_WHY = {
    "torn": "baris terpotong di akhir (tidak pernah selesai ditulis)",
    "changed": "baris rusak atau diubah",
    "foreign": "bukan berkas salinan meja 112",
    "unlinked": "tidak menyambung dengan catatan sebelumnya",
    "twice": "nomor yang sama dipakai catatan lain",
}


def run_rescue(places: Sequence[Path], journal: Path, *, any_room: bool = False) -> int:
    """Take the facts and report; exit code 0 all taken, 1 something is missing or wrong, 3 nothing done."""
    try:
        files = fact_files(places)
        if not files:
            print("X   tidak ada berkas *.facts di sana")
            return REFUSED
        rescued = rescue_facts(files, journal, app_version=__version__, any_room=any_room)
    except OSError as fault:
        print(f"X   {fault.filename or ''}: tidak bisa dibaca ({fault.strerror or fault})")
        return REFUSED
    except EnvironmentFault as fault:
        print("X   " + " ".join(part for part in labels.error_words(fault.code, fault.values) if part))
        return REFUSED
    _report(rescued, len(files))
    return DONE if rescued.is_whole else WARNED


def _report(rescued: Rescued, file_count: int) -> None:
    for bad in rescued.found.bad[:LISTED]:
        mark = " " if bad.why == "torn" else "X"
        print(f"{mark}   {bad.path.name}, baris {bad.number}: {_WHY[bad.why]}; tidak dipakai")
    if len(rescued.found.bad) > LISTED:
        counts = Counter(bad.why for bad in rescued.found.bad)
        print(f"    … {len(rescued.found.bad)} baris tidak dipakai: {dict(counts)}")
    for origin, holes in rescued.found.holes.items():
        for first, last in holes[:LISTED]:
            print(f"!   jurnal {origin}: nomor {first} sampai {last} tidak ada dalam berkas ini")
    if rescued.refused:
        print(f"X   {rescued.refused} catatan ditolak: nomornya milik catatan lain (jurnal kembar)")
    for desk, count in sorted(rescued.by_desk.items()):
        print(f"OK  Meja {desk}: {count} catatan utuh dalam {file_count} berkas")
    print(f"{rescued.new} catatan baru diambil, {rescued.known} sudah ada di sini")
    if rescued.new:
        print("    meja ini menyampaikannya ke ruang begitu tersambung; simpan berkasnya sampai itu selesai")
