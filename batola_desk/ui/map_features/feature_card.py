"""The card over the map: which kind, how to draw it, what it is called. No dialog; the map stays in sight."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from batola_desk.ui import labels
from batola_desk.ui.incident.parts import button, label
from batola_desk.ui.map_features.feature_form import FeatureForm
from batola_desk.ui.wrapping_row import WrappingRow

MARGIN_PX: Final = 8
WIDTH_MAX_PX: Final = 420


class FeatureCard(QFrame):
    """Choice of the kind, help while drawing, form. Lies on the map and takes the keys while it is open.

    Signals:
        kind_chosen: draw one of these (kind).
        finish_requested, undo_requested, cancel_requested: buttons of the stage of drawing.
        tidy_requested, leave_requested: what an ended ticket leaves goes, or stays.
        closed: put away by Esc or its button.
        put_off: the same, while it asked what becomes of what an ended ticket leaves.
    """

    kind_chosen = Signal(str)
    finish_requested = Signal()
    undo_requested = Signal()
    cancel_requested = Signal()
    tidy_requested = Signal()
    leave_requested = Signal()
    closed = Signal()
    put_off = Signal()

    def __init__(self, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._kinds: tuple[str, ...] = ()
        self.setObjectName("feature_card")
        self.setProperty("role", "sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.title = label(self, "title", "feature_card_title")
        self.title.setWordWrap(True)
        self.away = button(self, "quiet", "feature_card_away")
        self.away.clicked.connect(self._on_away)
        self.pages = QStackedWidget(self)
        self.choice = QWidget(self)
        self._choice = QGridLayout(self.choice)
        self._choice.setContentsMargins(0, 0, 0, 0)
        self.drawing = QWidget(self)
        self.form = FeatureForm(self)
        self.asking = QWidget(self)
        for page in (self.choice, self.drawing, self.form, self.asking):
            self.pages.addWidget(page)
        self._build_drawing()
        self._build_asking()
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.away)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 10)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addWidget(self.pages)
        self.form.resized.connect(self._fit)
        canvas.installEventFilter(self)
        self.retranslate()
        self.hide()

    def _build_drawing(self) -> None:
        self.hint = label(self.drawing, "small", "feature_hint")
        self.hint.setWordWrap(True)
        self.finish = button(self.drawing, "primary", "feature_finish")
        self.undo = button(self.drawing, "", "feature_undo")
        for part, signal in ((self.finish, self.finish_requested), (self.undo, self.undo_requested)):
            part.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys stay with the map
            part.clicked.connect(signal)
        row = WrappingRow()
        row.addWidget(self.finish)
        row.addWidget(self.undo)
        column = QVBoxLayout(self.drawing)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.hint)
        column.addLayout(row)

    def _build_asking(self) -> None:
        self.question = label(self.asking, "", "feature_question")
        self.question.setWordWrap(True)
        self.tidy = button(self.asking, "primary", "feature_tidy")
        self.leave = button(self.asking, "", "feature_leave")
        self.tidy.clicked.connect(self.tidy_requested)
        self.leave.clicked.connect(self.leave_requested)
        row = WrappingRow()
        row.addWidget(self.tidy)
        row.addWidget(self.leave)
        column = QVBoxLayout(self.asking)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.question)
        column.addLayout(row)

    # ---------------------------------------------------------------- what it shows

    def show_choice(self, kinds: Sequence[str]) -> None:
        """Ask for the kind; a digit or a click answers."""
        if tuple(kinds) != self._kinds:
            self._kinds = tuple(kinds)
            while (item := self._choice.takeAt(0)) is not None:
                if (old := item.widget()) is not None:
                    old.deleteLater()
            for at, kind in enumerate(kinds):
                made = button(self.choice, "", f"feature_kind_{kind}")
                made.setText(f"{at + 1}  {labels.word(labels.FEATURE_KINDS, kind)}")
                made.setProperty("kind", kind)
                made.clicked.connect(self._on_kind)
                self._choice.addWidget(made, at // 2, at % 2)
        self.title.setText(self.tr("Tambah di peta"))
        self._bring_up(self.choice)
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def show_drawing(self, title: str, hint: str, *, can_undo: bool, can_finish: bool) -> None:
        """Say what the map waits for; the keyboard is with the map."""
        self.title.setText(title)
        self.hint.setText(hint)
        self.finish.setVisible(can_finish)
        self.undo.setVisible(can_undo)
        self._bring_up(self.drawing)

    def show_form(self, title: str) -> None:
        """Ask what it is called; the keyboard is in the name."""
        self.title.setText(title)
        self._bring_up(self.form)
        self.form.take_keyboard()

    def show_question(self, title: str, question: str) -> None:
        """Ask about what an ended ticket leaves; the keyboard stays where it is."""
        self.title.setText(title)
        self.question.setText(question)
        self._bring_up(self.asking)

    @property
    def is_asking(self) -> bool:
        """Whether the question stands."""
        return self.isVisible() and self.pages.currentWidget() is self.asking

    def put_away(self) -> None:
        """Hide it; the keyboard goes to the map."""
        if self.isVisible():
            had_keyboard = self.isAncestorOf(self.window().focusWidget() or self) or self.hasFocus()
            self.hide()
            if had_keyboard:
                self._canvas.setFocus(Qt.FocusReason.PopupFocusReason)

    def _bring_up(self, page: QWidget) -> None:
        self.pages.setCurrentWidget(page)
        for at in range(self.pages.count()):  # a stack is as high as its highest page
            other = self.pages.widget(at)
            if other is not None:
                other.setVisible(other is page)
        self.away.setVisible(page is not self.asking)  # which has its own no, and no keyboard
        self.show()
        self.raise_()
        self._fit()

    @Slot()
    def _fit(self) -> None:
        width = min(WIDTH_MAX_PX, self._canvas.width() - 2 * MARGIN_PX)
        layout = self.layout()
        assert layout is not None
        page = self.pages.currentWidget()
        page_layout = page.layout() if page is not None else None
        assert page_layout is not None
        page_layout.activate()
        inner = width - 24
        high = page_layout.totalHeightForWidth(inner) if page_layout.hasHeightForWidth() else 0
        self.pages.setFixedHeight(max(high, page_layout.totalMinimumSize().height()))
        layout.activate()
        high = max(
            layout.totalMinimumSize().height(), layout.totalHeightForWidth(width)
        )  # the title may wrap
        self.setGeometry(MARGIN_PX, MARGIN_PX, width, high)

    # ---------------------------------------------------------------- keys and pointer

    def keyPressEvent(self, qt_event: QKeyEvent) -> None:
        """Keys that a field did not want; none of them reaches the map below."""
        at = qt_event.key() - Qt.Key.Key_1
        if qt_event.key() == Qt.Key.Key_Escape:
            self._on_away()
        elif self.pages.currentWidget() is self.choice and 0 <= at < len(self._kinds):
            self.kind_chosen.emit(self._kinds[at])
        elif qt_event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            super().keyPressEvent(qt_event)
        qt_event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes round within the card."""
        order = [part for part in self.findChildren(QWidget) if _takes_tab(part)]
        if not order:
            return True
        now = self.window().focusWidget()
        here = order.index(now) if now in order else (-1 if forward else 0)
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        order[(here + (1 if forward else -1)) % len(order)].setFocus(reason)
        return True

    def mousePressEvent(self, qt_event: QMouseEvent) -> None:
        qt_event.accept()  # a click on the card is none on the map

    def mouseReleaseEvent(self, qt_event: QMouseEvent) -> None:
        qt_event.accept()

    def mouseDoubleClickEvent(self, qt_event: QMouseEvent) -> None:
        qt_event.accept()

    def wheelEvent(self, qt_event: QWheelEvent) -> None:
        qt_event.accept()

    @Slot()
    def _on_kind(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.kind_chosen.emit(str(sender.property("kind")))

    @Slot()
    def _on_away(self) -> None:
        if self.pages.currentWidget() is self.drawing:
            self.cancel_requested.emit()
        elif self.is_asking:
            self.put_off.emit()
        self.put_away()
        self.closed.emit()

    def eventFilter(self, watched: QObject, qt_event: QEvent) -> bool:
        if watched is self._canvas and qt_event.type() == QEvent.Type.Resize and self.isVisible():
            self._fit()
        return super().eventFilter(watched, qt_event)

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange and hasattr(self, "finish"):
            self.retranslate()

    def retranslate(self) -> None:
        """Say all texts again."""
        self._kinds = ()
        self.away.setText(self.tr("Tutup  Esc"))
        self.finish.setText(self.tr("Selesai  Enter"))
        self.tidy.setText(self.tr("Hapus dari peta  Alt+Shift+H"))
        self.leave.setText(self.tr("Biarkan  Alt+Shift+B"))
        self.undo.setText(self.tr("Urungkan titik  ⌫"))
        self.setAccessibleName(self.tr("Objek peta"))


def _takes_tab(part: QWidget) -> bool:
    is_stop = bool(part.focusPolicy() & Qt.FocusPolicy.TabFocus) and part.focusProxy() is None
    return is_stop and part.isVisible() and part.isEnabled()
