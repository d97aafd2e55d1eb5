"""Small parts that every pane of this room uses."""

from __future__ import annotations

import datetime

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSizePolicy, QWidget

from batola_desk.domain.catalog import Catalog, label_of
from batola_desk.ui.numbers import kilometres
from batola_desk.ui.plain_tip import plain_tip

PADDING_PX = 16  # of a chip, both sides
QWIDGETSIZE_MAX = (1 << 24) - 1  # Qt's own "no limit", which PySide6 does not name
CHIP_ROOM_PX = 28  # the same with its frame and what rounding of letters takes


class ElidedLabel(QLabel):
    """One line that ends in an ellipsis instead of being cut; the whole text is its tooltip."""

    def __init__(
        self, parent: QWidget | None = None, mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight
    ) -> None:
        super().__init__(parent)
        self._whole = ""
        self._mode = mode
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    @property
    def whole(self) -> str:
        """The text as it was given."""
        return self._whole

    def set_whole(self, text: str) -> None:
        """Show a text."""
        self._whole = text
        self.setToolTip(plain_tip(text))
        self.setAccessibleName(text)
        self._fit()

    def resizeEvent(self, qt_event: QResizeEvent) -> None:
        super().resizeEvent(qt_event)
        self._fit()

    def _fit(self) -> None:
        room = max(0, self.width() - PADDING_PX)
        self.setText(self.fontMetrics().elidedText(self._whole, self._mode, room))


class FittingLabel(ElidedLabel):
    """Says the same in fewer words where there is no room for all of them; the tooltip has them all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shorter: tuple[str, ...] = ()

    def set_wordings(self, whole: str, *shorter: str) -> None:
        """Show the first of these that fits; what matters most is in the last one too."""
        self._shorter = shorter
        self.set_whole(whole)

    def _fit(self) -> None:
        super()._fit()
        for words in self._shorter:
            if not self.text().endswith("…"):
                return
            self.setText(self.fontMetrics().elidedText(words, self._mode, max(0, self.width() - PADDING_PX)))


class ElidedChip(ElidedLabel):
    """As wide as its words while there is room; gives way to its neighbours when there is none."""

    def __init__(self, parent: QWidget, role: str, name: str) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def set_whole(self, text: str) -> None:
        super().set_whole(text)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        self.ensurePolished()
        width = self.fontMetrics().horizontalAdvance(self.whole) + CHIP_ROOM_PX
        return QSize(width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(CHIP_ROOM_PX + 4 * self.fontMetrics().averageCharWidth(), super().sizeHint().height())


class ElidedButton(QPushButton):
    """A button as wide as its place, whose words end in an ellipsis; the whole text is its tooltip."""

    def __init__(self, parent: QWidget, role: str = "check") -> None:
        super().__init__(parent)
        self._whole = ""
        self.setAutoDefault(False)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        self.ensurePolished()  # else it is measured with the letters of before the style sheet
        return QSize(0, self.fontMetrics().height() + PADDING_PX // 2)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @property
    def whole(self) -> str:
        """The text as it was given."""
        return self._whole

    def set_whole(self, text: str) -> None:
        """Show a text."""
        if text == self._whole:
            return
        self._whole = text
        self.setToolTip(plain_tip(text))
        self.setAccessibleName(text)
        self._fit()

    def resizeEvent(self, qt_event: QResizeEvent) -> None:
        super().resizeEvent(qt_event)
        self._fit()

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._fit()  # another role may have bolder letters

    def _fit(self) -> None:
        room = max(0, self.width() - PADDING_PX)
        words = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        self.setText(words.replace("&", "&&"))  # a place's name sets no key


class WrappingLabel(QLabel):
    """One line where there is room for it, more where not; a plain wrapping label would like to be narrow."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)

    def sizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance(self.text()) + CHIP_ROOM_PX
        return QSize(width, self.heightForWidth(width))


def set_role(widget: QWidget, role: str) -> None:
    """Give a widget another look of the style sheet, if it is another one."""
    if widget.property("role") == role:
        return
    widget.setProperty("role", role)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    if isinstance(widget, QFrame):  # frames and labels take their padding over with this event only
        QCoreApplication.sendEvent(widget, QEvent(QEvent.Type.StyleChange))


def label(parent: QWidget, role: str = "", name: str = "") -> QLabel:
    """A text with a role; never a hole for clicks, never rich text from outside."""
    made = QLabel(parent)
    made.setObjectName(name)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        made.setProperty("role", role)
    return made


def button(parent: QWidget, role: str = "", name: str = "") -> QPushButton:
    """A push button with a role, reachable by Tab, deaf to Enter of its neighbours."""
    made = QPushButton(parent)
    made.setObjectName(name)
    made.setAutoDefault(False)
    if role:
        made.setProperty("role", role)
    return made


def priority_words(catalog: Catalog, code: str, language: str, *, short: bool = False) -> str:
    """Sign, code and word of a priority: never the colour alone."""
    known = catalog.priorities.get(code)
    if known is None:
        return code or "–"
    sign = f"{known.sign} " if known.sign else ""
    return f"{sign}{code}" if short else f"{sign}{code} {label_of(known, language)}"


def meaning_of(catalog: Catalog, code: str, language: str) -> str:
    """What a priority stands for, in plain words; empty for one nobody knows."""
    known = catalog.priorities.get(code)
    if known is None:
        return ""
    return known.meaning_en if language == "en" and known.meaning_en else known.meaning


def priority_role(code: str) -> str:
    """Role of the style sheet for a priority."""
    return code.lower() if code in {"P1", "P2", "P3", "P4", "P5"} else "chip"


def local_time(at_us: int, offset_min: int, pattern: str = "%H:%M:%S") -> str:
    """Wall clock of the centre."""
    zone = datetime.timezone(datetime.timedelta(minutes=offset_min))
    return datetime.datetime.fromtimestamp(at_us / 1e6, zone).strftime(pattern)


def span_text(seconds: float) -> str:
    """``mm:ss``, with hours once there are some; negative ones carry a minus."""
    whole = int(abs(seconds))
    sign = "−" if seconds < 0 and whole else ""
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    return f"{sign}{hours}:{minutes:02d}:{left:02d}" if hours else f"{sign}{minutes:02d}:{left:02d}"


def distance_text(metres: float) -> str:
    """``350 m`` or ``1,2 km``."""
    return f"{round(metres / 10) * 10} m" if metres < 1000 else kilometres(metres)


def short_ticket(ticket_number: str) -> str:
    """The part of a ticket number that people say: ``A0007``."""
    return ticket_number.rpartition("-")[2] or ticket_number
