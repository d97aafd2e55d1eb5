"""Where the caller was said to be: one line and one key for each position. Source: domain.md §11, §12.4."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from batola_desk.services.position_views import FixView
from batola_desk.ui import fix_words
from batola_desk.ui.incident.fix_view_model import SHOWN_MAX, UNMATCHED_SHOWN_MAX, FixViewModel
from batola_desk.ui.incident.parts import ElidedButton, button, label, set_role

FIRST_KEY = "Alt+L"
WRONG_AREA_KEY = "Alt+W"
DIGIT_MAX = 9
_LINES = max(SHOWN_MAX, UNMATCHED_SHOWN_MAX)


class FixBox(QWidget):
    """Keys: Alt+L and a digit confirm that position, Alt+L 0 asks for one again; Alt+W is the window's."""

    def __init__(self, vm: FixViewModel, overlay: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._vm = vm
        self.caption = label(self, "small", "fix_caption")
        self.lines: list[ElidedButton] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(self.caption)
        for number in range(1, _LINES + 1):
            line = ElidedButton(self)
            line.setObjectName(f"fix_{number}")
            line.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Alt+L and a digit reach it from everywhere
            line.clicked.connect(self._on_click)
            self.lines.append(line)
            column.addWidget(line)
        for digit in range(1, DIGIT_MAX + 1):
            self._key(f"{FIRST_KEY}, {digit}", overlay).activated.connect(partial(self._confirm, digit))
        self.fetching = button(self, "quiet", "fix_fetch")
        self.fetching.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.fetching.clicked.connect(vm.fetch_again)
        self._key(f"{FIRST_KEY}, 0", overlay).activated.connect(self._fetch_again)
        self.wrong_area = button(self, "", "fix_wrong_area")
        self.wrong_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.wrong_area.clicked.connect(vm.say_wrong_area)
        for part in (self.fetching, self.wrong_area):
            column.addWidget(part)
        vm.changed.connect(self.render_now)
        vm.ticked.connect(self._tick)
        self.render_now()

    @staticmethod
    def _key(sequence: str, overlay: QWidget) -> QShortcut:
        made = QShortcut(QKeySequence(sequence), overlay)
        made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        return made

    @Slot()
    def render_now(self) -> None:
        """Draw what is known; nothing at all takes no room."""
        shown = self._vm.lines
        for at, line in enumerate(self.lines):
            line.setVisible(at < len(shown))
            if at < len(shown):
                self._draw(line, *shown[at])
        more = self._vm.more_count
        digits = [digit for digit, _ in shown if digit <= DIGIT_MAX]
        keys = ", ".join(str(digit) for digit in sorted(digits))
        caption = self.tr("POSISI PENELEPON") + (f"   {FIRST_KEY}, {keys}" if keys else "")
        self.caption.setText(caption + (self.tr("   +{n} di peta").format(n=more) if more else ""))
        fetch = self._vm.fetch
        self.fetching.setVisible(fetch is not None)
        if fetch is not None:
            again = "" if fetch.is_running else "   " + self.tr("ulangi") + f" {FIRST_KEY}, 0"
            self.fetching.setText(fix_words.fetch_words(fetch) + again)
            self.fetching.setEnabled(not fetch.is_running)
        neighbour = self._vm.neighbour
        self.wrong_area.setVisible(neighbour is not None)
        if neighbour is not None:
            words = fix_words.outside_words(neighbour, self._vm.language)
            asked = self.tr("Salah wilayah? {where}").format(where=words)
            self.wrong_area.setText(f"▲ {asked}   {WRONG_AREA_KEY}")
            set_role(self.wrong_area, "warn")
        self.caption.setVisible(bool(shown))
        self.setVisible(bool(shown) or fetch is not None or neighbour is not None)

    def _draw(self, line: ElidedButton, digit: int, view: FixView) -> None:
        line.setProperty("digit", digit)
        sign = "✓" if view.is_confirmed else "▲" if view.doubts else "★" if view.is_suggested else "○"
        parts = [
            fix_words.reach_words(view),
            fix_words.place_words(view, self._vm.language),
            fix_words.source_words(view),
            fix_words.age_words(view.fix.age_s(self._vm.now_us)),
        ]
        if not view.call_key:
            parts.insert(0, self.tr("tanpa panggilan {number}").format(number=view.number or "?"))
        if view.doubts:
            parts.append(fix_words.doubt_words(view))
        if view.is_confirmed:
            parts.append(self.tr("lokasi kejadian"))
        elif view.is_suggested:
            parts.append(self.tr("paling tepat"))
        line.set_whole(
            f"{digit if digit <= DIGIT_MAX else '·'} {sign} " + " · ".join(part for part in parts if part)
        )
        line.setEnabled(view.fix.area is not None)
        set_role(line, "check_yes" if view.is_confirmed else "check")

    @Slot()
    def _tick(self) -> None:
        if self.isVisible():
            self.render_now()

    @Slot()
    def _confirm(self, digit: int) -> None:
        self._vm.confirm(digit)

    @Slot()
    def _on_click(self) -> None:
        self._vm.confirm(int(self.sender().property("digit")))

    @Slot()
    def _fetch_again(self) -> None:
        if self.fetching.isVisible() and self.fetching.isEnabled():
            self._vm.fetch_again()

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self.render_now()
