"""Finds words on the screen that have no room: for the tests of what windows and sheets look like."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QScrollArea, QWidget

from batola_desk.ui.incident.parts import ElidedButton, ElidedLabel

ROOM_PX = 1  # of rounding


def cut_off(root: QWidget, *, is_low_too: bool = True) -> list[str]:
    """Texts on one line that need more room than they have; what elides by design is left out.

    Args:
        is_low_too: also those that are wide enough and not high enough.
    """
    found = []
    for widget in root.findChildren(QWidget):
        if not widget.isVisible() or isinstance(widget, ElidedLabel | ElidedButton):
            continue
        is_text = isinstance(widget, QLabel) and not widget.wordWrap()
        if not (is_text or isinstance(widget, QAbstractButton)):
            continue
        text = widget.text()  # type: ignore[attr-defined]
        needs, has = widget.sizeHint(), widget.size()
        is_low = (
            is_low_too and widget.fontMetrics().height() > has.height()
        )  # padding may give way, letters not
        if text and (needs.width() > has.width() + ROOM_PX or is_low):
            found.append(f"{widget.objectName()} {text!r}: {needs.toTuple()} in {has.toTuple()}")
    return found


def cut_hints(root: QWidget) -> list[str]:
    """Hints in empty fields that are longer than the field."""
    found = []
    for field in root.findChildren(QLineEdit):
        if field.isVisible() and not field.text() and not isinstance(field.parent(), QComboBox):
            needs = field.fontMetrics().horizontalAdvance(field.placeholderText()) + 8
            if needs > field.contentsRect().width():
                found.append(f"{field.objectName()} {field.placeholderText()!r}: {needs} in {field.width()}")
    return found


def cut_choices(root: QWidget) -> list[str]:
    """What is chosen in a box, where it is longer than the box."""
    found = []
    for box in root.findChildren(QComboBox):
        needs = box.fontMetrics().horizontalAdvance(box.currentText()) + 34
        if box.isVisible() and needs > box.width():
            found.append(f"{box.objectName()} {box.currentText()!r}: {needs} in {box.width()}")
    return found


def outside(root: QWidget) -> list[str]:
    """Texts and buttons that reach beyond the edge of ``root`` and cannot be scrolled to."""
    found = []
    for widget in root.findChildren(QWidget):
        if not widget.isVisible() or not isinstance(widget, QLabel | QAbstractButton | QLineEdit):
            continue
        if _is_scrolled(widget, root):
            continue
        here = widget.rect().translated(widget.mapTo(root, widget.rect().topLeft()))
        if not root.rect().adjusted(-1, -1, 1, 1).contains(here):
            found.append(f"{widget.objectName()} {getattr(widget, 'text', str)()!r}: {here.getRect()}")
    return found


def _is_scrolled(widget: QWidget, root: QWidget) -> bool:
    above = widget.parentWidget()
    while above is not None and above is not root:
        if isinstance(above, QScrollArea):
            return True
        above = above.parentWidget()
    return False
