"""The drill: a backup is unpacked beside, verified, and opened the way a desk opens it; nothing changes."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import msgspec

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.models.journal import open_journal, read_seal
from batola_desk.models.migrate import refuse_newer
from batola_desk.models.refold import Progress
from batola_desk.models.rows import VerifyReport
from batola_desk.services.backups.archive import JOURNAL, RECORDINGS, ArchiveReader, Manifest
from batola_desk.services.backups.proof import prove_journal
from batola_desk.settings.catalog import load_catalog
from batola_desk.settings.paths import DeskPaths, resource_path
from batola_desk.settings.store import SettingsStore


@dataclass(frozen=True, slots=True)
class Drill:
    """A backup that can be restored.

    Attributes:
        warnings: what of its configuration would not be used as it stands.
        follows: whether the journal here goes on from the backup's end; None = there is none to compare.
        recordings: entries of the list of recordings; None = it was not backed up.
    """

    manifest: Manifest
    report: VerifyReport
    warnings: tuple[str, ...]
    follows: bool | None
    recordings: int | None


def run_backup_drill(
    source: Path, beside: Path, *, live_journal: Path, progress: Progress | None = None
) -> Drill:
    """Prove a backup.

    Raises:
        EnvironmentFault: ``archive_…``, ``journal_newer``: it is not what would be needed.
        OSError: it cannot be unpacked there.
    """
    with (
        ArchiveReader(source) as archive,
        tempfile.TemporaryDirectory(prefix="batola-drill-", dir=beside) as home,
    ):
        manifest = archive.manifest
        refuse_newer(manifest.revision)
        paths = DeskPaths.for_home(Path(home))
        has_choices = any(part.name.startswith("choices/") for part in manifest.parts)
        for part in manifest.parts:
            archive.extract(part, Path(home) / part.name)
        journal = Path(home) / JOURNAL
        report = prove_journal(journal, manifest, progress)
        opened = open_journal(journal)
        try:
            if opened.report.health != "healthy" or opened.report.read_only:
                raise EnvironmentFault("archive_unsound", what=opened.report.health)
        finally:
            opened.close()
        choices = Path(home) / "choices" if has_choices else paths.config
        recordings = Path(home) / RECORDINGS
        return Drill(
            manifest,
            report,
            tuple(_faults(paths.config, choices)),
            _follows(live_journal, manifest),
            len(msgspec.json.decode(recordings.read_bytes())) if recordings.exists() else None,
        )


def _faults(config: Path, choices: Path) -> list[str]:
    loaded = load_catalog(resource_path("config"), config / "catalog")
    settings = SettingsStore(choices / "settings.toml", site=config / "settings.toml")
    return [str(fault) for fault in (*loaded.faults, *settings.faults)]


def _follows(live_journal: Path, manifest: Manifest) -> bool | None:
    if manifest.oseq == 0:
        return None
    try:
        if not live_journal.exists():
            return None
        seal = read_seal(live_journal, manifest.origins[0], manifest.oseq)
    except EnvironmentFault:
        return None
    return seal is not None and seal.hex() == manifest.hash
