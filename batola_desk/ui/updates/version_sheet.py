"""Ctrl+Shift+Q: which version runs, what lies ready, P puts it in off duty, K goes back to the one before."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from batola_desk.ui.incident.parts import button, label
from batola_desk.ui.sheet import Sheet
from batola_desk.ui.updates.version_view_model import VersionViewModel
from batola_desk.updates.attempt import Kind


class VersionSheet(Sheet):
    """Says what is so and what each key will do. Nothing happens before the desk is free to close."""

    width_max_px = 760
    is_low = True

    def __init__(self, vm: VersionViewModel, host: QWidget) -> None:
        super().__init__(host)
        self._vm = vm
        self.setObjectName("versions")
        self.installed = label(self, "", "versions_installed")
        self.outcome = label(self, "muted", "versions_outcome")
        self.ready = label(self, "heading", "versions_ready")
        self.notes = label(self, "", "versions_notes")
        self.one_way = label(self, "warn", "versions_one_way")
        self.waiting = label(self, "info", "versions_waiting")
        self.refusal = label(self, "late", "versions_refusal")
        self.install = button(self, "primary", "versions_install")
        self.back = button(self, "danger", "versions_back")
        self.notes.setTextFormat(Qt.TextFormat.PlainText)
        words = (
            self.installed,
            self.outcome,
            self.ready,
            self.notes,
            self.one_way,
            self.waiting,
            self.refusal,
        )
        for part in words:
            part.setWordWrap(True)
            self.body.addWidget(part)
        row = QHBoxLayout()
        row.addWidget(self.install)
        row.addWidget(self.back)
        row.addStretch(1)
        self.body.addSpacing(8)
        self.body.addLayout(row)
        self.install.clicked.connect(vm.install)
        self.back.clicked.connect(vm.go_back)
        vm.changed.connect(self._render)

    @Slot()
    def bring_up(self) -> None:
        """Show what is known; the files are read again meanwhile."""
        self._vm.see()
        self._render()
        super().bring_up()

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange and hasattr(self, "back"):
            self._render()

    def keyPressEvent(self, qt_event: QKeyEvent) -> None:
        wanted = {Qt.Key.Key_P: self.install, Qt.Key.Key_K: self.back}.get(Qt.Key(qt_event.key()))
        if wanted is not None and not qt_event.isAutoRepeat() and not qt_event.modifiers():
            wanted.click()  # a button that is not there or not enabled does nothing
        else:
            super().keyPressEvent(qt_event)

    # ---------------------------------------------------------------- inner parts

    @Slot()
    def _render(self) -> None:
        view = self._vm.view
        self.title.setText(self.tr("Versi program"))
        installed = self.tr("Terpasang: {version}.").format(version=view.installed)
        if view.previous:
            installed += " " + self.tr("Versi sebelumnya: {version}.").format(version=view.previous)
        self.installed.setText(installed)
        _say(self.outcome, self._vm.outcome_words())
        staged = view.staged
        ready = self.tr("Siap dipasang: {version}").format(version=staged.version) if staged else ""
        _say(self.ready, ready or self._vm.fault_words() or self.tr("Tidak ada pembaruan yang menunggu."))
        _say(self.notes, self._vm.notes())
        is_one_way = staged is not None and staged.is_one_way
        one_way = self.tr(
            "Versi ini mengubah bentuk jurnal: setelah meja dibuka dengannya, tidak ada jalan kembali ke"
            " versi sebelumnya."
        )
        _say(self.one_way, one_way if is_one_way else "")
        _say(self.waiting, self._waiting())
        _say(self.refusal, self._vm.refusal)
        self.install.setVisible(staged is not None)
        self.install.setText(
            self.tr("Batal pasang  P")
            if view.wish is Kind.INSTALL
            else self.tr("Pasang saat tidak bertugas  P")
        )
        self.back.setVisible(bool(view.previous))
        self.back.setText(
            self.tr("Batal kembali  K")
            if view.wish is Kind.ROLLBACK
            else self.tr("Kembali ke versi {version}  K").format(version=view.previous)
        )
        self._fit()

    def _waiting(self) -> str:
        """What will happen, and when."""
        wish = self._vm.view.wish
        if wish is Kind.INSTALL:
            return self.tr(
                "Dipasang begitu petugas meninggalkan meja (Ctrl+Shift+K) atau meja ditutup, dan tidak ada"
                " panggilan."
            )
        if wish is Kind.ROLLBACK:
            return self.tr(
                "Dalam satu menit meja menutup, kembali ke versi sebelumnya dan terbuka lagi sendiri. Bila"
                " ada panggilan, meja tetap terbuka dan ini dibatalkan."
            )
        return ""


def _say(part: QLabel, words: str) -> None:
    part.setText(words)
    part.setVisible(bool(words))
