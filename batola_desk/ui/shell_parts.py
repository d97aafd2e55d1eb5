"""Parts of the shell: buttons that show their key, painted words, a box for an empty list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QAction, QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QStyle, QStyleOptionViewItem, QWidget

from batola_desk.ui.command_book import CommandBook, command_hint, key_text
from batola_desk.ui.plain_tip import plain_tip
from batola_desk.ui.theme import current_theme, icon, tokens

LOW_WINDOW_PX = 900


def is_low(widget: QWidget) -> bool:
    """Whether the window has to save room, so that what belongs to a call stays in sight."""
    return widget.window().height() < LOW_WINDOW_PX


class CommandButton(QPushButton):
    """Does what its command does and always shows the key: ``Jawab  F2``."""

    def __init__(
        self, book: CommandBook, command_id: str, parent: QWidget, *, role: str = "", picture: str = ""
    ) -> None:
        super().__init__(parent)
        self._command = book.command(command_id)
        self._action: QAction = book[command_id]
        self._picture = picture
        self._drawn: tuple[str, str, str] | None = None
        self._picture_role = f"{role}_text" if role in {"primary", "danger", "answer"} else "button_text"
        self.setObjectName(f"do_{command_id}")
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click must not take the focus out of the form
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if role:
            self.setProperty("role", role)
        self.clicked.connect(self._action.trigger)

    def say(self, words: str, *, picture: str = "") -> None:
        """Show these words and the key."""
        text = f"{words}  {key_text(self._command.key)}"
        if text != self.text():
            self.setText(text)
            self.setAccessibleName(words)
            self.setToolTip(plain_tip(command_hint(self._command)))
        self._picture = picture or self._picture
        self.restyle()

    @Slot()
    def restyle(self) -> None:
        """The theme changed: tint the picture anew."""
        if not self._picture:
            return
        role = self._picture_role if self.isEnabled() else "text_disabled"
        wanted = (self._picture, role, current_theme())
        if wanted != self._drawn:  # drawing a picture costs more than all the words of the panel
            self._drawn = wanted
            self.setIcon(icon(self._picture, role))


class EmptyLabel(QLabel):
    """What an empty list says: calm, and what would appear here."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "empty")
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)


def roles() -> Mapping[str, str]:
    """Colour roles of the theme in use."""
    return tokens(current_theme())


def colour(role: str) -> QColor:
    """A colour role of the theme in use."""
    return QColor(roles()[role])


def scaled_font(base: QFont, factor: float, *, bold: bool = False) -> QFont:
    """A font of the same family, larger or smaller."""
    font = QFont(base)
    font.setPointSizeF(max(6.0, base.pointSizeF() * factor))
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return font


def fitting_font(base: QFont, words: str, width: float, factors: Sequence[float]) -> QFont:
    """The largest of these sizes, bold, in which the words have room; the smallest if they never have."""
    fonts = [scaled_font(base, factor, bold=True) for factor in factors]
    fitting = (font for font in fonts if QFontMetricsF(font).horizontalAdvance(words) <= width)
    return next(fitting, fonts[-1])


def draw_words(
    painter: QPainter,
    box: QRectF,
    words: str,
    role: str,
    *,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> float:
    """Draw one elided line in a role's colour; returns its width."""
    if box.width() <= 0:
        return 0.0
    metrics = QFontMetricsF(painter.font())
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, box.width())
    painter.setPen(colour(role))
    painter.drawText(box, align | Qt.AlignmentFlag.AlignVCenter, shown)
    return metrics.horizontalAdvance(shown)


def draw_chip(painter: QPainter, right: float, centre_y: float, words: str, role: str) -> QRectF:
    """Draw a chip in ``<role>_bg`` and ``<role>_text`` that ends at ``right``; returns its box."""
    metrics = QFontMetricsF(painter.font())
    width = metrics.horizontalAdvance(words) + 16
    height = metrics.height() + 4
    box = QRectF(right - width, centre_y - height / 2, width, height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(f"{role}_bg"))
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(colour(f"{role}_text"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
    return box


def draw_list_item(painter: QPainter, option: QStyleOptionViewItem) -> tuple[QRectF, QRectF]:
    """Draw the ground of an item of two lines, its choice and its focus; returns the boxes of the lines."""
    box = QRectF(option.rect)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if option.state & QStyle.StateFlag.State_Selected:
        painter.fillRect(box, colour("selection"))
    if option.state & QStyle.StateFlag.State_HasFocus:
        painter.fillRect(QRectF(box.left(), box.top(), 4, box.height()), colour("focus"))
    painter.setPen(colour("border"))
    painter.drawLine(box.bottomLeft(), box.bottomRight())
    inner = box.adjusted(10, 4, -8, -4)
    upper = QRectF(inner.left(), inner.top(), inner.width(), inner.height() / 2)
    return upper, upper.translated(0, upper.height())


def list_item_size(option: QStyleOptionViewItem) -> QSize:
    """Room for an item of two lines in the font at hand."""
    return QSize(180, int(option.font.pointSizeF() * 4.1) + 10)


def draw_key(painter: QPainter, right: float, centre_y: float, key: str) -> QRectF:
    """Draw a key cap that ends at ``right``; returns its box."""
    metrics = QFontMetricsF(painter.font())
    width = metrics.horizontalAdvance(key) + 10
    box = QRectF(right - width, centre_y - metrics.height() / 2 - 1, width, metrics.height() + 2)
    painter.setPen(colour("border_strong"))
    painter.setBrush(colour("button"))
    painter.drawRoundedRect(box, 3, 3)
    painter.setPen(colour("text_muted"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, key)
    return box
