"""Every setting of the desk: found as one types, explained, changed by who may."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from typing import Any, Final

from PySide6.QtCore import QEvent, QModelIndex, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QWidget

from batola_desk.domain.errors import OperatorError
from batola_desk.services.api import Desk
from batola_desk.services.change import Change
from batola_desk.settings.book import SettingRow
from batola_desk.settings.paths import SETTINGS_NAME
from batola_desk.settings.store import Origin
from batola_desk.ui.all_settings.setting_editor import SettingEditor
from batola_desk.ui.all_settings.setting_words import SUBJECTS, effect_words, matches, subject_of
from batola_desk.ui.all_settings.settings_model import VALUE, SettingsModel
from batola_desk.ui.boards.board_table import BoardTable
from batola_desk.ui.boards.rows_model import ROW_ROLE
from batola_desk.ui.choice_box import ChoiceBox
from batola_desk.ui.incident.parts import button, label
from batola_desk.ui.labels import error_words, translated
from batola_desk.ui.pulse import Pulse
from batola_desk.ui.sheet import Sheet
from batola_desk.ui.shell_parts import EmptyLabel
from batola_desk.ui.tasks import TaskRunner

GATHER_MS: Final = 200
TOUCHED: Final = frozenset({"settings", "person", "seat"})


class AllSettingsSheet(Sheet):
    """Letters search, arrows go through the list, Enter goes to the value and there keeps it."""

    width_max_px = 1200

    def __init__(self, desk: Desk, tasks: TaskRunner, pulse: Pulse, host: QWidget) -> None:
        super().__init__(host)
        self.setObjectName("all_settings")
        self._desk = desk
        self._tasks = tasks
        self._rows: Sequence[SettingRow] = ()
        self._before: SettingRow | None = None  # what the last change here replaced
        self.search = QLineEdit(self)
        self.search.setObjectName("settings_search")
        self.subject = ChoiceBox(self)
        self.subject.setObjectName("settings_subject")
        self.counted = label(self, "muted", "settings_counted")
        self.model = SettingsModel(self._language, self)
        self.table = BoardTable(self)
        self.table.setObjectName("settings_list")
        self.table.arrange(self.model, stretched=VALUE)
        self.empty = EmptyLabel(self)
        self.editor = SettingEditor(self._language, self)
        self.undo = button(self, "", "settings_undo")
        self._hint = label(self, "small")
        self._hint.setWordWrap(True)
        self._gather = QTimer(self)
        self._gather.setSingleShot(True)
        self._gather.setInterval(GATHER_MS)
        self._lay_out()
        self._connect(pulse)
        self.retranslate()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.search, 1)
        top.addWidget(self.subject)
        top.addWidget(self.counted)
        line = QFrame(self)
        line.setProperty("role", "divider")
        below = QHBoxLayout()
        below.addWidget(self._hint, 1)
        below.addWidget(self.undo)
        self.body.addLayout(top)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.empty, 1)
        self.body.addWidget(line)
        self.body.addWidget(self.editor)
        self.body.addLayout(below)

    def _connect(self, pulse: Pulse) -> None:
        self.search.textChanged.connect(self._filter)
        self.subject.activated.connect(self._filter)
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.table.entered_on.connect(self._on_entered)
        self.editor.value_requested.connect(self._on_value)
        self.editor.reset_requested.connect(self._on_reset)
        self.undo.clicked.connect(self._on_undo)
        self._gather.timeout.connect(self._read)
        pulse.changed.connect(self._on_change)

    # ---------------------------------------------------------------- showing

    def bring_up(self) -> None:
        """Read all settings and show them; the keyboard is in the search."""
        super().bring_up()
        self._before = None
        self._read()
        self.search.setFocus(Qt.FocusReason.PopupFocusReason)
        self.search.selectAll()

    @property
    def chosen(self) -> SettingRow | None:
        """The setting under the cursor."""
        row = self.table.currentIndex().data(ROW_ROLE)
        return row if isinstance(row, SettingRow) else None

    def _language(self) -> str:
        return str(self._desk.session.setting("screen.language"))

    @Slot()
    def _read(self) -> None:
        self._tasks.run(self._desk.all_settings.rows(), "all-settings", done=self._show)

    def _show(self, rows: Sequence[SettingRow]) -> None:
        self._rows = sorted(rows, key=lambda row: list(SUBJECTS).index(subject_of(row.entry)))
        self._filter()

    @Slot()
    def _filter(self) -> None:
        """Show what fits the words and the subject."""
        words = self.search.text().casefold().split()
        subject = self.subject.currentData()
        found = [
            row
            for row in self._rows
            if (not subject or subject_of(row.entry) == subject) and matches(row, words)
        ]
        self.table.show_rows(found, self.empty)
        self.table.choose_first()
        self.counted.setText(
            self.tr("{shown} dari {all}").format(shown=len(found), all=len(self._rows)) if self._rows else ""
        )
        self._render_editor()

    @Slot()
    def _on_row(self) -> None:
        self._render_editor()

    def _render_editor(self) -> None:
        row = self.chosen
        hindrance = self._desk.all_settings.hindrance(row) if row is not None else ""
        why_not = ""
        if hindrance and row is not None:
            happened, _works, next_step = error_words(hindrance, {"key": row.entry.key, "place": row.place})
            why_not = f"{happened} {next_step}"
        self.editor.show_row(row, hindrance, why_not)
        self.undo.setVisible(self._before is not None)

    # ---------------------------------------------------------------- what people do

    def keyPressEvent(self, qt_event: QKeyEvent) -> None:
        key = qt_event.key()
        if self.search.hasFocus() and key in {Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown}:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if self.search.hasFocus() and key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._on_entered(self.table.currentIndex())
            return
        if self.editor.choice.hasFocus() and key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.editor.save_now()
            return
        super().keyPressEvent(qt_event)

    @Slot(QModelIndex)
    def _on_entered(self, _index: QModelIndex) -> None:
        row = self.chosen
        if row is not None and not self._desk.all_settings.hindrance(row):
            self.editor.focus_field()

    @Slot(object)
    def _on_value(self, value: object) -> None:
        row = self.chosen
        if row is not None:
            self._run(self._desk.all_settings.change(row.entry.file, row.entry.key, value), row)

    @Slot()
    def _on_reset(self) -> None:
        row = self.chosen
        if row is not None:
            self._run(self._desk.all_settings.reset(row.entry.file, row.entry.key), row)

    @Slot()
    def _on_undo(self) -> None:
        row = self._before
        if row is None:
            return
        settings, entry = self._desk.all_settings, row.entry
        was_said = row.origin is Origin.CHOICE or (entry.file != SETTINGS_NAME and row.origin is Origin.FILE)
        wish = (
            settings.change(entry.file, entry.key, row.value)
            if was_said
            else settings.reset(entry.file, entry.key)
        )
        self._run(wish, None)

    def _run(self, wish: Coroutine[Any, Any, None], before: SettingRow | None) -> None:
        """Do it; what it replaced can be brought back, except a secret, which nobody knows any more."""

        def done(_none: None) -> None:
            self._before = before if before is not None and not before.entry.secret else None
            words = self.tr("Setelan disimpan.") if before else self.tr("Setelan sebelumnya berlaku lagi.")
            row = before or self.chosen
            self.editor.forget_typed()
            self._tasks.messages.info(f"{words} {effect_words(row.entry.effect)}" if row else words)
            self._read()
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

        def refused(refusal: OperatorError) -> bool:
            happened, _works, next_step = error_words(refusal.code, refusal.values)
            self.editor.say_wrong(f"{happened} {next_step}")
            return True

        self._tasks.run(wish, "setting", done=done, refused=refused)

    # ---------------------------------------------------------------- news

    @Slot(object)
    def _on_change(self, change: Change) -> None:
        if self.isVisible() and change.what & TOUCHED and not self._gather.isActive():
            self._gather.start()

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange and hasattr(self, "_hint"):
            self.retranslate()

    def retranslate(self) -> None:
        """Say all texts again."""
        self.title.setText(self.tr("Semua setelan"))
        self.search.setPlaceholderText(self.tr("Cari: nama, kunci, atau arti"))
        self.search.setAccessibleName(self.tr("Cari setelan"))
        self.subject.setAccessibleName(self.tr("Bagian"))
        self.table.setAccessibleName(self.tr("Setelan yang cocok"))
        self.empty.setText(self.tr("Tidak ada setelan yang cocok dengan kata-kata itu."))
        self.undo.setText(self.tr("Batalkan perubahan"))
        self._hint.setText(self.tr("↓: ke daftar · Enter: ubah nilai, Enter lagi: simpan · Esc: tutup"))
        chosen = self.subject.currentData()
        self.subject.clear()
        self.subject.addItem(self.tr("Semua bagian"), "")
        for code, text in SUBJECTS.items():
            self.subject.addItem(translated(text), code)
        self.subject.setCurrentIndex(max(0, self.subject.findData(chosen)))
        self.editor.retranslate()
        self.model.retranslate()
        self._filter()
