"""Tickets and calls that may be the same happening, with why: one key links, one key says it is another."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from batola_desk.services.duplicates import SimilarView
from batola_desk.ui import labels
from batola_desk.ui.incident.form_view_model import SIMILAR_SHOWN, IncidentFormViewModel
from batola_desk.ui.incident.parts import ElidedLabel, button, set_role, short_ticket
from batola_desk.ui.incident.similar_words import reason_text

LINK_KEY = "Alt+K"
OTHER_KEY = "Alt+B"
MERGE_KEY = "Alt+X"


class SimilarStrip(QWidget):
    """One line each. A ticket takes the live call, or is opened without one; a call joins this ticket."""

    def __init__(self, vm: IncidentFormViewModel, overlay: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._vm = vm
        self._shown: tuple[SimilarView, ...] = ()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(0, 1)
        self.lines: list[ElidedLabel] = []
        self.buttons: list[QPushButton] = []
        self.others: list[QPushButton] = []
        self.merges: list[QPushButton] = []
        for at in range(SIMILAR_SHOWN):
            line = ElidedLabel(self)
            line.setObjectName(f"similar_{at + 1}")
            set_role(line, "info")
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
        for key, made in (
            (LINK_KEY, self.buttons[0]),
            (MERGE_KEY, self.merges[0]),
            (OTHER_KEY, self.others[0]),
        ):
            shortcut = QShortcut(QKeySequence(key), overlay)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(made.click)
        vm.changed.connect(self.render_now)
        self.render_now()

    @Slot()
    def render_now(self) -> None:
        """Draw the neighbours, hide without any."""
        self._shown = tuple(self._vm.similar())
        for at, (line, link, other) in enumerate(zip(self.lines, self.buttons, self.others, strict=True)):
            for part in (line, link, other):
                part.setVisible(at < len(self._shown))
            self.merges[at].hide()
            if at >= len(self._shown):
                continue
            similar = self._shown[at]
            self.merges[at].setVisible(similar.row is not None)
            self.merges[at].setText(self.tr("Gabung") + (f"  {MERGE_KEY}" if at == 0 else ""))
            self.merges[at].setToolTip(
                self.tr("Satu kejadian: tiket yang lebih muda masuk ke yang lebih tua. Ctrl+Z memisahkannya.")
            )
            line.set_whole(f"≈ {self._who(similar)}: {reason_text(similar)}")
            line.setToolTip(f"{line.whole}\n{self._more(similar)}".strip())
            link.setText(self._link_words(similar) + (f"  {LINK_KEY}" if at == 0 else ""))
            other.setText(self.tr("Bukan") + (f"  {OTHER_KEY}" if at == 0 else ""))
            other.setToolTip(
                self.tr("Bukan kejadian yang sama: tidak ditawarkan lagi. Ctrl+Z mengembalikannya.")
            )
        self.setVisible(bool(self._shown))

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
