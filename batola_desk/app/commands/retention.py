"""`batola-desk retention`: shows what the retention job would remove and what stays; it removes nothing."""

from __future__ import annotations

import time
from collections import Counter
from datetime import UTC, datetime
from typing import Final

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.domain.recording_rules import FREE, HELD
from batola_desk.models.cache import StateCache
from batola_desk.models.database import create_file_engine
from batola_desk.models.reader import JournalReader
from batola_desk.models.recording_facts import JournalledRecording, read_recordings
from batola_desk.services.retention import cutoff_us, judge, past_recordings
from batola_desk.settings.paths import DeskPaths
from batola_desk.site_policy import site_files
from batola_desk.ui import labels

DONE, REFUSED = 0, 3
LISTED: Final = 20
_STAYS: Final = {HELD: "ditahan (P1, laporan palsu, pengadilan)", "": "belum dinilai"}


def run_retention(paths: DeskPaths, *, keep_days: float | None = None) -> int:
    """Show it; exit code 0, 3 when the journal cannot be read."""
    catalog = site_files(paths).catalog().catalog
    days = catalog.limits.recording.keep_days if keep_days is None else keep_days
    try:
        recordings = read_recordings(paths.journal)
    except FileNotFoundError:
        print(f"X   belum ada jurnal di {paths.journal}")
        return REFUSED
    except EnvironmentFault as fault:
        print("X   " + " ".join(filter(None, labels.error_words(fault.code, fault.values))))
        return REFUSED
    before_us = cutoff_us(recordings, now_us=time.time_ns() // 1_000, keep_days=days)
    past = past_recordings(recordings, before_us)
    if before_us:
        print(f"masa simpan {days:g} hari: rekaman sebelum {_day(before_us)} dihapus dari meja ini")
    else:
        print("tidak ada masa simpan (keep_days = 0), atau rekaman di meja ini masih sedikit")
    reader = JournalReader(
        create_file_engine(paths.journal, read_only=True),
        StateCache(),
        waiting=dict,
        priority_of=lambda _type_code, by_hand: by_hand,
        on_damage=lambda: None,
    )
    try:
        judged = [(recording, judge(recording, reader, catalog)) for recording in past]
    finally:
        reader.close()
    _tell([recording for recording, said in judged if said == FREE])
    for said, count in sorted(Counter(said for _, said in judged if said != FREE).items()):
        print(f"    {count} lebih lama tetapi tetap: {_STAYS[said]}")
    print("pratinjau: tidak ada yang dihapus; meja melakukannya sendiri di luar panggilan, sekali sehari")
    return DONE


def _tell(going: list[JournalledRecording]) -> None:
    for recording in going[:LISTED]:
        copy = "salinannya di penyimpanan tetap" if recording.store else "tanpa salinan"
        print(f"-   {recording.path}  ({_day(recording.recorded_us)}, {copy})")
    if len(going) > LISTED:
        print(f"    … dan {len(going) - LISTED} lagi")
    size_gb = sum(recording.byte_count for recording in going) / 1e9
    print(f"{len(going)} rekaman akan dihapus ({size_gb:.2f} GB)")


def _day(at_us: int) -> str:
    return datetime.fromtimestamp(at_us / 1e6, UTC).strftime("%Y-%m-%d")
