"""What the doctor's page shows and does; no widgets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from batola_desk.services.api import Desk
from batola_desk.services.change import Change
from batola_desk.services.doctor_views import DoctorView, FoundView
from batola_desk.ui import labels
from batola_desk.ui.doctor_words import finding_words
from batola_desk.ui.noop import QT_TRANSLATE_NOOP
from batola_desk.ui.pulse import Pulse

SIGNS: Final[Mapping[str, str]] = {"ok": "✔", "warn": "▲", "fail": "✖"}
_WORST_FIRST: Final = ("fail", "warn", "ok")
STAGES: Final[Mapping[str, str]] = {
    "versions": QT_TRANSLATE_NOOP("labels", "versi"),
    "folders": QT_TRANSLATE_NOOP("labels", "folder"),
    "disk": QT_TRANSLATE_NOOP("labels", "kecepatan disk"),
    "configuration": QT_TRANSLATE_NOOP("labels", "konfigurasi"),
    "journal": QT_TRANSLATE_NOOP("labels", "jurnal"),
    "backups": QT_TRANSLATE_NOOP("labels", "cadangan"),
    "sound": QT_TRANSLATE_NOOP("labels", "suara"),
    "prompts": QT_TRANSLATE_NOOP("labels", "kalimat"),
    "line": QT_TRANSLATE_NOOP("labels", "saluran dan panggilan uji"),
    "recordings": QT_TRANSLATE_NOOP("labels", "rekaman"),
    "room": QT_TRANSLATE_NOOP("labels", "sekretariat"),
    "certificates": QT_TRANSLATE_NOOP("labels", "sertifikat"),
    "positions": QT_TRANSLATE_NOOP("labels", "posisi satuan"),
    "mail": QT_TRANSLATE_NOOP("labels", "surel"),
    "map": QT_TRANSLATE_NOOP("labels", "peta"),
}


class DoctorViewModel(QObject):
    """The examination that runs, or the last one.

    Signals:
        changed: read everything again.
    """

    changed = Signal()

    def __init__(self, desk: Desk, pulse: Pulse, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._doctor = desk.doctor
        pulse.changed.connect(self._on_change)

    @property
    def view(self) -> DoctorView:
        return self._doctor.view

    @property
    def found(self) -> tuple[FoundView, ...]:
        """The findings, the worst first."""
        return tuple(sorted(self.view.found, key=lambda found: _WORST_FIRST.index(found.level)))

    @property
    def stage(self) -> str:
        """What is being looked at."""
        return labels.word(STAGES, self.view.stage)

    def count(self, level: str) -> int:
        """How many findings are of that level."""
        return sum(found.level == level for found in self.view.found)

    @Slot()
    def start(self) -> None:
        """Look at everything."""
        self._doctor.start()

    @Slot()
    def stop(self) -> None:
        """Enough."""
        self._doctor.cancel()

    @Slot()
    def write_bundle(self) -> None:
        """Write a file for the makers, without personal data."""
        self._doctor.write_bundle()

    def plain_text(self) -> str:
        """All findings as lines, for a message to IT."""
        lines = []
        for found in self.found:
            words = finding_words(found.code, found.values)
            said = " ".join(filter(None, words[1:]))
            lines.append(f"{SIGNS[found.level]} {words.subject}: {said} [{found.code}]")
        return "\n".join(lines)

    @Slot(object)
    def _on_change(self, change: Change) -> None:
        if "doctor" in change.what:
            self.changed.emit()
