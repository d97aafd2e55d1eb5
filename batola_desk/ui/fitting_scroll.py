"""A scroll area that takes the height of what is in it, as long as there is room."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

SETTLING_MS = 250


class FittingScroll(QScrollArea):
    """As tall as its content while there is room, scrolling when there is not.

    Signals:
        content_changed: the content may want another height.
    """

    content_changed = Signal()

    def __init__(self, inner: QWidget, parent: QWidget, *, min_px: int) -> None:
        super().__init__(parent)
        self._inner = inner
        self._min_px = min_px
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inner)
        inner.installEventFilter(self)
        self._wanted: QWidget | None = None
        self._settling = QTimer(self)  # layouts take a few rounds; later the operator's own scrolling counts
        self._settling.setSingleShot(True)
        self._settling.setInterval(SETTLING_MS)
        self._settling.timeout.connect(self._forget_wanted)
        self.verticalScrollBar().rangeChanged.connect(self._scroll_to_wanted)

    def bring_up(self, part: QWidget) -> None:
        """Scroll to a part that may be about to get its place."""
        self._wanted = part
        self._settling.start()
        QTimer.singleShot(0, self, self._scroll_to_wanted)

    def to_top(self) -> None:
        """Show the beginning again."""
        self._forget_wanted()
        self.verticalScrollBar().setValue(0)

    @Slot()
    def _scroll_to_wanted(self) -> None:
        if self._wanted is not None and self._wanted.isVisible():
            self.ensureWidgetVisible(self._wanted, 0, 0)

    @Slot()
    def _forget_wanted(self) -> None:
        self._wanted = None

    def sizeHint(self) -> QSize:
        """For the whole width: with that height there is no bar that takes some of it."""
        inner = self._inner
        hint = inner.sizeHint()
        layout = inner.layout()
        if layout is not None and layout.hasHeightForWidth():
            hint.setHeight(layout.heightForWidth(max(self.width(), inner.minimumSizeHint().width())))
        return hint

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self._min_px)  # the width is the column's: what is in here must not push the others

    def eventFilter(self, watched: QObject, qt_event: QEvent) -> bool:
        if qt_event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self.content_changed.emit()
        return super().eventFilter(watched, qt_event)
