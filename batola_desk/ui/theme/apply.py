"""Fills the style sheet template with the roles of a theme and tints icons."""

from __future__ import annotations

import re
from collections.abc import Mapping

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from batola_desk.settings.paths import resource_path
from batola_desk.ui.theme.tokens import THEMES

PX_PER_POINT = 96 / 72
BASE_POINTS = 10.5
FAMILIES = ["Segoe UI", "Noto Sans", "DejaVu Sans"]
_TOKEN = re.compile(r"@(\w+)")
_THEME_PROPERTY = "batola_theme"


def tokens(name: str) -> Mapping[str, str]:
    """Return the colour roles of a theme (``light`` or ``dark``)."""
    return THEMES[name]


def current_theme() -> str:
    """Return the name of the theme in use."""
    app = QApplication.instance()
    name = app.property(_THEME_PROPERTY) if app is not None else None
    return str(name) if name else "dark"


def apply_theme(app: QApplication, name: str, percent: int = 100) -> None:
    """Give the whole application a theme and a text size.

    Raises:
        KeyError: no such theme, or the style sheet names a role that the theme lacks.
    """
    roles = tokens(name)
    app.setProperty(_THEME_PROPERTY, name)
    points = BASE_POINTS * percent / 100
    font = QFont()
    font.setFamilies(FAMILIES)
    font.setPointSizeF(points)
    app.setStyle("Fusion")
    app.setFont(font)
    app.setPalette(_palette(roles))
    template = resource_path("qss", "desk.qss").read_text(encoding="utf-8")
    app.setStyleSheet(fill_template(template, roles, points))


def fill_template(template: str, roles: Mapping[str, str], points: float) -> str:
    """Return the style sheet: ``@role`` is its colour, ``@ptN`` and ``@pxN`` N percent of the text size."""

    def value(match: re.Match[str]) -> str:
        name = match[1]
        if name.startswith("pt") and name[2:].isdigit():
            return f"{points * int(name[2:]) / 100:.1f}pt"
        if name.startswith("px") and name[2:].isdigit():  # heights, which Qt takes in no other unit
            return f"{points * PX_PER_POINT * int(name[2:]) / 100:.0f}px"
        return roles[name]

    return _TOKEN.sub(value, template)


def _palette(roles: Mapping[str, str]) -> QPalette:
    palette = QPalette()
    parts = {
        QPalette.ColorRole.Window: "window",
        QPalette.ColorRole.WindowText: "text",
        QPalette.ColorRole.Base: "field",
        QPalette.ColorRole.AlternateBase: "panel_alt",
        QPalette.ColorRole.Text: "field_text",
        QPalette.ColorRole.PlaceholderText: "text_muted",
        QPalette.ColorRole.Button: "button",
        QPalette.ColorRole.ButtonText: "button_text",
        QPalette.ColorRole.Highlight: "selection",
        QPalette.ColorRole.HighlightedText: "selection_text",
        QPalette.ColorRole.ToolTipBase: "raised",
        QPalette.ColorRole.ToolTipText: "text",
        QPalette.ColorRole.Link: "link",
    }
    for part, role in parts.items():
        palette.setColor(part, QColor(roles[role]))
    for part in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        palette.setColor(QPalette.ColorGroup.Disabled, part, QColor(roles["text_disabled"]))
    return palette


def icon(name: str, role: str = "text", *, size: int = 20) -> QIcon:
    """Return a one-colour icon of ``resources/icons`` in the colour of a role of the current theme."""
    data = resource_path("icons", f"{name}.svg").read_bytes()
    colour = tokens(current_theme())[role].encode()
    renderer = QSvgRenderer(QByteArray(data.replace(b"currentColor", colour)))
    tinted = QIcon()
    for scale in (1, 2):
        pixmap = QPixmap(QSize(size, size) * scale)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter, QRectF(0, 0, size * scale, size * scale))
        painter.end()
        pixmap.setDevicePixelRatio(scale)
        tinted.addPixmap(pixmap)
    return tinted
