"""Tickets and calls that may be the same happening, with why: one key links, one key says it is another."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from batola_desk.services.duplicates import SimilarView
from batola_desk.ui import labels
from batola_desk.ui.incident.form_view_model import SIMILAR_SHOWN, IncidentFormViewModel
from batola_desk.ui.incident.parts import CHIP_ROOM_PX, button, label, short_ticket
from batola_desk.ui.incident.similar_words import reason_text
from batola_desk.ui.plain_tip import plain_tip

LINK_KEY = "Alt+K"
OTHER_KEY = "Alt+B"
MERGE_KEY = "Alt+X"
GAP_PX = 6


class SimilarStrip(QWidget):
    """One line each. A ticket takes the live call, or is opened without one; a call joins this ticket.

    Where words and buttons have no room side by side, the key of a button stands below its word and the
    reason takes two lines: it is never cut.
    """

    def __init__(self, vm: IncidentFormViewModel, overlay: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._vm = vm
        self._shown: tuple[SimilarView, ...] = ()
        self._is_compact = False
        self._is_unfolded = False
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(3)
        grid.setHorizontalSpacing(GAP_PX)
        grid.setColumnStretch(0, 1)
        self.lines: list[QLabel] = []
        self.buttons: list[QPushButton] = []
        self.others: list[QPushButton] = []
        self.merges: list[QPushButton] = []
        self.more = button(self, "quiet", "similar_more")
        self.more.clicked.connect(self._on_more)
        for at in range(SIMILAR_SHOWN):
            line = label(self, "info", f"similar_{at + 1}")
            line.setWordWrap(True)
            line.setMinimumWidth(1)  # the reason takes what the buttons leave
            link = button(self, "", f"link_{at + 1}")
            link.clicked.connect(self._on_link)
            other = button(self, "quiet", f"other_{at + 1}")
            other.clicked.connect(self._on_other)
            merge = button(self, "", f"merge_{at + 1}")
            merge.clicked.connect(self._on_merge)
            self.merges.append(merge)
            self.lines.append(line)
            self.buttons.append(link)
            self.others.append(other)
            for column, part in enumerate((line, link, merge, other)):
                grid.addWidget(part, at, column)
        grid.addWidget(self.more, 0, 4)
        for key, made in (
            (LINK_KEY, self.buttons[0]),
            (MERGE_KEY, self.merges[0]),
            (OTHER_KEY, self.others[0]),
        ):
            shortcut = QShortcut(QKeySequence(key), overlay)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(made.click)
        vm.changed.connect(self.render_now)
        vm.opened.connect(self._fold)
        self.render_now()

    def set_compact(self, *, is_compact: bool) -> None:
        """On a low screen the likeliest alone, with a button that shows the others."""
        self._is_compact = is_compact
        self.render_now()

    @Slot()
    def render_now(self) -> None:
        """Draw the neighbours, hide without any."""
        self._shown = tuple(self._vm.similar())
        is_folded = self._is_compact and not self._is_unfolded
        for at, line in enumerate(self.lines):
            is_shown = at < len(self._shown) and not (is_folded and at)
            for part in (line, self.buttons[at], self.others[at]):
                part.setVisible(is_shown)
            self.merges[at].setVisible(is_shown and self._shown[at].row is not None)
            if is_shown:
                self._say(at, self._shown[at])
        rest = len(self._shown) - 1
        self.more.setVisible(self._is_compact and rest > 0)
        self.more.setText("▴" if self._is_unfolded else f"+{rest}")
        self.more.setToolTip(
            plain_tip(
                self.tr("Yang paling mirip saja")
                if self._is_unfolded
                else self.tr("Tampilkan semua yang mirip")
            )
        )
        self.more.setAccessibleName(self.more.toolTip())
        self.setVisible(bool(self._shown))
        self._fit()

    def _say(self, at: int, similar: SimilarView) -> None:
        self.merges[at].setToolTip(
            self.tr("Satu kejadian: tiket yang lebih muda masuk ke yang lebih tua. Ctrl+Z memisahkannya.")
        )
        words = f"≈ {self._who(similar)}: {reason_text(similar)}"
        self.lines[at].setText(words)
        self.lines[at].setAccessibleName(words)
        self.lines[at].setToolTip(plain_tip(f"{words}\n{self._more(similar)}".strip()))
        self.others[at].setToolTip(
            self.tr("Bukan kejadian yang sama: tidak ditawarkan lagi. Ctrl+Z mengembalikannya.")
        )

    def _fit(self) -> None:
        """Word and key side by side where the reason keeps one line, else one below the other."""
        for gap in ("  ", "\n"):
            for at, similar in enumerate(self._shown):
                for made, word, key in (
                    (self.buttons[at], self._link_words(similar), LINK_KEY),
                    (self.merges[at], self.tr("Gabung"), MERGE_KEY),
                    (self.others[at], self.tr("Bukan"), OTHER_KEY),
                ):
                    made.setText(word + (f"{gap}{key}" if at == 0 else ""))
            if self._has_room():
                return

    def _has_room(self) -> bool:
        for at, line in enumerate(self.lines):
            if line.isHidden():
                continue
            parts = [self.buttons[at], self.merges[at], self.others[at], self.more]
            wide = sum(part.sizeHint().width() + GAP_PX for part in parts if not part.isHidden())
            words = line.fontMetrics().horizontalAdvance(line.text()) + CHIP_ROOM_PX
            if words + wide > self.width():
                return False
        return True

    def resizeEvent(self, qt_event: QResizeEvent) -> None:
        super().resizeEvent(qt_event)
        self._fit()

    @Slot()
    def _on_more(self) -> None:
        self._is_unfolded = not self._is_unfolded
        self.render_now()

    @Slot()
    def _fold(self) -> None:
        self._is_unfolded = False

    def _who(self, similar: SimilarView) -> str:
        if similar.row is not None:
            return short_ticket(similar.row.ticket_number)
        return self.tr("panggilan tanpa tiket")

    def _more(self, similar: SimilarView) -> str:
        row = similar.row
        if row is None:
            return ""
        state = labels.word(labels.INCIDENT_STATES, row.state)
        return " · ".join(part for part in (row.priority, row.place, state) if part)

    def _link_words(self, similar: SimilarView) -> str:
        if similar.row is None:
            return self.tr("Kaitkan ke sini")
        return self.tr("Kaitkan") if self._vm.can_link_live_call else self.tr("Buka")

    def _at(self, buttons: list[QPushButton]) -> SimilarView | None:
        at = next((at for at, made in enumerate(buttons) if made is self.sender()), -1)
        return self._shown[at] if 0 <= at < len(self._shown) else None

    @Slot()
    def _on_link(self) -> None:
        similar = self._at(self.buttons)
        if similar is None:
            return
        if similar.row is None:
            self._vm.link_here(similar.likeness.key)
        elif self._vm.can_link_live_call:
            self._vm.link_live_call_to(similar.incident_id)
        else:
            self._vm.open(similar.incident_id)

    @Slot()
    def _on_merge(self) -> None:
        similar = self._at(self.merges)
        if similar is not None and similar.row is not None:
            self._vm.merge_with(similar.incident_id)

    @Slot()
    def _on_other(self) -> None:
        similar = self._at(self.others)
        if similar is not None:
            self._vm.judge_other(similar)

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self.render_now()
