"""F1: every command of the desk on one sheet, with its key and its word; a click does what the key does."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractSlider,
    QBoxLayout,
    QGridLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from batola_desk.ui.call_commands import HELD_KEYS
from batola_desk.ui.command import MENUS, Command
from batola_desk.ui.command_book import CommandBook, command_text, key_text
from batola_desk.ui.incident.parts import button, label
from batola_desk.ui.noop import QT_TRANSLATE_NOOP
from batola_desk.ui.sheet import Sheet

KEY_PX = 88
GAP_PX = 12
WORDS_FRAME_PX = 6
PAGING = {
    Qt.Key.Key_Down: QAbstractSlider.SliderAction.SliderSingleStepAdd,
    Qt.Key.Key_Up: QAbstractSlider.SliderAction.SliderSingleStepSub,
    Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
    Qt.Key.Key_Space: QAbstractSlider.SliderAction.SliderPageStepAdd,
    Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub,
    Qt.Key.Key_Home: QAbstractSlider.SliderAction.SliderToMinimum,
    Qt.Key.Key_End: QAbstractSlider.SliderAction.SliderToMaximum,
}
FORM = "form"
MENU_COLUMNS = (("call", "parties", "map"), ("ticket", FORM, "view", "desk"))
FORM_KEYS = (
    ("Alt+1…9", QT_TRANSLATE_NOOP("KeysOverlay", "Kirim ke instansi yang disarankan")),
    ("Alt+P, 1…5", QT_TRANSLATE_NOOP("KeysOverlay", "Prioritas P1 … P5")),
    ("Alt+H", QT_TRANSLATE_NOOP("KeysOverlay", "Hapus titik lokasi")),
    ("Alt+L, 1…9", QT_TRANSLATE_NOOP("KeysOverlay", "Posisi penelepon menjadi lokasi kejadian")),
    ("Alt+L, 0", QT_TRANSLATE_NOOP("KeysOverlay", "Minta posisi penelepon lagi")),
    ("Alt+K", QT_TRANSLATE_NOOP("KeysOverlay", "Kaitkan panggilan ke tiket yang mirip")),
    ("Alt+X", QT_TRANSLATE_NOOP("KeysOverlay", "Gabung dengan tiket yang mirip")),
    ("Alt+B", QT_TRANSLATE_NOOP("KeysOverlay", "Laporan mirip bukan kejadian yang sama")),
    ("Ctrl+Enter", QT_TRANSLATE_NOOP("KeysOverlay", "Cari tempat: jadikan lokasi kejadian")),
    ("Alt+V", QT_TRANSLATE_NOOP("KeysOverlay", "Verifikasi tiket")),
    ("Alt+S", QT_TRANSLATE_NOOP("KeysOverlay", "Ubah status tiket")),
    ("Alt+T", QT_TRANSLATE_NOOP("KeysOverlay", "Tutup tiket")),
    ("Ctrl+Shift+1…8", QT_TRANSLATE_NOOP("KeysOverlay", "Balas cepat di panel teks")),
)


class CommandLabel(QLabel):
    """The words of a command. It takes no keyboard: who has one presses the key.

    Signals:
        clicked: do it.
    """

    clicked = Signal()

    def __init__(self, parent: QWidget, command_id: str) -> None:
        super().__init__(parent)
        self.setObjectName(f"key_row_{command_id}")
        self.setProperty("role", "command")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, qt_event: QMouseEvent) -> None:
        if qt_event.button() is Qt.MouseButton.LeftButton and self.rect().contains(
            qt_event.position().toPoint()
        ):
            self.clicked.emit()
        super().mouseReleaseEvent(qt_event)


class KeysOverlay(Sheet):
    """Built from the command table, so it is never out of date: the place to click for every command.

    Signals:
        paper_requested: the same on paper.
    """

    paper_requested = Signal()

    def __init__(self, book: CommandBook, host: QWidget) -> None:
        super().__init__(host)
        self._book = book
        self.setObjectName("keys_overlay")
        self._rows: list[list[tuple[QLabel, QLabel]]] = []  # of each side: key and words
        self._wraps = False
        self._words: list[tuple[QLabel, Command]] = []
        self._titles: list[tuple[QLabel, str]] = []
        self._form_words: list[tuple[QLabel, str]] = []
        inner = QWidget(self)
        self._form_title = label(inner, "heading")
        columns = self.columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, inner)
        columns.setSpacing(24)
        for menus in MENU_COLUMNS:
            column = QVBoxLayout()
            self._rows.append([])
            column.setSpacing(6)  # else it takes the space between the columns
            for menu in menus:
                if menu == FORM:
                    self._add_form_keys(column, inner)
                else:
                    self._add_menu(column, menu, inner)
            column.addStretch(1)
            columns.addLayout(column)
        scroll = self.area = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inner)
        for part in (scroll.viewport(), inner):
            part.installEventFilter(self)
        self.paper = button(self, "quiet", "keys_on_paper")
        self.paper.clicked.connect(self.paper_requested)
        self.body.addWidget(scroll)
        self.body.addWidget(self.paper, 0, Qt.AlignmentFlag.AlignRight)
        self.retranslate()

    def eventFilter(self, watched: QObject, qt_event: QEvent) -> bool:
        changed = (watched, qt_event.type())
        page = self.area.widget()
        if changed in {(self.area.viewport(), QEvent.Type.Resize), (page, QEvent.Type.LayoutRequest)}:
            self._fit_columns()
        return super().eventFilter(watched, qt_event)

    def _fit_columns(self) -> None:
        """Side by side while no word is cut, else one below the other, in two lines what needs them."""
        sides = [_width_of(rows) for rows in self._rows]
        frame = self.columns.contentsMargins()
        needs_px = sum(sides) + self.columns.spacing() * (len(sides) - 1) + frame.left() + frame.right()
        has_px = self.area.contentsRect().width() - self.area.verticalScrollBar().sizeHint().width()
        fits = needs_px <= has_px  # as if the bar were there: it comes and goes with the columns
        wraps = max(sides) + frame.left() + frame.right() > has_px
        if wraps != self._wraps:
            self._wraps = wraps
            for _, words in itertools.chain(*self._rows):
                words.setWordWrap(wraps)
        direction = QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom
        self.columns.setDirection(direction)
        self.columns.activate()  # else the page keeps the height it had the other way

    def keyPressEvent(self, qt_event: QKeyEvent) -> None:
        """The sheet has no field that could take the keyboard: its keys turn the page."""
        action = PAGING.get(Qt.Key(qt_event.key()))
        if qt_event.key() == Qt.Key.Key_P:
            self.paper.click()
        elif action is None:
            super().keyPressEvent(qt_event)
        else:
            self.area.verticalScrollBar().triggerAction(action)

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Say all texts again."""
        self.title.setText(self.tr("Semua perintah: tekan tombolnya atau klik"))
        self.paper.setText(self.tr("PDF untuk dicetak  P"))
        for title, menu in self._titles:
            title.setText(QCoreApplication.translate("commands", MENUS[menu]))
        self._form_title.setText(self.tr("Di formulir"))
        for words, text in self._form_words:
            words.setText(QCoreApplication.translate("KeysOverlay", text))
        for words, command in self._words:
            hint = f"   › {command.word}" if command.word else ""
            words.setText(series_words(command)[1] or command_text(command) + hint)
        self._fit_columns()

    def _do(self, command_id: str) -> None:
        """Away first: the command may bring up a sheet of its own, or the keyboard to a pane."""
        self.put_away()
        self._book[command_id].trigger()

    def _add_form_keys(self, column: QVBoxLayout, parent: QWidget) -> None:
        """Keys that belong to the form itself, not to the table of commands."""
        grid = self._add_grid(column, self._form_title)
        for row, (keys, text) in enumerate(FORM_KEYS):
            key, words = label(parent, "key"), label(parent)
            key.setText(keys)
            self._form_words.append((words, text))
            self._rows[-1].append((key, words))
            grid.addWidget(key, row, 0)
            grid.addWidget(words, row, 1)
        column.addSpacing(10)

    def _add_grid(self, column: QVBoxLayout, title: QLabel) -> QGridLayout:
        title.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        column.addWidget(title)
        grid = QGridLayout()
        grid.setHorizontalSpacing(GAP_PX)
        grid.setVerticalSpacing(4)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnMinimumWidth(0, KEY_PX)
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)
        return grid

    def _add_menu(self, column: QVBoxLayout, menu: str, parent: QWidget) -> None:
        title = label(parent, "heading")
        self._titles.append((title, menu))
        grid = self._add_grid(column, title)
        shown = [command for command in self._book if command.menu == menu and not is_later(command)]
        for row, command in enumerate(shown):
            key = label(parent, "key")
            key.setText(series_words(command)[0] or (key_text(command.key) if command.key else "–"))
            words = CommandLabel(parent, command.command_id)
            words.clicked.connect(partial(self._do, command.command_id))
            self._words.append((words, command))
            self._rows[-1].append((key, words))
            grid.addWidget(key, row, 0)
            grid.addWidget(words, row, 1)
        column.addSpacing(10)


_SERIES = {
    "take_held_1": QT_TRANSLATE_NOOP("KeysOverlay", "Ambil panggilan ditahan ke-1 … 9"),
    "speed_dial_1": QT_TRANSLATE_NOOP("KeysOverlay", "Hubungi 110, 113, 115, 118, 119, 123, meja lain …"),
}


def series_words(command: Command) -> tuple[str, str]:
    """Key and words of a row that stands for a series of keys; empty for any other command."""
    if command.command_id not in _SERIES:
        return "", ""
    words = QCoreApplication.translate("KeysOverlay", _SERIES[command.command_id])
    return f"{key_text(command.key)}…{HELD_KEYS}", words


def _width_of(rows: Sequence[tuple[QLabel, QLabel]]) -> int:
    """What a side needs so that every line of it stands in one line."""
    keys = max(key.sizeHint().width() for key, _ in rows)
    words = max(words.fontMetrics().horizontalAdvance(words.text()) for _, words in rows)
    return max(KEY_PX, keys) + GAP_PX + words + WORDS_FRAME_PX


def is_later(command: Command) -> bool:
    """Further keys of a series are said by its first one."""
    name = command.command_id.rstrip("0123456789")
    return f"{name}1" in _SERIES and command.command_id not in _SERIES
