"""Title of a board: its name, and words instead of the style's tiny grey pictures."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QWidget

from batola_desk.ui.incident.parts import button, label


class DockTitle(QWidget):
    """Drag it to move the board; the buttons part it from the window, or put it away."""

    def __init__(self, dock: QDockWidget) -> None:
        super().__init__(dock)
        self._dock = dock
        self.setProperty("role", "dock_title")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._name = label(self, "heading")
        self._part = button(self, "dock_button", f"{dock.objectName()}_part")
        self._away = button(self, "dock_button", f"{dock.objectName()}_away")
        for made in (self._part, self._away):
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 0, 4, 0)
        layout.setSpacing(4)
        layout.addWidget(self._name, 1)
        layout.addWidget(self._part)
        layout.addWidget(self._away)
        self._part.clicked.connect(self._toggle)
        self._away.clicked.connect(dock.close)
        dock.windowTitleChanged.connect(self._name.setText)
        dock.topLevelChanged.connect(self.retranslate)
        self.retranslate()

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    @Slot()
    def retranslate(self) -> None:
        """Say all texts again."""
        is_apart = self._dock.isFloating()
        self._part.setText(self.tr("Pasang kembali") if is_apart else self.tr("Jendela sendiri"))
        self._away.setText(self.tr("✕ Tutup"))

    @Slot()
    def _toggle(self) -> None:
        self._dock.setFloating(not self._dock.isFloating())
