"""Paints the first and the last column as chips: sign and word always, colour on top."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from batola_desk.services.views import BoardRow
from batola_desk.ui.boards.incident_model import LATE
from batola_desk.ui.boards.rows_model import ROW_ROLE
from batola_desk.ui.boards.ticket_rows import PRIORITY
from batola_desk.ui.theme import current_theme, tokens

MARGIN_PX = 3
PAD_PX = 6


class ChipDelegate(QStyledItemDelegate):
    """Chips in a table."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        text = str(index.data() or "")
        role = _role_of(index)
        style_option = QStyleOptionViewItem(option)
        self.initStyleOption(style_option, index)
        style_option.text = ""
        widget = option.widget
        widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, style_option, painter, widget)
        if not text or not role:
            return
        roles = tokens(current_theme())
        rect = option.rect.adjusted(MARGIN_PX, MARGIN_PX, -MARGIN_PX, -MARGIN_PX)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(roles[f"{role}_bg"]))
        painter.drawRoundedRect(QRectF(rect), 4, 4)
        painter.setPen(QColor(roles[f"{role}_text"]))
        font = QFont(option.font)
        font.setBold(True)
        painter.setFont(font)
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), text)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        bold = QFont(option.font)
        bold.setBold(True)
        words = QFontMetrics(bold).horizontalAdvance(str(index.data() or ""))
        return QSize(words + 2 * (MARGIN_PX + PAD_PX), super().sizeHint(option, index).height())


def _role_of(index: QModelIndex | QPersistentModelIndex) -> str:
    row = index.data(ROW_ROLE)
    if not isinstance(row, BoardRow):
        return ""
    if index.column() == PRIORITY:
        return row.priority.lower() if row.priority in {"P1", "P2", "P3", "P4", "P5"} else "neutral"
    return row.late if index.column() == LATE else ""
