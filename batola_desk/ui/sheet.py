"""A sheet slides over form and map, never over the queue: a ringing call stays in sight. No dialogs."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from batola_desk.ui.incident.parts import button, label

MARGIN_PX = 18
WIDTH_MAX_PX = 900


class Sheet(QFrame):
    """Title, close button, body. Stays inside ``host``; Esc puts it away and gives the keyboard back.

    Signals:
        closed: the sheet is away.
    """

    closed = Signal()
    width_max_px = WIDTH_MAX_PX
    is_low = False  # no higher than what is in it

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self._came_from: QWidget | None = None
        self.setProperty("role", "sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.title = label(self, "title")
        self._away = button(self, "quiet", "sheet_away")
        self._away.clicked.connect(self.put_away)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self._away)
        self.body = QVBoxLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 14)
        layout.addLayout(head)
        layout.addLayout(self.body, 1)
        host.installEventFilter(self)
        self.hide()

    def bring_up(self) -> None:
        """Show it and take the keyboard."""
        if not self.isVisible():
            self._came_from = self.window().focusWidget()
        self._say_away()
        self._fit()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    @Slot()
    def put_away(self) -> None:
        """Hide it and give the keyboard back."""
        if not self.isVisible():
            return
        self.hide()
        if self._came_from is not None and isValid(self._came_from) and self._came_from.isVisible():
            self._came_from.setFocus(Qt.FocusReason.PopupFocusReason)
        self._came_from = None
        self.closed.emit()

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self._say_away()

    def _say_away(self) -> None:
        self._away.setText(self.tr("Tutup  Esc"))

    def keyPressEvent(self, qt_event: QKeyEvent) -> None:
        if qt_event.key() == Qt.Key.Key_Escape:
            self.put_away()
        else:
            super().keyPressEvent(qt_event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes round within the sheet: what lies below it is neither seen nor meant."""
        now: QWidget | None = self.window().focusWidget() or self
        stop = now
        while stop is not None:
            stop = stop.nextInFocusChain() if forward else stop.previousInFocusChain()
            if stop is now:
                break
            if stop is not None and stop is not self and self.isAncestorOf(stop) and _takes_tab(stop):
                reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
                stop.setFocus(reason)
                _bring_in_sight(stop)
                break
        return True

    def eventFilter(self, watched: QObject, qt_event: QEvent) -> bool:
        if watched is self._host and qt_event.type() == QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, qt_event)

    def _fit(self) -> None:
        width = min(self.width_max_px, self._host.width() - 2 * MARGIN_PX)
        left = (self._host.width() - width) // 2
        height = self._host.height() - 2 * MARGIN_PX
        if self.is_low and (layout := self.layout()) is not None:
            layout.activate()
            height = min(height, max(self.minimumSizeHint().height(), layout.totalHeightForWidth(width)))
        self.setGeometry(left, MARGIN_PX, width, height)


def _takes_tab(widget: QWidget) -> bool:
    is_stop = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None
    return is_stop and widget.isVisible() and widget.isEnabled()


def _bring_in_sight(widget: QWidget) -> None:
    """Scroll to it; a scroll area does so by itself only when the keyboard was in it before."""
    above: QWidget | None = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(widget)
        above = above.parentWidget()
