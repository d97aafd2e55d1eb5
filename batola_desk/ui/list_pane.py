"""A list with its key line below and its empty state in its place (alerts, call-backs, unclassified)."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtWidgets import QListView, QVBoxLayout, QWidget

from batola_desk.ui.incident.parts import label
from batola_desk.ui.shell_parts import EmptyLabel


class ListPane(QWidget):
    """What such panes have in common; each says its own texts in ``retranslate``."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.list: QListView
        self._empty = EmptyLabel(self)
        self._keys = label(self, "small")

    def put_together(self, *between: QWidget) -> None:
        """Lay out ``self.list``, what stands between it and the key line, and say the texts."""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.setSpacing(4)
        layout.addWidget(self.list, 1)
        layout.addWidget(self._empty, 1)
        for part in between:
            layout.addWidget(part)
        layout.addWidget(self._keys)
        self.retranslate()

    @Slot()
    def focus_list(self) -> None:
        """Bring the keyboard here."""
        model = self.list.model()
        if model.rowCount() and not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(model.index(0, 0))
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Say all texts again."""
        self.render_state()

    @Slot()
    def render_state(self) -> None:
        """Show the list, or that there is nothing."""
        has_items = self.list.model().rowCount() > 0
        self.list.setVisible(has_items)
        self._keys.setVisible(has_items)
        self._empty.setVisible(not has_items)
