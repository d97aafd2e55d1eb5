"""`batola-desk verify-recordings`: every seal in the journal against the file here and its copy."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.domain.file_digest import sha256_of
from batola_desk.interop.recording_store.port import RecordingStore, StoreFault, no_pause
from batola_desk.models.recording_facts import JournalledRecording, read_recordings

LISTED = 50
SOUND, WAITING, BROKEN, UNREADABLE = 0, 1, 2, 3
OK, MISSING, DIFFERS, UNKNOWN, NOT_COPIED = (
    "utuh",
    "tidak ada",
    "BERBEDA",
    "tidak bisa dibaca",
    "belum disalin",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of one recording: here, and in the store (words of this module)."""

    recording: JournalledRecording
    here: str
    stored: str

    @property
    def is_lost(self) -> bool:
        """Nowhere whole any more."""
        return OK not in {self.here, self.stored} and UNKNOWN not in {self.here, self.stored}

    @property
    def is_broken(self) -> bool:
        """Something is not as sealed."""
        gone = self.here == MISSING and not self.recording.is_freed
        copy_gone = self.stored == MISSING
        return self.is_lost or DIFFERS in {self.here, self.stored} or gone or copy_gone


def check_recording(
    recording: JournalledRecording, root: Path, store: RecordingStore | None, *, deep: bool
) -> Finding:
    """Compare one recording with its seal.

    Args:
        deep: read the store's copy again, not only believe the journal.
    """
    return Finding(recording, _here(recording, root), _stored(recording, store, deep=deep))


def _here(recording: JournalledRecording, root: Path) -> str:
    file = root / recording.path
    if not file.resolve().is_relative_to(root.resolve()):
        return UNKNOWN
    try:
        return OK if sha256_of(file) == recording.sha256 else DIFFERS
    except FileNotFoundError:
        return MISSING
    except OSError:
        return UNKNOWN


def _stored(recording: JournalledRecording, store: RecordingStore | None, *, deep: bool) -> str:
    if not recording.store:
        return NOT_COPIED
    if not deep:
        return OK
    if store is None or store.store_id != recording.store:
        return UNKNOWN
    try:
        found = store.sha256_of(recording.key, no_pause)
    except StoreFault:
        return UNKNOWN
    if found is None:
        return MISSING
    return OK if found == recording.sha256 else DIFFERS


def run_verify_recordings(
    journal: Path, root: Path, store: RecordingStore | None, *, deep: bool = True
) -> int:
    """Check everything and print it; exit code 0 sound, 1 copies missing or unreadable, 2 broken, 3 no
    journal.
    """
    try:
        recordings = read_recordings(journal)
    except FileNotFoundError:
        print(f"belum ada jurnal di {journal}")
        return UNREADABLE
    except EnvironmentFault as fault:
        print(f"jurnal tidak bisa dibaca: {fault.code} {fault.values}")
        return UNREADABLE
    past = sum(recording.is_past for recording in recordings)
    recordings = tuple(recording for recording in recordings if not recording.is_past)
    if past:
        print(f"{past} rekaman sudah dihapus setelah masa simpannya (tercatat di jurnal)")
    findings = []
    for number, recording in enumerate(recordings, start=1):
        findings.append(check_recording(recording, root, store, deep=deep))
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{number} / {len(recordings)} rekaman")
    return _report(findings)


def _report(findings: list[Finding]) -> int:
    broken = [finding for finding in findings if finding.is_broken]
    unsure = [f for f in findings if not f.is_broken and {UNKNOWN, NOT_COPIED} & {f.here, f.stored}]
    for finding in broken[:LISTED]:
        sign = "XX" if finding.is_lost else "X "
        print(f"{sign}  {finding.recording.path}: di meja {finding.here}, di penyimpanan {finding.stored}")
        print(f"    segel di jurnal: {finding.recording.sha256}")
    for finding in unsure[:LISTED]:
        print(f"!   {finding.recording.path}: di meja {finding.here}, di penyimpanan {finding.stored}")
    hidden = max(0, len(broken) - LISTED) + max(0, len(unsure) - LISTED)
    if hidden:
        print(f"    … dan {hidden} lagi")
    here, stored = Counter(f.here for f in findings), Counter(f.stored for f in findings)
    freed = sum(1 for f in findings if f.recording.is_freed and f.here == MISSING)
    print(f"{len(findings)} rekaman bersegel di jurnal")
    print(f"  di meja         : {_counts(here)}" + (f" ({freed} dilepas menurut aturan)" if freed else ""))
    print(f"  di penyimpanan  : {_counts(stored)}")
    if broken:
        print("ADA REKAMAN YANG TIDAK SAMA DENGAN SEGELNYA. Jangan sentuh berkasnya; lapor ketua regu.")
        return BROKEN
    print("semua rekaman yang bisa dibaca sama dengan segelnya" if unsure else "semua rekaman utuh")
    return WAITING if unsure else SOUND


def _counts(counts: Counter[str]) -> str:
    return ", ".join(f"{count} {word}" for word, count in sorted(counts.items())) or "0"
