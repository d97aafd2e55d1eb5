"""The lists of the centre and the line's accounts: found as one types, changed by who may, seen first."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QEvent, QModelIndex, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from batola_desk.domain.errors import OperatorError
from batola_desk.services.api import Desk
from batola_desk.settings.list_shape import Difference, ListRow, ListShape, Origin
from batola_desk.ui.all_settings.setting_words import effect_words
from batola_desk.ui.boards.board_table import BoardTable
from batola_desk.ui.centre_lists.field_text import text_of
from batola_desk.ui.centre_lists.list_form import ListForm
from batola_desk.ui.centre_lists.rows_table import NAME, ListRowsModel, name_of
from batola_desk.ui.choice_box import ChoiceBox
from batola_desk.ui.incident.parts import button, label
from batola_desk.ui.labels import error_words
from batola_desk.ui.sheet import Sheet
from batola_desk.ui.shell_parts import EmptyLabel
from batola_desk.ui.tasks import TaskRunner

JUDGE_MS: Final = 350
SHOWN_MAX: Final = 6  # LIMIT: changes that are named in the preview


class CentreListsSheet(Sheet):
    """Letters search, arrows choose a row, Enter goes to its fields and there keeps it; Insert: a new one."""

    width_max_px = 1200

    def __init__(self, desk: Desk, tasks: TaskRunner, host: QWidget) -> None:
        super().__init__(host)
        self.setObjectName("centre_lists")
        self._desk = desk
        self._tasks = tasks
        self._shapes: Sequence[ListShape] = ()
        self._rows: Sequence[ListRow] = ()
        self._rows_of: ListShape | None = None
        self._is_new = False
        self._is_listing = False  # the cursor moves with the rows, by nobody's hand
        self._asked = 0  # which question about the typed values is the last one
        self.lists = ChoiceBox(self)
        self.lists.setObjectName("lists_choice")
        self.search = QLineEdit(self)
        self.search.setObjectName("lists_search")
        self.model = ListRowsModel(self._language, self)
        self.table = BoardTable(self)
        self.table.setObjectName("lists_rows")
        self.table.arrange(self.model, stretched=NAME)
        self.empty = EmptyLabel(self)
        self.form = ListForm(self._language, self)
        self.row_title = label(self, "title", "lists_row")
        self.lock = label(self, "info", "lists_lock")
        self.preview = label(self, "muted", "lists_preview")
        self.wrong = label(self, "late", "lists_wrong")
        for words in (self.lock, self.preview, self.wrong):
            words.setWordWrap(True)
        self.new = button(self, "", "lists_new")
        self.remove = button(self, "", "lists_remove")
        self.undo = button(self, "", "lists_undo")
        self.save = button(self, "primary", "lists_save")
        self._judging = QTimer(self)
        self._judging.setSingleShot(True)
        self._judging.setInterval(JUDGE_MS)
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.lists)
        top.addWidget(self.search, 1)
        top.addWidget(self.new)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.addWidget(self.table, 1)
        left.addWidget(self.empty, 1)
        keys = QHBoxLayout()
        keys.addWidget(self.save)
        keys.addWidget(self.remove)
        keys.addStretch(1)
        keys.addWidget(self.undo)
        for part in (self.row_title, self.lock):
            right.addWidget(part)
        right.addWidget(self.form, 1)
        right.addWidget(self.preview)
        right.addWidget(self.wrong)
        right.addLayout(keys)
        right.addStretch(0)  # takes the room where no row is chosen
        both = QHBoxLayout()
        both.setSpacing(14)
        both.addLayout(left, 1)
        both.addLayout(right, 1)
        self.body.addLayout(top)
        self.body.addLayout(both, 1)

    def _connect(self) -> None:
        self.lists.activated.connect(self._read)
        self.search.textChanged.connect(self._filter)
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.table.entered_on.connect(self._on_entered)
        self.form.typed.connect(self._on_typed)
        self.form.save_requested.connect(self._on_save)
        self.save.clicked.connect(self._on_save)
        self.remove.clicked.connect(self._on_remove)
        self.new.clicked.connect(self._on_new)
        self.undo.clicked.connect(self._on_undo)
        self._judging.timeout.connect(self._judge)

    # ---------------------------------------------------------------- showing

    def bring_up(self) -> None:
        """Show the lists; the keyboard is in the search."""
        super().bring_up()
        self._is_new = False
        if self._shapes:
            self._read()
        else:
            self._tasks.run(self._desk.lists.shapes(), "lists", done=self._show_shapes)
        self.search.setFocus(Qt.FocusReason.PopupFocusReason)
        self.search.selectAll()

    @property
    def shape(self) -> ListShape | None:
        """The list that is shown."""
        at = self.lists.currentIndex()
        return self._shapes[at] if 0 <= at < len(self._shapes) else None

    @property
    def chosen(self) -> ListRow | None:
        """The row under the cursor; None while a new one is made."""
        row = None if self._is_new else self.table.chosen
        return row if isinstance(row, ListRow) else None

    def show_list(self, table: str) -> None:
        """Go to one list by the name of its table."""
        at = next((at for at, shape in enumerate(self._shapes) if shape.table == table), -1)
        if at >= 0:
            self.lists.setCurrentIndex(at)
            self._read()

    def _language(self) -> str:
        return str(self._desk.session.setting("screen.language"))

    def _show_shapes(self, shapes: Sequence[ListShape]) -> None:
        self._shapes = shapes
        self._name_lists()
        self._read()

    def _name_lists(self) -> None:
        at, is_english = self.lists.currentIndex(), self._language() == "en"
        self.lists.clear()
        for shape in self._shapes:
            self.lists.addItem(shape.name_en if is_english else shape.name)
        self.lists.setCurrentIndex(max(0, at))

    @Slot()
    def _read(self) -> None:
        shape = self.shape
        if shape is None:
            return
        self._is_new = False
        if shape != self._rows_of:  # rows of another list have other fields
            self._rows, self._rows_of = (), shape
        self._filter()
        self._tasks.run(self._desk.lists.rows(shape), "list-rows", done=partial(self._show_rows, shape))

    def _show_rows(self, shape: ListShape, rows: Sequence[ListRow]) -> None:
        if shape != self._rows_of:
            return  # the answer for a list that nobody looks at any more
        self._rows = rows
        before = self.chosen
        self._list_rows()
        stays = before is not None and self.chosen is not None and self.chosen.code == before.code
        if not (self._is_new or (stays and self.form.is_touched)):
            self._show_row()  # else somebody types already: a late answer takes nothing out of the hand

    @Slot()
    def _filter(self) -> None:
        self._is_new = False
        self._list_rows()
        self._show_row()

    def _list_rows(self) -> None:
        words = self.search.text().casefold().split()
        language = self._language()
        found = [
            row
            for row in self._rows
            if all(word in f"{row.code} {name_of(row, language)}".casefold() for word in words)
        ]
        self._is_listing = True
        self.table.show_rows(found, self.empty)
        self.table.choose_first()
        self._is_listing = False

    @Slot()
    def _on_row(self) -> None:
        if not self._is_listing:
            self._is_new = False
            self._show_row()

    def _show_row(self) -> None:
        shape, row = self.shape, self.chosen
        is_there = shape is not None and (row is not None or self._is_new)
        for part in (self.row_title, self.form, self.save, self.remove):
            part.setVisible(is_there)
        hindrance = self._desk.lists.hindrance(shape) if shape is not None else ""
        self.new.setVisible(shape is not None and not hindrance)
        self.undo.setVisible(self._desk.lists.can_undo)
        self.lock.setVisible(bool(hindrance))
        if hindrance:
            happened, _works, next_step = error_words(hindrance, {})
            self.lock.setText(f"{happened} {next_step}")
        self._say("", "")
        if not is_there or shape is None:
            return
        self.row_title.setText(
            self.tr("Baris baru") if row is None else f"{row.code}  {name_of(row, self._language())}"
        )
        self.form.show_row(shape, row, may_change=not hindrance)
        self.save.setVisible(not hindrance)
        self.save.setEnabled(False)
        self.remove.setVisible(not hindrance and row is not None and row.origin is not Origin.SHIPPED)
        is_own = row is not None and row.origin is Origin.OWN
        self.remove.setText(self.tr("Hapus  Del") if is_own else self.tr("Seperti bawaan  Del"))
        if not hindrance:
            self.preview.setText(effect_words(shape.effect))
            self.preview.setVisible(True)

    def _say(self, preview: str, wrong: str) -> None:
        self.preview.setText(preview)
        self.preview.setVisible(bool(preview))
        self.wrong.setText(wrong)
        self.wrong.setVisible(bool(wrong))

    # ---------------------------------------------------------------- what people do

    def keyPressEvent(self, qt_event: QKeyEvent) -> None:
        key = qt_event.key()
        if self.search.hasFocus() and key in {Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown}:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.search.hasFocus() and key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._on_entered(self.table.currentIndex())
        elif key == Qt.Key.Key_Insert and self.new.isVisible():
            self._on_new()
        elif key == Qt.Key.Key_Delete and self.table.hasFocus() and self.remove.isVisible():
            self._on_remove()
        else:
            super().keyPressEvent(qt_event)

    @Slot(QModelIndex)
    def _on_entered(self, _index: QModelIndex) -> None:
        if self.chosen is not None and self.save.isVisible():
            self.form.focus_first()

    @Slot()
    def _on_new(self) -> None:
        """A row of IT's own: its fields are empty, its code is typed once and stays."""
        self._is_new = True
        self._show_row()
        self.form.focus_first()

    @Slot()
    def _on_typed(self) -> None:
        self.save.setEnabled(False)
        self._judging.start()

    @Slot()
    def _judge(self) -> None:
        """Show what would change, or why it may not: the file's own loader is asked."""
        shape = self.shape
        if shape is None or not self.form.is_touched:
            self._show_row()
            return
        self._asked += 1
        asked = self._asked

        def done(found: Sequence[Difference]) -> None:
            if asked == self._asked:
                self._say(self._difference_words(shape, found), "")
                self.save.setEnabled(bool(found))

        def refused(refusal: OperatorError) -> bool:
            if asked == self._asked:
                self._say("", self._refusal_words(refusal))
                self.save.setEnabled(False)
            return True

        values = self.form.values()
        wish = self._desk.lists.preview(shape, self._code(shape, values), values)
        self._tasks.run(wish, "list-preview", done=done, refused=refused)

    @Slot()
    def _on_save(self) -> None:
        shape = self.shape
        if shape is None or not self.save.isVisible() or not self.form.is_touched:
            return
        values = self.form.values()
        code = self._code(shape, values)
        self._run(self._desk.lists.save(shape, code, values), self.tr("Baris {code} disimpan."), code)

    @Slot()
    def _on_remove(self) -> None:
        shape, row = self.shape, self.chosen
        if shape is not None and row is not None and self.remove.isVisible():
            words = (
                self.tr("Baris {code} dihapus.")
                if row.origin is Origin.OWN
                else self.tr("Baris {code} kembali seperti bawaan.")
            )
            self._run(self._desk.lists.remove(shape, row), words, row.code)

    @Slot()
    def _on_undo(self) -> None:
        self._run(self._desk.lists.undo(), self.tr("Perubahan terakhir dibatalkan."), "")

    def _run(self, wish: Coroutine[Any, Any, None], words: str, code: str) -> None:
        shape = self.shape
        self._asked += 1  # what is being asked about the values is of before

        def done(_none: None) -> None:
            effect = effect_words(shape.effect) if shape is not None else ""
            self._tasks.messages.info(f"{words.format(code=code)} {effect}")
            self._is_new = False
            self._read_to(code)

        def refused(refusal: OperatorError) -> bool:
            self._say("", self._refusal_words(refusal))
            return True

        self._tasks.run(wish, "list-change", done=done, refused=refused)

    def _read_to(self, code: str) -> None:
        """Read the list again; the cursor stays on the row that was changed."""
        shape = self.shape
        if shape is None:
            return

        def show(rows: Sequence[ListRow]) -> None:
            self._show_rows(shape, rows)
            if self._is_new:
                return  # the next one is being made already
            if self.model.row_of(code) < 0 and any(row.code == code for row in rows):
                self.search.clear()  # it does not fit the words any more; it is what one looks at
            at = self.model.row_of(code)
            if at >= 0:
                self.table.setCurrentIndex(self.model.index(at, 0))
            self._show_row()
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

        self._tasks.run(self._desk.lists.rows(shape), "list-rows", done=show)

    # ---------------------------------------------------------------- words

    def _code(self, shape: ListShape, values: dict[str, object]) -> str:
        row = self.chosen
        return row.code if row is not None else str(values.get(shape.code) or "")

    def _difference_words(self, shape: ListShape, found: Sequence[Difference]) -> str:
        """What would change, field by field, and from when on it would count."""
        is_english = self._language() == "en"
        lines = []
        for one in found[:SHOWN_MAX]:
            name = one.field.label_en if is_english else one.field.label
            if one.field.secret:
                lines.append(self.tr("{name}: diganti").format(name=name))
            else:
                before, after = (text_of(one.field, value) or "–" for value in (one.before, one.after))
                lines.append(f"{name}: {before} → {after}")
        if len(found) > SHOWN_MAX:
            lines.append(self.tr("dan {count} lagi").format(count=len(found) - SHOWN_MAX))
        return "\n".join([*lines, effect_words(shape.effect)]) if lines else ""

    def _refusal_words(self, refusal: OperatorError) -> str:
        happened, _works, next_step = error_words(refusal.code, refusal.values)
        key = str(refusal.values.get("key", ""))
        return " ".join(part for part in (f"{key}:" if key else "", happened, next_step) if part)

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange and hasattr(self, "_judging"):
            self.retranslate()

    def retranslate(self) -> None:
        """Say all texts again."""
        self.title.setText(self.tr("Daftar pusat layanan"))
        self.search.setPlaceholderText(self.tr("Cari: kode atau nama"))
        self.search.setAccessibleName(self.tr("Cari baris"))
        self.lists.setAccessibleName(self.tr("Daftar"))
        self.table.setAccessibleName(self.tr("Baris daftar"))
        self.empty.setText(self.tr("Tidak ada baris. Ins: baris baru."))
        self.new.setText(self.tr("Baru  Ins"))
        self.undo.setText(self.tr("Batalkan perubahan"))
        self.save.setText(self.tr("Simpan  Enter"))
        self.model.retranslate()
        self.form.retranslate()
        if self._shapes:
            self._name_lists()
            self._list_rows()
            self._show_row()
