"""The right button on a line of a list: what its keys and commands do, each with its key and word.

One table for every list. An entry does what the key would: it presses it, or triggers the command with the
line at hand, so there is no second way to do anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QApplication, QMenu, QWidget

from batola_desk.services.views import UnitView
from batola_desk.ui import labels
from batola_desk.ui.boards.rows_model import ROW_ROLE
from batola_desk.ui.command_book import command_text, key_text
from batola_desk.ui.incident.task_card import ACTION_KEYS, UNREACHED_KEY
from batola_desk.ui.noop import QT_TRANSLATE_NOOP
from batola_desk.ui.plain_tip import plain_button

if TYPE_CHECKING:
    from batola_desk.ui.desk_window import DeskWindow

ENTER = "Return"
OPEN = QT_TRANSLATE_NOOP("RowMenu", "Buka tiket")
_KEYS: dict[str, tuple[tuple[str, str], ...]] = {
    "ringing": (),
    "callbacks": (
        (ENTER, QT_TRANSLATE_NOOP("RowMenu", "Hubungi")),
        ("Shift+Return", QT_TRANSLATE_NOOP("RowMenu", "Hubungi juga bila meja lain mengurusnya")),
        ("T", QT_TRANSLATE_NOOP("RowMenu", "Salin teks untuk nomor ini")),
        ("U", QT_TRANSLATE_NOOP("RowMenu", "Saya urus, atau lepas lagi")),
        ("Del", QT_TRANSLATE_NOOP("RowMenu", "Selesai, dengan alasan…")),
    ),
    "unclassified": ((ENTER, QT_TRANSLATE_NOOP("RowMenu", "Pilih kelasnya…")),),
    "alarms": ((ENTER, QT_TRANSLATE_NOOP("RowMenu", "Tandai terlihat")),),
    "board": ((ENTER, OPEN),),
    "unit_board": ((ENTER, QT_TRANSLATE_NOOP("RowMenu", "Tunjukkan di peta, dan buka tiketnya")),),
    "acceptance_board": ((ENTER, OPEN),),
}
_COMMANDS: dict[str, tuple[str, ...]] = {  # with the line at hand
    "ringing": ("answer", "number_history", "number_measure", "silence_ringing"),
    "acceptance_board": ("print_slip",),
}
_OPENED: dict[str, tuple[str, ...]] = {  # once the ticket of the line is in the form
    "board": ("send", "units", "triage", "incident_report", "print_report", "pass_on", "take_over"),
}
_UNREACHED = QT_TRANSLATE_NOOP("RowMenu", "Tidak tersambung")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a menu.

    Attributes:
        keys: key and word that do the same, as they are shown.
    """

    words: str
    keys: str
    do: Callable[[], object]


class RowMenus(QObject):
    """Owned by the window, made when its panes are there."""

    def __init__(self, window: DeskWindow) -> None:
        super().__init__(window)
        self._window = window
        left, boards = window.left, window.boards
        self.views: dict[str, QAbstractItemView] = {
            "ringing": left.ringing.list,
            "callbacks": left.tabs.callbacks.list,
            "unclassified": left.tabs.unclassified.list,
            "alarms": left.tabs.alarm_list.list,
            "board": boards.incidents.table,
            "unit_board": boards.units.table,
            "acceptance_board": boards.agencies.table,
        }
        for name, view in self.views.items():
            view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            view.customContextMenuRequested.connect(partial(self._popup, name))

    def entries(self, name: str) -> tuple[Entry, ...]:
        """What the menu of a list offers for its chosen line."""
        view = self.views[name]
        made = [self._press(view, key, _said(words)) for key, words in _KEYS[name]]
        made += [self.command(command_id) for command_id in _COMMANDS.get(name, ())]
        made += [
            self.command(command_id, first=partial(_send_key, view, ENTER))
            for command_id in _OPENED.get(name, ())
        ]
        if name == "acceptance_board":
            made += self._of_task(view)
        row = view.currentIndex().data(ROW_ROLE)
        if isinstance(row, UnitView):
            made += self.of_unit(row.unit.call_sign)
        return tuple(made)

    def command(self, command_id: str, *, first: Callable[[], object] | None = None) -> Entry:
        """A command of the table.

        Args:
            first: brings what it is about to where it looks for it.
        """
        book = self._window.book
        command = book.command(command_id)

        def do() -> None:
            if first is not None:
                first()
            book[command_id].trigger()

        ways = [key_text(command.key)] if command.key else []
        ways += [f"› {command.word}"] if command.word else []
        return Entry(command_text(command), "   ".join(ways), do)

    def of_unit(self, call_sign: str) -> tuple[Entry, ...]:
        """Words for the command line, begun for this unit: nothing is sent by a click alone."""
        return tuple(self._begun(command_id, call_sign) for command_id in ("unit_assign", "unit_report"))

    def menu_at(self, name: str, at: QPoint) -> QMenu | None:
        """Choose the line at a point of a list and build its menu; None = there is none to choose."""
        view = self.views[name]
        under = view.indexAt(at)
        if under.isValid():
            view.setCurrentIndex(under)
        if not view.currentIndex().isValid():
            return None
        view.setFocus(Qt.FocusReason.PopupFocusReason)
        menu = QMenu(view)
        menu.setObjectName(f"row_menu_{name}")
        menu.aboutToHide.connect(menu.deleteLater)
        fill(menu, self.entries(name))
        return menu

    # ---------------------------------------------------------------- inner parts

    def _popup(self, name: str, at: QPoint) -> None:
        menu = self.menu_at(name, at)
        if menu is not None:
            menu.popup(self.views[name].viewport().mapToGlobal(at))

    def _press(self, view: QWidget, key: str, words: str) -> Entry:
        return Entry(words, key_text(key), partial(_send_key, view, key))

    def _of_task(self, view: QWidget) -> Iterator[Entry]:
        """Ways and steps of the task of this line, by the keys of its card."""
        card = self._window.boards.agencies.card
        lane = self._window.boards.agencies.chosen
        if lane is None:
            return
        if not card.ways.isHidden():
            for way in self._window.desk.outreach.ways(lane.task.task):
                yield self._press(view, str(way.key), way.label)
        if not card.failed.isHidden():
            yield self._press(view, UNREACHED_KEY, _said(_UNREACHED))
        for action, key in ACTION_KEYS.items():
            if action in lane.task.next_actions:
                yield self._press(view, key, labels.word(labels.TASK_ACTIONS, action))

    def _begun(self, command_id: str, call_sign: str) -> Entry:
        command = self._window.book.command(command_id)
        words = f"{command.word} {call_sign}"

        def do() -> None:
            line = self._window.command_line
            line.setFocus(Qt.FocusReason.OtherFocusReason)
            line.setText(f"{words} ")

        return Entry(f"{command_text(command)}…", f"› {words}", do)


def fill(menu: QMenu, entries: tuple[Entry, ...]) -> None:
    """Add entries; key and word stand at the right edge."""
    for entry in entries:
        menu.addAction(f"{plain_button(entry.words)}\t{entry.keys}", entry.do)


def _said(words: str) -> str:
    return QCoreApplication.translate("RowMenu", words)


def _send_key(view: QWidget, key: str) -> None:
    sequence: Any = QKeySequence(key)  # the stubs know no [0]
    pressed = sequence[0]
    text = key.lower() if len(key) == 1 else ""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(view, QKeyEvent(kind, pressed.key(), pressed.keyboardModifiers(), text))
