"""Paints time left as a bar that runs out; the words stand on it, so that no colour is needed to read it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from batola_desk.ui.boards.lane_model import Lane
from batola_desk.ui.boards.rows_model import ROW_ROLE
from batola_desk.ui.theme import current_theme, tokens

MARGIN_PX = 3
PAD_PX = 8
WIDEST = "✖ lewat 00:00:00"


class TimeBarDelegate(QStyledItemDelegate):
    """The bar of one line."""

    def __init__(self, now_us: Callable[[], int], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now_us = now_us

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        lane = index.data(ROW_ROLE)
        clock = lane.task.clock if isinstance(lane, Lane) else None
        if clock is None or clock.limit_s is None:
            super().paint(painter, option, index)
            return
        style_option = QStyleOptionViewItem(option)
        self.initStyleOption(style_option, index)
        style_option.text = ""
        widget = option.widget
        widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, style_option, painter, widget)
        now_us, roles = self._now_us(), tokens(current_theme())
        level = clock.level(now_us)
        rect = QRectF(option.rect.adjusted(MARGIN_PX, MARGIN_PX, -MARGIN_PX, -MARGIN_PX))
        left = max(0.0, 1.0 - clock.elapsed_s(now_us) / clock.limit_s) if clock.limit_s else 0.0
        bar = QRectF(rect)
        bar.setWidth(rect.width() * (left if level != "late" else 1.0))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(roles[level]))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect, 4, 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(roles[f"{level}_bg"]))
        painter.drawRoundedRect(bar.adjusted(1, 1, -1, -1), 3, 3)
        painter.setPen(QColor(roles["text"]))
        font = QFont(option.font)
        font.setBold(level != "ok")
        painter.setFont(font)
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), str(index.data() or ""))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        bold = QFont(option.font)
        bold.setBold(True)
        width = QFontMetrics(bold).horizontalAdvance(WIDEST)
        return QSize(width + 2 * (MARGIN_PX + PAD_PX), super().sizeHint(option, index).height())
