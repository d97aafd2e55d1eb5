"""What the map-data sheet shows and does; no widgets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot

from batola_desk.domain.errors import EnvironmentFault, OperatorError
from batola_desk.map.imports.report import FileReport, ImportReport
from batola_desk.map.pack.notes import Came
from batola_desk.services.api import Desk
from batola_desk.services.change import Change
from batola_desk.services.map_pack_views import ImportWish
from batola_desk.ui import labels
from batola_desk.ui.map_packs.delivery_words import DeliveryWords, percent
from batola_desk.ui.map_packs.folder_reader import FolderReader
from batola_desk.ui.map_packs.map_pack_words import (
    KIND_WORDS,
    MENDED_WORDS,
    SKIP_WORDS,
    STAGE_WORDS,
    families,
)
from batola_desk.ui.numbers import decimal, whole
from batola_desk.ui.pulse import Pulse
from batola_desk.ui.tasks import TaskRunner

translate = QCoreApplication.translate

MEGABYTE = 2**20
TOUCHED = frozenset({"map_pack", "person", "language"})


class MapPackViewModel(QObject):
    """State of the pack, the running import, what the last one did.

    Signals:
        changed: read everything again.
        refused: a wish was refused (words).
    """

    changed = Signal()
    refused = Signal(str)

    def __init__(self, desk: Desk, tasks: TaskRunner, pulse: Pulse, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._packs = desk.map_packs
        self._deliveries = desk.map_deliveries
        self._delivery_words = DeliveryWords(self)
        self._tasks = tasks
        self.folders = FolderReader(tasks)
        pulse.changed.connect(self._on_change)

    @property
    def may_change(self) -> bool:
        return self._packs.may_change()

    @property
    def may_restore(self) -> bool:
        return self._packs.may_restore()

    @property
    def has_pack(self) -> bool:
        return self._packs.pack is not None

    @property
    def is_importing(self) -> bool:
        return self._packs.step is not None

    @property
    def may_take(self) -> bool:
        return self._deliveries.may_take() and self._deliveries.view is not None

    @property
    def take_is_again(self) -> bool:
        """What waits in the secretariat was tried already."""
        view = self._deliveries.view
        return view is not None and view.phase == "failed"

    # ---------------------------------------------------------------- words

    def delivery_words(self) -> tuple[str, bool]:
        """What waits in the secretariat ("" = nothing newer), and whether it is good news."""
        view = self._deliveries.view
        return (self._delivery_words.whole(view), view.phase != "failed") if view is not None else ("", True)

    def delivery_percent(self) -> int | None:
        """How much of it is here; None = nothing is on its way."""
        view = self._deliveries.view
        return percent(view) if view is not None and view.phase in {"fetching", "waiting"} else None

    def state_words(self) -> str:
        """What map this desk draws now."""
        pack = self._packs.pack
        if pack is None:
            return self.tr("Belum ada paket peta. Yang digambar: peta sederhana dari daftar desa.")
        meta = pack.meta
        lines = [
            self.tr("{name}, dibuat {date}, {size} MB").format(
                name=meta.name, date=meta.created[:10], size=decimal(pack.size_bytes / MEGABYTE)
            )
        ]
        lines += [words for words in (self._came_words(pack.came),) if words]
        lines += [
            self.tr("Berkas: {file}, data {date}").format(file=source.file, date=source.date or "?")
            for source in meta.sources
        ]
        lines += [self.tr("Sumber: {text}").format(text=text) for text in meta.attribution]
        counted = _counted(families(meta.counts))
        if meta.raster is not None:
            counted.append(_pictures(meta.counts.get("raster", 0)))
        lines.append(", ".join(counted))
        names, edges = meta.counts.get("name", 0), meta.counts.get("edge", 0)
        sought = translate("MapPackViewModel", "%Ln nama untuk pencarian", "", names)
        ways = translate("MapPackViewModel", "%Ln ruas untuk mencari jalan", "", edges)
        lines.append(f"{sought}, {ways}")
        return "\n".join(lines)

    def _came_words(self, came: Came) -> str:
        if came.way == "room":
            return self.tr("Dari sekretariat, diterbitkan {by}.").format(by=came.by)
        if came.way == "folder":
            return self.tr("Dari folder bersama ({file}).").format(file=came.file)
        if came.way == "file":
            return self.tr("Disalin dari berkas {file}.").format(file=came.file)
        return self.tr("Diimpor di meja ini.") if came.way == "import" else ""

    def step_words(self) -> tuple[str, int | None]:
        """What the import does, and how far it is in per cent (None = nobody knows)."""
        step = self._packs.step
        if step is None:
            return "", None
        words = labels.word(STAGE_WORDS, step.stage)
        if step.total:
            return words, min(100, 100 * step.done // step.total)
        return (f"{words}: {whole(step.done)}" if step.done else words), None

    def outcome_words(self) -> tuple[str, bool]:
        """What the last import did, or why nothing was changed; and whether it is good news."""
        trouble, report = self._packs.trouble, self._packs.report
        if trouble is not None:
            words = labels.error_words(trouble.code, trouble.values)
            return "\n".join(part for part in (words[0], words[2], words[1]) if part), False
        return ("\n".join(self._report_lines(report)), True) if report is not None else ("", True)

    def _report_lines(self, report: ImportReport) -> Iterator[str]:
        seconds = round(report.seconds)
        yield translate("MapPackViewModel", "Peta baru dipakai (%n detik).", "", seconds)
        for file in report.files:
            yield from self._file_lines(file)
        if report.replaced:
            yield self.tr("Isi lama diganti: {files}").format(files=", ".join(report.replaced))
        if not report.edges:
            yield self.tr("Tanpa jaringan jalan: waktu tempuh dari garis lurus (perkiraan).")
        if not any(file.attribution for file in report.files):
            yield self.tr("Tanpa keterangan sumber.")

    def _file_lines(self, file: FileReport) -> Iterator[str]:
        taken = _counted(families(file.taken))
        if file.tiles:
            taken.append(_pictures(file.tiles))
        nothing = self.tr("tidak ada yang baru")
        yield f"{file.file}: {', '.join(taken) or nothing}"
        skipped = _counted({why: count for why, count in file.skipped.items() if count}, SKIP_WORDS)
        if skipped:
            yield "    " + self.tr("Dilewati: {what}").format(what=", ".join(skipped))
        mended = {key: int(getattr(file, key)) for key in MENDED_WORDS}
        if any(mended.values()):
            yield "    " + ", ".join(_counted({k: n for k, n in mended.items() if n}, MENDED_WORDS))

    # ---------------------------------------------------------------- wishes

    def import_files(
        self, files: list[Path], *, attribution: str = "", date: str = "", crs: str = "", keep: bool = False
    ) -> None:
        """Begin an import."""
        wish = ImportWish(
            files=files, attribution=attribution.strip(), date=date.strip(), crs=crs.strip(), keep=keep
        )
        self._tasks.run(self._import(wish), "map-import", refused=self._on_refused)

    async def _import(self, wish: ImportWish) -> None:
        try:
            await self._packs.import_files(wish)
        except EnvironmentFault as fault:
            if self._packs.trouble is None:  # else it stands in the sheet already
                raise OperatorError(fault.code, **fault.values) from fault

    @Slot()
    def cancel(self) -> None:
        """End the running import."""
        self._packs.cancel()

    @Slot()
    def take(self) -> None:
        """Fetch what waits in the secretariat."""
        try:
            self._deliveries.take()
        except OperatorError as refusal:
            self._on_refused(refusal)

    @Slot()
    def remove(self) -> None:
        """Use no pack."""
        self._tasks.run(self._packs.remove(), "map-remove", refused=self._on_refused)

    @Slot()
    def restore(self) -> None:
        """Take the removal back."""
        self._tasks.run(self._packs.restore(), "map-restore", refused=self._on_refused)

    def _on_refused(self, refusal: OperatorError) -> bool:
        self.refused.emit(labels.error_line(refusal.code, refusal.values))
        return True

    @Slot(object)
    def _on_change(self, change: Change) -> None:
        if change.what & TOUCHED:
            self.changed.emit()


def _counted(counts: Mapping[str, int], words: Mapping[str, str] = KIND_WORDS) -> list[str]:
    return [
        translate(labels.CONTEXT, words.get(key, f"%Ln {key}"), "", count) for key, count in counts.items()
    ]


def _pictures(count: int) -> str:
    return translate("MapPackViewModel", "%Ln gambar", "", count)
