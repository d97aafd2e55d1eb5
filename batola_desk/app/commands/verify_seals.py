"""`batola-desk verify --seals FILE`: whether a printed history is the journal's own."""

from __future__ import annotations

from pathlib import Path

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.models.seals import check_seals
from batola_desk.services.case_file import read_seals

LISTED = 20
PROBLEMS = {
    "missing": "tidak ada di jurnal ini",
    "other": "berbeda dari yang dicetak",
    "altered": "isinya tidak cocok dengan segelnya sendiri",
}


def run_verify_seals(journal: Path, file: Path) -> int:
    """Check; exit code 0 all seals hold, 2 some do not, 3 something is unreadable."""
    try:
        seals = read_seals(file)
    except (OSError, ValueError) as problem:
        print(f"berkas segel tidak bisa dibaca: {file} ({problem})")
        return 3
    try:
        broken = check_seals(journal, seals)
    except FileNotFoundError:
        print(f"belum ada jurnal di {journal}")
        return 3
    except EnvironmentFault as fault:
        print(f"jurnal tidak bisa dibaca: {fault.code} {fault.values}")
        return 3
    for one in broken[:LISTED]:
        print(f"X   fakta {one.seal.oseq} ({one.seal.kind}, {one.seal.fact_id}): {PROBLEMS[one.problem]}")
    if broken:
        print(f"{len(broken)} dari {len(seals)} segel TIDAK cocok")
        return 2
    print(f"{len(seals)} segel cocok dengan jurnal")
    return 0
