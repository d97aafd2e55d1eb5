"""Ctrl+Shift+W: the machine is set up, page by page, over form and map; a ringing call stays in sight."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QWidget

from batola_desk.services.api import Desk
from batola_desk.services.first_start import LETTER, LINE, PAGES, ROOM, Level
from batola_desk.ui import labels
from batola_desk.ui.command_book import key_text
from batola_desk.ui.first_start.first_start_view_model import SUMMARY, FirstStartViewModel
from batola_desk.ui.first_start.first_start_words import PAGE_NAMES, ROLES, SIGNS, say, verdict_words
from batola_desk.ui.first_start.map_page import MapPage
from batola_desk.ui.first_start.pages import FieldPage, SetupPage, SoundPage, SummaryPage
from batola_desk.ui.incident.parts import button, label, set_role
from batola_desk.ui.preferences.sound_test_view_model import SoundTestViewModel
from batola_desk.ui.sheet import Sheet
from batola_desk.ui.tasks import TaskRunner


class FirstStartSheet(Sheet):
    """Enter tests and goes on, PgUp and PgDn turn the pages, Alt+T leaves one for later, Esc leaves all."""

    def __init__(
        self,
        vm: FirstStartViewModel,
        sound: SoundTestViewModel,
        desk: Desk,
        tasks: TaskRunner,
        host: QWidget,
    ) -> None:
        super().__init__(host)
        self.setObjectName("first_start")
        self.vm = vm
        self._shown_at = -1
        self._steps = [label(self, "chip", f"setup_step_{page or 'summary'}") for page in (*PAGES, "")]
        self.stack = QStackedWidget(self)
        self.pages: list[SetupPage] = [
            FieldPage(vm, LETTER, self.stack),
            FieldPage(vm, ROOM, self.stack),
            FieldPage(vm, LINE, self.stack),
            SoundPage(vm, sound, desk.session.devices, self.stack),
            MapPage(vm, tasks, self.stack),
            SummaryPage(vm, self.stack),
        ]
        self.found = label(self, "", "setup_found")
        self.found.setWordWrap(True)
        self.back = button(self, "quiet", "setup_back")
        self.later = button(self, "quiet", "setup_later")
        self.on = button(self, "quiet", "setup_on")
        self.despite = button(self, "", "setup_despite")
        self.primary = button(self, "primary", "setup_primary")
        # A shortcut: in a field the key alone would be a letter.
        skip = QShortcut(QKeySequence("Alt+T"), self)
        skip.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        skip.activated.connect(vm.leave_page)
        self._lay_out()
        self.back.clicked.connect(vm.go_back)
        self.later.clicked.connect(vm.leave_page)
        self.on.clicked.connect(vm.go_on)
        self.despite.clicked.connect(vm.save_despite_doubts)
        self.primary.clicked.connect(vm.proceed)
        vm.changed.connect(self.render_pages)

    # ---------------------------------------------------------------- life

    def bring_up(self) -> None:
        """Begin anew with what this machine is configured for; open already, it stays as it is."""
        if self.isVisible():
            return
        self._shown_at = -1
        self.vm.begin()
        super().bring_up()
        self._to_first_stop()

    def put_away(self) -> None:
        """*Nanti*: nothing is written."""
        was_open = self.isVisible()
        super().put_away()
        if was_open:
            self.vm.leave()

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange and hasattr(self, "primary"):
            self.render_pages()

    def keyPressEvent(self, qt_event: QKeyEvent) -> None:
        key, modifiers = qt_event.key(), qt_event.modifiers()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_enter(is_insisting=bool(modifiers & Qt.KeyboardModifier.ControlModifier))
        elif key == Qt.Key.Key_PageUp:
            self.vm.go_back()
        elif key == Qt.Key.Key_PageDown:
            self.vm.go_on()
        else:
            super().keyPressEvent(qt_event)

    def _on_enter(self, *, is_insisting: bool) -> None:
        chosen = self.window().focusWidget()
        page = self.pages[self.vm.at]
        if isinstance(page, MapPage) and page.owns_enter(chosen):
            return
        if is_insisting:
            self.vm.save_despite_doubts()
        elif isinstance(chosen, QPushButton) and self.isAncestorOf(chosen):
            chosen.click()
        else:
            self.vm.proceed()

    # ---------------------------------------------------------------- drawing

    @Slot()
    def render_pages(self) -> None:
        """Show the page, its test, and which keys go on."""
        if self.vm.at != self._shown_at:
            self._shown_at = self.vm.at
            self.stack.setCurrentIndex(self.vm.at)
            self.pages[self.vm.at].say_all()
            self._to_first_stop()
        self.pages[self.vm.at].say_all()
        self.title.setText(self.tr("Menyiapkan meja ini"))
        for at, step in enumerate(self._steps):
            self._render_step(at, step)
        self._render_found()
        self._render_buttons()

    def _render_step(self, at: int, step: QLabel) -> None:
        page = PAGES[at] if at < SUMMARY else ""
        level = self.vm.level(page) if page and not self.vm.is_later(page) else None
        sign = SIGNS[level] + " " if page and level is not None else ""
        step.setText(f"{sign}{at + 1} {say(PAGE_NAMES[page])}")
        set_role(step, "info" if at == self.vm.at else ROLES[level] if level is not None else "chip")

    def _render_found(self) -> None:
        role, words = "muted", ""
        if self.vm.refusal is not None:
            role = "late"
            words = labels.error_line(*self.vm.refusal)
        elif self.vm.is_busy:
            words = self.tr("Menguji …") if self.vm.page else self.tr("Menyimpan …")
        elif self.vm.page:
            words = "\n".join(verdict_words(one) for one in self.vm.verdicts(self.vm.page))
            role = ROLES[self.vm.level(self.vm.page)]
        self.found.setText(words)
        set_role(self.found, role)

    def _render_buttons(self) -> None:
        vm = self.vm
        is_summary = vm.at == SUMMARY
        self.back.setText(self.tr("Kembali") + "  " + key_text("PgUp"))
        self.later.setText(self.tr("Halaman ini nanti") + "  " + key_text("Alt+T"))
        is_failed = bool(vm.page) and vm.level(vm.page) is Level.BAD
        on = self.tr("Lanjut walau belum terhubung") if is_failed else self.tr("Lanjut")
        self.on.setText(on + "  " + key_text("PgDown"))
        self.despite.setText(self.tr("Simpan walau belum terhubung") + "  " + key_text("Ctrl+Enter"))
        self.primary.setText(f"{self._primary_words()}  Enter")
        for made, is_shown in (
            (self.back, vm.at > 0 and not vm.is_saved),
            (self.later, not is_summary),
            (self.on, not is_summary and not self._is_through),
            (self.despite, is_summary and not vm.is_saved and bool(vm.doubtful) and not vm.stopping),
        ):
            made.setVisible(is_shown)
            made.setEnabled(not vm.is_busy)
        self.primary.setEnabled(not vm.is_busy)
        self._away.setText(
            (self.tr("Tutup") if vm.is_saved else self.tr("Nanti saja, jangan tulis apa pun")) + "  Esc"
        )

    def _primary_words(self) -> str:
        vm = self.vm
        if vm.is_saved:
            return self.tr("Buka ulang meja sekarang")
        if vm.at == SUMMARY:
            return self.tr("Simpan")
        return self.tr("Lanjut") if self._is_through else self.tr("Uji")

    @property
    def _is_through(self) -> bool:
        """Enter goes on: the page was tested, or waits for another day."""
        return self.vm.is_later(self.vm.page) or self.vm.level(self.vm.page) in (Level.GOOD, Level.ODD)

    def _say_away(self) -> None:
        """The sheet's own words are said with the other buttons."""

    def _to_first_stop(self) -> None:
        stop = self.pages[self.vm.at].first_stop() if self.isVisible() else None
        (stop or self).setFocus(Qt.FocusReason.TabFocusReason)  # what stands there is replaced by typing

    def _lay_out(self) -> None:
        steps = QHBoxLayout()
        steps.setSpacing(6)
        for step in self._steps:
            steps.addWidget(step)
        steps.addStretch(1)
        for page in self.pages:
            self.stack.addWidget(page)
        keys = QHBoxLayout()
        keys.setSpacing(8)
        keys.addWidget(self.back)
        keys.addWidget(self.later)
        keys.addStretch(1)
        for made in (self.on, self.despite, self.primary):
            keys.addWidget(made)
        self.body.setSpacing(12)
        self.body.addLayout(steps)
        self.body.addWidget(self.stack, 1)
        self.body.addWidget(self.found)
        self.body.addLayout(keys)
